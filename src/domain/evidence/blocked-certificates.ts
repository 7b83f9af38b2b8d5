import type { Assessment } from '../assessment/assess.ts';
import { CORRECT_KEY_ACCESS, isAccessDenied, type StoredCertificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { buildNameIndex } from '../certificate-index/name-index.ts';
import { type Connector, keyAccount } from '../connector/connector.ts';
import { candidatesFor } from '../selection/candidates.ts';
import { selectCertificate } from '../selection/select-certificate.ts';
import type { RejectionReason, RequiredName, Selection, SelectionContext } from '../selection/selection.ts';
import { areAllSourcesAvailable } from './all-sources.ts';
import type { SelectedCertificate } from './selected-certificates.ts';

type DefiniteSelection = Extract<Selection, { kind: 'chosen' | 'none' }>;

/**
 * A selection that is searched for blocked certificates, that is, certificates that would be
 * selected if one problem with them were fixed. Without a connector, the selection is for the
 * internal transport certificate (for mail between Exchange servers).
 */
interface SelectionToCheck {
  readonly connector: Connector | undefined;
  readonly selection: Selection;
}

/**
 * Returns the selections for the connectors. If no internal transport certificate is recorded, also
 * returns the selection for it, by the FQDN of this computer.
 */
function selectionsToCheck({ selections, observation, context }: Assessment): readonly SelectionToCheck[] {
  if (observation.internalTransport.source !== 'automatic') return selections;
  const name: RequiredName = { value: observation.computer.fqdn, from: 'computer' };
  // Without a matching certificate, the selection would only search a closest certificate, which is slow.
  if (candidatesFor(name, context).length === 0) return selections;
  return [...selections, { connector: undefined, selection: selectCertificate(name, context) }];
}

/** Returns the selected certificate, unless it has expired. */
function selectedUnlessExpired(selection: DefiniteSelection, { now }: SelectionContext): StoredCertificate | undefined {
  return selection.kind === 'chosen' && !isExpired(selection.chosen.certificate, now) ? selection.chosen : undefined;
}

const assumedVerdict = ({ certificate }: StoredCertificate): ChainVerdict =>
  certificate.isSelfIssued ? { status: 'self-signed' } : { status: 'trusted', anchor: 'system' };

/**
 * Returns whether a rejected certificate would be selected if its key were right. The chain of a
 * rejected certificate is not verified, so this function assumes that the chain is trusted. Returns
 * false for an expired certificate, and for an intermediate certificate, because its key is not
 * expected on this host.
 */
function wouldBeSelected(
  candidate: StoredCertificate,
  selection: DefiniteSelection,
  context: SelectionContext,
): boolean {
  const { isCa, isSelfIssued } = candidate.certificate;
  if ((isCa && !isSelfIssued) || isExpired(candidate.certificate, context.now)) return false;
  const correctKey = { kind: 'matches', path: candidate.key.path, access: CORRECT_KEY_ACCESS } as const;
  const fixed = copyStoredCertificate(candidate, { key: correctKey });
  const current = selectedUnlessExpired(selection, context);
  const contenders = current === undefined ? [fixed] : [fixed, current];
  const chains = new Map(contenders.map((stored) => [stored.certificate.thumbprint, assumedVerdict(stored)]));
  const outcome = selectCertificate(selection.name, { ...context, byName: buildNameIndex(contenders), chains });
  return outcome.kind === 'chosen' && outcome.chosen === fixed;
}

/**
 * Returns the certificate to report, of those that a selection rejected for one reason, in the
 * order of the selection.
 */
type PickCertificate = (
  rejected: readonly StoredCertificate[],
  selection: DefiniteSelection,
) => StoredCertificate | undefined;

/**
 * Returns the certificates that would be selected without this reason: those that `pick` returns,
 * each once, with all connectors that would select it. Skips selections that are unknown because a
 * store is unavailable.
 */
function blockedCertificates(
  reason: RejectionReason,
  selections: readonly SelectionToCheck[],
  pick: PickCertificate,
): readonly SelectedCertificate[] {
  // Connectors with the same requirements share one selection object, so it is searched only once.
  const picked = new Map<Selection, StoredCertificate | undefined>();
  const byThumbprint = new Map<string, SelectedCertificate>();
  for (const { connector, selection } of selections) {
    if (selection.kind !== 'chosen' && selection.kind !== 'none') continue;
    if (!picked.has(selection)) {
      const rejected = selection.rejected.filter((each) => each.reason === reason).map(({ candidate }) => candidate);
      picked.set(selection, pick(rejected, selection));
    }
    const stored = picked.get(selection);
    if (stored === undefined) continue;
    const { thumbprint } = stored.certificate;
    const fqdn = selection.name.value;
    const previous = byThumbprint.get(thumbprint);
    if (previous === undefined) {
      const connectors = connector === undefined ? [] : [connector];
      // `lastSeen` is undefined, because callers search only if all stores are available.
      byThumbprint.set(thumbprint, { stored, connectors, fqdns: [fqdn], lastSeen: undefined });
    } else if (connector !== undefined) {
      const { connectors, fqdns } = previous;
      byThumbprint.set(thumbprint, { ...previous, connectors: [...connectors, connector], fqdns: [...fqdns, fqdn] });
    }
  }
  return [...byThumbprint.values()];
}

/**
 * Returns for each required name the best certificate that would be selected if its key were right.
 * Includes the internal transport certificate if it has the same problem.
 * @param kind `missing`: there is no key; `differs`: the key belongs to another certificate
 */
export function blockedByKey(kind: 'missing' | 'differs', assessment: Assessment): readonly SelectedCertificate[] {
  const { context, observation, internalCertificate } = assessment;
  if (!areAllSourcesAvailable(observation)) return [];
  const reason = kind === 'missing' ? 'private-key-missing' : 'private-key-mismatch';
  const blocked = blockedCertificates(reason, selectionsToCheck(assessment), (rejected, selection) =>
    rejected.find((candidate) => wouldBeSelected(candidate, selection, context)),
  );
  const isInternalListed = blocked.some(
    ({ stored }) => stored.certificate.thumbprint === internalCertificate?.certificate.thumbprint,
  );
  if (
    internalCertificate?.key.kind !== kind ||
    isExpired(internalCertificate.certificate, observation.now) ||
    isInternalListed
  )
    return blocked;
  return [
    ...blocked,
    { stored: internalCertificate, connectors: [], fqdns: [observation.computer.fqdn], lastSeen: undefined },
  ];
}

/**
 * Returns, by account, the best certificate for each required name that would be selected if the
 * account could read its key. The accounts are those that load keys for connectors. Leaves out the
 * internal transport certificate, because root loads its key.
 */
export function blockedByAccess({
  selections,
  observation,
  context,
}: Assessment): ReadonlyMap<string, readonly SelectedCertificate[]> {
  if (!areAllSourcesAvailable(observation)) return new Map();
  const accounts = new Set(selections.map(({ connector }) => keyAccount(connector)));
  return new Map(
    [...accounts].map((account) => {
      const accountSelections = selections.filter(({ connector }) => keyAccount(connector) === account);
      const blocked = blockedCertificates('private-key-unreadable', accountSelections, (rejected, selection) =>
        rejected.find(
          (candidate) => isAccessDenied(candidate.key, account) && wouldBeSelected(candidate, selection, context),
        ),
      );
      return [account, blocked];
    }),
  );
}

/**
 * Returns for each connector without a valid certificate the certificate that becomes valid first,
 * if there is one.
 */
export function blockedByNotBefore({ selections, observation, context }: Assessment): readonly SelectedCertificate[] {
  if (!areAllSourcesAvailable(observation)) return [];
  return blockedCertificates('not-yet-valid', selections, (rejected, selection) =>
    selectedUnlessExpired(selection, context) === undefined
      ? rejected.toSorted((a, b) => a.certificate.notBefore - b.certificate.notBefore)[0]
      : undefined,
  );
}
