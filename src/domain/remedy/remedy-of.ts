import type { Assessment } from '../assessment/assess.ts';
import { CORRECT_KEY_ACCESS, type StoredCertificate } from '../certificate/certificate.ts';
import { copyCertificate } from '../certificate/copy-certificate.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import { type Connector, keyAccount } from '../connector/connector.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { RejectedCertificate, RequiredName, Selection } from '../selection/selection.ts';
import type { Instant } from '../time.ts';
import { certbotLineage, certbotReissueWithNames, certbotRenew } from './certbot.ts';
import { diagnoseFileCommand, diagnosticCommands } from './diagnostic-commands.ts';
import { copyToPersonalStore, enableForSmtp, hasPendingCsr } from './enable-for-smtp.ts';
import { exchangeStoreOf, isInOtherStore, remedyOnExchange, renewOnExchange } from './exchange-remedy.ts';
import { grantKeyAccess } from './grant-key-access.ts';
import { issueSelfSignedForName } from './issue-self-signed-for-name.ts';
import { storeLocationOf } from './personal-location.ts';
import type { Command, Remedy } from './remedy.ts';
import { changeOnly, renewOnThisHost } from './renew-on-this-host.ts';

type Chosen = Extract<Selection, { kind: 'chosen' }>;

/**
 * Returns the certificate that needs the smallest change to become the selected one, with the
 * reason why it is not usable:
 * - without a selected certificate: the closest certificate, if there is one
 * - with an expired one: a valid certificate that only has to be enabled for SMTP, or else the
 *   expired certificate
 * - otherwise: undefined
 */
export function closestCertificateOf(
  selection: Selection,
  { observation: { now } }: Pick<Assessment, 'observation'>,
): RejectedCertificate | undefined {
  if (selection.kind === 'none') return selection.nearestMiss;
  if (selection.kind !== 'chosen' || !isExpired(selection.chosen.certificate, now)) return undefined;
  return longerValidNotEnabled(selection, now) ?? { candidate: selection.chosen, reason: 'certificate-expired' };
}

/**
 * Returns a valid certificate that expires later than the selected one and only has to be enabled
 * for SMTP, as is usual after a manual renewal.
 */
function longerValidNotEnabled({ rejected, chosen }: Chosen, now: Instant): RejectedCertificate | undefined {
  return rejected.find(
    ({ candidate: { certificate }, reason }) =>
      reason === 'not-enabled-for-smtp' &&
      !isNotYetValid(certificate, now) &&
      !isExpired(certificate, now) &&
      certificate.notAfter > chosen.certificate.notAfter,
  );
}

/**
 * Returns the remedy that gives connectors a certificate with a later expiry than `stored`: another
 * certificate is enabled for SMTP, or else `stored` is renewed. Returns undefined if none is known.
 * @param connector the first connector that selects `stored`; undefined: none does
 */
export function longerValidRemedy(
  stored: StoredCertificate,
  connector: Connector | undefined,
  assessment: Assessment,
): Remedy | undefined {
  const selection = assessment.selections.find((each) => each.connector === connector)?.selection;
  const notEnabled =
    selection?.kind === 'chosen' && selection.chosen === stored
      ? longerValidNotEnabled(selection, assessment.observation.now)
      : undefined;
  if (!isInOtherStore(stored, assessment)) {
    return notEnabled === undefined
      ? renewOnThisHost(stored, assessment)
      : enableForSmtp(notEnabled.candidate, assessment);
  }
  const exchangeStore = connector && exchangeStoreOf(connector, assessment);
  return notEnabled !== undefined && selection?.kind === 'chosen' && exchangeStore !== undefined
    ? remedyOnExchange(notEnabled, selection.name, exchangeStore, assessment)
    : renewOnExchange(stored, assessment);
}

/**
 * Returns the remedy for a certificate in a store that connectors do not search: a copy in the
 * personal store, or the setting `personal: true`, with which connectors search the store. A copy
 * of a certbot certificate would not be renewed.
 */
function addToPersonalStore(stored: StoredCertificate, assessment: Assessment): Remedy | undefined {
  const copy = certbotLineage(stored.location.path) === undefined ? copyToPersonalStore(stored, assessment) : undefined;
  const store = definedStores(assessment.observation).find(({ name }) => name === stored.store);
  // A certificate without its key could not be used in a personal store either.
  const hasKey = stored.key.kind === 'matches' || stored.key.kind === 'unreadable';
  if (copy !== undefined || store === undefined || !hasKey || isConnectorFile(store.name)) return copy;
  return {
    commands: [],
    line: { of: 'store', text: 'personal: true', store },
    effect: { store: { ...store, personal: true } },
  };
}

/**
 * Returns the remedy for a certificate without its key; undefined if none is known. If the key
 * belongs to a CSR in the personal store, the only store that mailcertd writes to, the certificate
 * is imported there. Otherwise, certbot issues a new certificate.
 */
export function findKeyRemedy(stored: StoredCertificate, assessment: Assessment): Remedy | undefined {
  const key = { kind: 'matches', path: stored.key.path, access: CORRECT_KEY_ACCESS } as const;
  if (hasPendingCsr(stored, assessment) && storeLocationOf(stored, assessment) !== 'file')
    return copyToPersonalStore(copyStoredCertificate(stored, { key }), assessment);
  const lineage = certbotLineage(stored.location.path);
  if (lineage === undefined) return undefined;
  return {
    commands: [certbotRenew(lineage, ['--force-renewal'])],
    effect: { certificate: changeOnly(stored, (withoutKey) => copyStoredCertificate(withoutKey, { key })) },
  };
}

/**
 * Returns the remedy for a certificate that does not match the required name: a new self-signed
 * certificate, or for a file that a server's settings name a reissue by certbot. Returns undefined
 * if none is known.
 * @param stored undefined: no certificate is similar
 */
function reissueWithName(
  stored: StoredCertificate | undefined,
  name: RequiredName,
  assessment: Assessment,
): Remedy | undefined {
  if (name.files === undefined) return issueSelfSignedForName(name.value, assessment);
  const lineage = stored && certbotLineage(stored.location.path);
  if (stored === undefined || lineage === undefined) return undefined;
  const dnsNames = [...stored.certificate.dnsNames, name.value];
  return {
    commands: [certbotReissueWithNames(lineage, dnsNames)],
    effect: {
      certificate: changeOnly(stored, (other) =>
        copyStoredCertificate(other, { certificate: copyCertificate(other.certificate, { dnsNames }) }),
      ),
    },
  };
}

function matchesName({ certificate }: StoredCertificate, name: string): boolean {
  return [...certificate.dnsNames, ...certificate.commonNames].some((certificateName) =>
    matchDnsName(certificateName, name),
  );
}

/** Returns the line that makes a connector require this certificate's issuer and subject. */
function useTlsCertificateName({ certificate }: StoredCertificate, connector: Connector): Remedy {
  const tlsCertificateName = `<I>${certificate.issuer}<S>${certificate.subject}`;
  return {
    commands: [],
    line: { of: 'connector', text: `tlsCertificateName: ${JSON.stringify(tlsCertificateName)}`, connector },
    effect: { connector: { ...connector, tlsCertificateName } },
  };
}

/** Returns the remedy for the reason of a near miss; undefined if none is known. */
function remedyOfNearMiss(
  { candidate, reason }: RejectedCertificate,
  connector: Connector,
  name: RequiredName,
  assessment: Assessment,
): Remedy | undefined {
  switch (reason) {
    case 'not-enabled-for-smtp':
      return enableForSmtp(candidate, assessment);
    case 'not-personal-store':
      return addToPersonalStore(candidate, assessment);
    case 'private-key-missing':
    case 'private-key-mismatch':
      return findKeyRemedy(candidate, assessment);
    case 'private-key-unreadable':
      return grantKeyAccess(candidate, keyAccount(connector));
    case 'certificate-expired':
      return renewOnThisHost(candidate, assessment);
    case 'certificate-host-mismatch':
      return reissueWithName(candidate, name, assessment);
    case 'version':
    case 'certificate-refused':
    case 'purpose-mismatch':
      return name.files === undefined ? issueSelfSignedForName(name.value, assessment) : undefined;
    case 'issuer-mismatch':
      return useTlsCertificateName(candidate, connector);
    case 'subject-mismatch':
      return matchesName(candidate, name.value) ? useTlsCertificateName(candidate, connector) : undefined;
    default:
      return undefined;
  }
}

/**
 * Returns the remedy for a connector without a valid certificate. Returns undefined if none is
 * known, if the selected certificate is valid, or if it is unknown whether there is one.
 */
export function remedyOf(connector: Connector, selection: Selection, assessment: Assessment): Remedy | undefined {
  if (selection.kind !== 'none' && selection.kind !== 'chosen') return undefined;
  const miss = closestCertificateOf(selection, assessment);
  const exchangeStore = exchangeStoreOf(connector, assessment);
  if (exchangeStore !== undefined) {
    const hasValidCertificate = selection.kind === 'chosen' && miss === undefined;
    return hasValidCertificate ? undefined : remedyOnExchange(miss, selection.name, exchangeStore, assessment);
  }
  if (miss !== undefined) return remedyOfNearMiss(miss, connector, selection.name, assessment);
  // Without a near miss, a chosen certificate is valid; an unusable file is only diagnosed.
  if (selection.kind === 'chosen' || selection.unusableFile !== undefined) return undefined;
  return selection.name.tlsCertificateName === undefined
    ? reissueWithName(undefined, selection.name, assessment)
    : undefined;
}

/** Returns the commands that show more about a problem without a remedy. */
export function diagnoseSelection(selection: Selection, assessment: Assessment): readonly Command[] {
  if (selection.kind === 'none' && selection.unusableFile !== undefined)
    return [diagnoseFileCommand(selection.unusableFile)];
  if (selection.kind === 'unknown' && selection.name.files !== undefined)
    return [['namei', '-l', ...selection.name.files]];
  const miss = closestCertificateOf(selection, assessment);
  return miss === undefined ? [] : diagnosticCommands(miss.candidate, miss.reason, assessment.settings);
}
