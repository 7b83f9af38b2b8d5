import type { Assessment } from '../assessment/assess.ts';
import { alterCertificate } from '../certificate/alter-certificate.ts';
import { alterStored } from '../certificate/alter-stored.ts';
import type { Certificate, StoredCertificate } from '../certificate/certificate.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';
import { definedStores } from '../observation/coverage.ts';
import type { Rejected, RequiredName } from '../selection/select-certificate.ts';
import { addCalendarYears } from '../time.ts';
import { selfSigned } from './issue-self-signed-commands.ts';
import { type Command, NOT_ISSUED, type Remedy } from './remedy.ts';
import { inPlaceOf } from './renew-commands.ts';

type ExchangeContext = Pick<Assessment, 'observation'>;

/** The store of another server in which a connector alone looks; undefined: it looks in those of this host. */
export function ownStoreOf({ source }: Connector, { observation }: ExchangeContext): StoreDefinition | undefined {
  return definedStores(observation).find(({ onlyFor }) => onlyFor === source.inventory);
}

/** Whether a certificate lies on another server. */
export function isElsewhere({ store }: StoredCertificate, { observation }: ExchangeContext): boolean {
  return definedStores(observation).some(({ name, onlyFor }) => name === store && onlyFor !== undefined);
}

/** Self-signed, as Exchange makes them; or a request for whoever issued the one before. */
function makingThere(names: readonly string[], isRequest: boolean): Command {
  const domains = ['-DomainName', names.join(',')];
  return isRequest
    ? ['New-ExchangeCertificate', '-GenerateRequest', ...domains]
    : ['New-ExchangeCertificate', ...domains, '-Services', 'SMTP'];
}

function placed(certificate: Certificate, { name: store, path }: StoreDefinition): StoredCertificate {
  return {
    certificate,
    store,
    location: { path, block: 0, alias: undefined },
    services: ['SMTP'],
    key: { kind: 'matches', path: undefined, access: { barriers: [], isExposed: false } },
  };
}

/**
 * The next one of a certificate of an Exchange server, in its own shell; there the command is typed.
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
export function renewOnExchange(stored: StoredCertificate, { observation: { now } }: ExchangeContext): Remedy {
  const { certificate } = stored;
  const names = certificate.dnsNames.length > 0 ? certificate.dnsNames : certificate.commonNames;
  const commands = [makingThere(names, !certificate.isSelfIssued)];
  if (!certificate.isSelfIssued) return { commands };
  const next = alterCertificate(certificate, {
    thumbprint: NOT_ISSUED,
    sha256Fingerprint: '',
    serialNumber: '',
    notBefore: now,
    notAfter: addCalendarYears(now, 1),
  });
  return { commands, brings: { added: [alterStored(stored, { certificate: next, services: ['SMTP'] })] } };
}

/**
 * What ends it that a connector of an Exchange server has nothing valid to present, in its own shell.
 * @param store in which it looks @param miss what came closest
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export function remedyOnExchange(
  miss: Rejected | undefined,
  name: RequiredName,
  store: StoreDefinition,
  ground: ExchangeContext,
): Remedy | undefined {
  if (miss?.reason === 'not-enabled-for-smtp') {
    const { candidate } = miss;
    return {
      commands: [['Enable-ExchangeCertificate', '-Thumbprint', candidate.certificate.thumbprint, '-Services', 'SMTP']],
      brings: {
        certificate: inPlaceOf(candidate, (other) => alterStored(other, { services: [...other.services, 'SMTP'] })),
      },
    };
  }
  if (miss?.reason === 'certificate-expired') return renewOnExchange(miss.candidate, ground);
  // Who is looked for by issuer and subject is no self-signed one.
  if (name.tlsCertificateName !== undefined) return undefined;
  const made = placed(selfSigned(name.value, ground.observation.now), store);
  return { commands: [makingThere([name.value], false)], brings: { added: [made] } };
}
