import type { Assessment } from '../assessment/assess.ts';
import type { Certificate, StoredCertificate } from '../certificate/certificate.ts';
import { copyCertificate } from '../certificate/copy-certificate.ts';
import { copyStoredCertificate } from '../certificate/copy-stored-certificate.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { RejectedCertificate, RequiredName } from '../selection/selection.ts';
import { addCalendarYears } from '../time.ts';
import { expectedSelfSigned } from './issue-self-signed-for-name.ts';
import { type Command, NOT_ISSUED, type Remedy } from './remedy.ts';
import { changeOnly } from './renew-on-this-host.ts';

type ExchangeContext = Pick<Assessment, 'observation'>;

/**
 * Returns the store of a remote Exchange server that a connector uses; undefined if it uses the
 * stores of this host.
 */
export function exchangeStoreOf({ source }: Connector, { observation }: ExchangeContext): StoreDefinition | undefined {
  return definedStores(observation).find(({ onlyFor }) => onlyFor === source.inventory);
}

/** Returns whether a certificate is in the store of another server. */
export function isInOtherStore({ store }: StoredCertificate, { observation }: ExchangeContext): boolean {
  return definedStores(observation).some(({ name, onlyFor }) => name === store && onlyFor !== undefined);
}

/** Returns the Exchange command for a self-signed certificate, or for a CSR to a CA. */
function newExchangeCertificate(names: readonly string[], kind: 'self-signed' | 'csr'): Command {
  const domains = ['-DomainName', names.join(',')];
  return kind === 'csr'
    ? ['New-ExchangeCertificate', '-GenerateRequest', ...domains]
    : ['New-ExchangeCertificate', ...domains, '-Services', 'SMTP'];
}

/** Returns a new certificate as it will be in the store of an Exchange server. */
function storedOnExchange(certificate: Certificate, { name: store, path }: StoreDefinition): StoredCertificate {
  return {
    certificate,
    store,
    location: { path, block: 0, alias: undefined },
    services: ['SMTP'],
    key: { kind: 'matches', path: undefined, access: { denials: [], isExposed: false } },
  };
}

/**
 * Returns the remedy that renews a certificate in the Exchange Management Shell of its server. For
 * a certificate from a CA, the command only creates the CSR, so the remedy has no effect yet.
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
export function renewOnExchange(stored: StoredCertificate, { observation: { now } }: ExchangeContext): Remedy {
  const { certificate } = stored;
  const names = certificate.dnsNames.length > 0 ? certificate.dnsNames : certificate.commonNames;
  const commands = [newExchangeCertificate(names, certificate.isSelfIssued ? 'self-signed' : 'csr')];
  if (!certificate.isSelfIssued) return { commands };
  const renewed = copyCertificate(certificate, {
    thumbprint: NOT_ISSUED,
    sha256Fingerprint: '',
    serialNumber: '',
    notBefore: now,
    notAfter: addCalendarYears(now, 1),
  });
  return { commands, effect: { added: [copyStoredCertificate(stored, { certificate: renewed, services: ['SMTP'] })] } };
}

/**
 * Returns the remedy for an Exchange connector without a valid certificate, in the Exchange
 * Management Shell; undefined if none is known.
 * @param miss the closest certificate of the selection
 * @param store the store of the Exchange server
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export function remedyOnExchange(
  miss: RejectedCertificate | undefined,
  name: RequiredName,
  store: StoreDefinition,
  context: ExchangeContext,
): Remedy | undefined {
  if (miss?.reason === 'not-enabled-for-smtp') {
    const { candidate } = miss;
    return {
      commands: [['Enable-ExchangeCertificate', '-Thumbprint', candidate.certificate.thumbprint, '-Services', 'SMTP']],
      effect: {
        certificate: changeOnly(candidate, (other) =>
          copyStoredCertificate(other, { services: [...other.services, 'SMTP'] }),
        ),
      },
    };
  }
  if (miss?.reason === 'certificate-expired') return renewOnExchange(miss.candidate, context);
  // A certificate that is required by issuer and subject comes from a CA, so no command creates it.
  if (name.tlsCertificateName !== undefined) return undefined;
  const issued = storedOnExchange(expectedSelfSigned(name.value, context.observation.now), store);
  return { commands: [newExchangeCertificate([name.value], 'self-signed')], effect: { added: [issued] } };
}
