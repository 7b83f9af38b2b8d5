import type { Instant } from '../time.ts';
import type { Service, StoredCertificate } from './certificate.ts';
import { matchDnsName } from './dns-name.ts';
import { isExpired, isNotYetValid } from './lifetime.ts';
import type { Origin } from './origin.ts';
import { allowsServer } from './purpose.ts';

/** What the Internet-facing Client Access server is set to, in the registry under MSExchangeOWA. */
export interface ProxySettings {
  readonly allowInternalUntrustedCerts: boolean;
  readonly allowExternalUntrustedCerts: boolean;
}

/** Who connects; the order is that of the screens. Names are for ever. */
export const CLIENT_KINDS = [
  'smtp-starttls',
  'imap-pop3',
  'outlook-web-access',
  'outlook-domain-joined',
  'autodiscover',
  'outlook-anywhere',
  'activesync',
  'client-access-proxy',
] as const;

export type ClientKind = (typeof CLIENT_KINDS)[number];

/** yes: it works; warns: it works, and someone is warned or logs it; no: it does not work, or is not supported. */
export type Verdict = 'yes' | 'warns' | 'no';

/** Why. One closed list; a reason is never renamed. */
export type SuitabilityReason =
  | 'trusted'
  | 'enterprise-root'
  | 'between-servers'
  | 'self-signed-tolerated'
  | 'chain-not-checked'
  | 'untrusted-certs-allowed'
  | 'self-signed-warns'
  | 'self-signed-not-supported'
  | 'issuer-unknown'
  | 'untrusted-certs-refused'
  | 'internal-fqdn-missing'
  | 'expired'
  | 'expired-between-servers'
  | 'not-yet-valid'
  | 'private-key-missing'
  | 'private-key-mismatch'
  | 'certification-authority'
  | 'not-for-servers';

/** What mends, or is to be minded. One closed list; never renamed. */
export type SuitabilityAdvice =
  | 'import-root'
  | 'replace-before-long'
  | 'replace'
  | 'find-issuer'
  | 'allow-untrusted-certs'
  | 'name-internal-fqdn'
  | 'renew'
  | 'wait'
  | 'bring-private-key'
  | 'use-another';

/** What to do about each reason; undefined: nothing. */
export const SUITABILITY_ADVICE: Readonly<Record<SuitabilityReason, SuitabilityAdvice | undefined>> = {
  trusted: undefined,
  'enterprise-root': 'import-root',
  'between-servers': undefined,
  'self-signed-tolerated': 'replace-before-long',
  'chain-not-checked': 'find-issuer',
  'untrusted-certs-allowed': undefined,
  'self-signed-warns': 'replace',
  'self-signed-not-supported': 'replace',
  'issuer-unknown': 'find-issuer',
  'untrusted-certs-refused': 'allow-untrusted-certs',
  'internal-fqdn-missing': 'name-internal-fqdn',
  expired: 'renew',
  'expired-between-servers': 'renew',
  'not-yet-valid': 'wait',
  'private-key-missing': 'bring-private-key',
  'private-key-mismatch': 'bring-private-key',
  'certification-authority': 'use-another',
  'not-for-servers': 'use-another',
};

/** Whether a certificate serves one kind of client. */
export interface Suitability {
  readonly client: ClientKind;
  readonly verdict: Verdict;
  /** All that lead to this verdict, what weighs most first. */
  readonly reasons: readonly [SuitabilityReason, ...SuitabilityReason[]];
  /** Whether it is enabled for the service that these clients use: being suitable does not make it so. */
  readonly isEnabled: boolean;
}

/** What the verdicts rest on besides the certificate. */
export interface SuitabilityContext {
  readonly now: Instant;
  readonly origin: Origin;
  readonly proxy: ProxySettings;
  /** This server's own FQDN, to which the internal URLs lead. */
  readonly fqdn: string;
  /** A mail server names its file: who connects is no server of Exchange, which forgives an end that has passed. */
  readonly isNamedByServer?: boolean;
}

type Judged = readonly [Verdict, SuitabilityReason];

/** Clients that go to the internal FQDN: a chain that leads nowhere does not trouble them. */
const INTERNAL: ReadonlySet<ClientKind> = new Set<ClientKind>(['outlook-domain-joined', 'autodiscover']);

/** Clients for which no certificate but a trusted one is supported. */
const STRICT: ReadonlySet<ClientKind> = new Set<ClientKind>(['outlook-anywhere', 'activesync']);

const SERVICES: Readonly<Record<ClientKind, readonly Service[]>> = {
  'smtp-starttls': ['SMTP'],
  'imap-pop3': ['IMAP', 'POP'],
  'outlook-web-access': ['IIS'],
  'outlook-domain-joined': ['IIS'],
  autodiscover: ['IIS'],
  'outlook-anywhere': ['IIS'],
  activesync: ['IIS'],
  'client-access-proxy': ['IIS'],
};

/** What its key and its purpose allow: the same for every client. */
function judgeUse({ certificate, key }: StoredCertificate): readonly Judged[] {
  const judged: Judged[] = [];
  if (key.kind === 'missing') judged.push(['no', 'private-key-missing']);
  if (key.kind === 'differs') judged.push(['no', 'private-key-mismatch']);
  if (certificate.isCa && !certificate.isSelfIssued) judged.push(['no', 'certification-authority']);
  if (!allowsServer(certificate)) judged.push(['no', 'not-for-servers']);
  return judged;
}

/** What its issuer means to a client. */
function judgeOrigin(client: ClientKind, { origin, proxy }: SuitabilityContext): Judged {
  const isTrusted = origin === 'enterprise' || origin === 'third-party';
  if (client === 'client-access-proxy') {
    if (isTrusted) return ['yes', 'trusted'];
    const isAllowed = proxy.allowInternalUntrustedCerts && proxy.allowExternalUntrustedCerts;
    return isAllowed ? ['yes', 'untrusted-certs-allowed'] : ['no', 'untrusted-certs-refused'];
  }
  if (client === 'smtp-starttls') return ['yes', isTrusted ? 'trusted' : 'between-servers'];
  if (origin === 'third-party') return ['yes', 'trusted'];
  if (INTERNAL.has(client)) {
    if (isTrusted) return ['yes', 'trusted'];
    return ['yes', origin === 'self-signed' ? 'self-signed-tolerated' : 'chain-not-checked'];
  }
  if (isTrusted) return ['yes', 'enterprise-root'];
  if (origin === 'unknown') return [STRICT.has(client) ? 'no' : 'warns', 'issuer-unknown'];
  return STRICT.has(client) ? ['no', 'self-signed-not-supported'] : ['warns', 'self-signed-warns'];
}

/** What its dates mean to a client: between servers an expired one goes on working. */
function judgeDates(
  client: ClientKind,
  { certificate }: StoredCertificate,
  { now, isNamedByServer = false }: SuitabilityContext,
): readonly Judged[] {
  const isBetweenServers = client === 'smtp-starttls' || client === 'client-access-proxy';
  if (isExpired(certificate, now)) {
    if (isBetweenServers && !isNamedByServer) return [['warns', 'expired-between-servers']];
    return [[STRICT.has(client) ? 'no' : 'warns', 'expired']];
  }
  if (!isNotYetValid(certificate, now)) return [];
  return [[STRICT.has(client) || isBetweenServers ? 'no' : 'warns', 'not-yet-valid']];
}

function judgeNames(client: ClientKind, { certificate }: StoredCertificate, fqdn: string): readonly Judged[] {
  if (!INTERNAL.has(client)) return [];
  const isNamed = certificate.dnsNames.some((name) => matchDnsName(name, fqdn) !== undefined);
  return isNamed ? [] : [['warns', 'internal-fqdn-missing']];
}

const WORST_FIRST: readonly Verdict[] = ['no', 'warns', 'yes'];

/**
 * Whether a certificate serves each kind of client, in the order of `CLIENT_KINDS`. Whom its names serve besides the internal
 * FQDN is not judged: only the clients know what they were told to connect to.
 * @see https://learn.microsoft.com/previous-versions/office/exchange-server-2007/bb851554(v=exchg.80)
 */
export function suitabilityOf(stored: StoredCertificate, ground: SuitabilityContext): readonly Suitability[] {
  const use = judgeUse(stored);
  return CLIENT_KINDS.map((client) => {
    const origin = judgeOrigin(client, ground);
    const judged: readonly [Judged, ...Judged[]] = [
      origin,
      ...use,
      ...judgeDates(client, stored, ground),
      ...judgeNames(client, stored, ground.fqdn),
    ];
    const verdict = WORST_FIRST.find((worst) => judged.some(([each]) => each === worst)) ?? 'yes';
    const [first, ...others] = judged.flatMap(([each, reason]) => (each === verdict ? [reason] : []));
    return {
      client,
      verdict,
      reasons: [first ?? origin[1], ...others],
      isEnabled: SERVICES[client].some((service) => stored.services.includes(service)),
    };
  });
}
