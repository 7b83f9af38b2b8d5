import type { Instant } from '../time.ts';
import { allowsServer } from './allows-server.ts';
import type { Service, StoredCertificate } from './certificate.ts';
import { matchDnsName } from './dns-name.ts';
import { isExpired, isNotYetValid } from './lifetime.ts';
import type { Origin } from './origin.ts';

/**
 * Settings of the Internet-facing Client Access server, which decide whether it connects to servers
 * with untrusted certificates. They are in the registry under MSExchangeOWA.
 */
export interface ProxySettings {
  readonly allowInternalUntrustedCerts: boolean;
  readonly allowExternalUntrustedCerts: boolean;
}

/** The kinds of client, in the order of the screens. Names never change. */
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

/** A kind of client that connects to the server. */
export type ClientKind = (typeof CLIENT_KINDS)[number];

/**
 * The suitability of a certificate for a client. `warns`: it works, but the client warns or logs;
 * `no`: it does not work or is not supported.
 */
export type Verdict = 'yes' | 'warns' | 'no';

/** The reason of a verdict. Closed list; reasons are never renamed. */
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

/** A fix or a note. Closed list; never renamed. */
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

/** The fix for each reason; undefined: none needed. */
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

/** The verdict on a certificate for one kind of client. */
export interface Suitability {
  readonly client: ClientKind;
  readonly verdict: Verdict;
  /** All reasons for this verdict, most important first. */
  readonly reasons: readonly [SuitabilityReason, ...SuitabilityReason[]];
  /** True if the certificate is enabled for a service that this kind of client uses. */
  readonly isEnabled: boolean;
}

/** The facts on which a verdict depends, in addition to the certificate. */
export interface SuitabilityContext {
  readonly now: Instant;
  readonly origin: Origin;
  readonly proxy: ProxySettings;
  /** FQDN of this server, to which the internal URLs point. */
  readonly fqdn: string;
  /**
   * True if a mail server other than Exchange uses the file of the certificate. Its clients reject
   * expired certificates, which Exchange servers accept from each other.
   */
  readonly isUsedByOtherServer?: boolean;
}

type ReasonedVerdict = readonly [Verdict, SuitabilityReason];

/** Clients that connect to the internal FQDN. They accept a certificate without a trusted chain. */
const INTERNAL_CLIENTS: ReadonlySet<ClientKind> = new Set<ClientKind>(['outlook-domain-joined', 'autodiscover']);

/** Clients that support only trusted certificates. */
const STRICT_CLIENTS: ReadonlySet<ClientKind> = new Set<ClientKind>(['outlook-anywhere', 'activesync']);

/** By kind of client: the services of which it uses one. */
const SERVICES_OF_CLIENT: Readonly<Record<ClientKind, readonly Service[]>> = {
  'smtp-starttls': ['SMTP'],
  'imap-pop3': ['IMAP', 'POP'],
  'outlook-web-access': ['IIS'],
  'outlook-domain-joined': ['IIS'],
  autodiscover: ['IIS'],
  'outlook-anywhere': ['IIS'],
  activesync: ['IIS'],
  'client-access-proxy': ['IIS'],
};

/**
 * Returns the verdicts about the private key and the purpose, which are the same for all clients.
 */
function checkKeyAndPurpose({ certificate, key }: StoredCertificate): readonly ReasonedVerdict[] {
  const verdicts: ReasonedVerdict[] = [];
  if (key.kind === 'missing') verdicts.push(['no', 'private-key-missing']);
  if (key.kind === 'differs') verdicts.push(['no', 'private-key-mismatch']);
  if (certificate.isCa && !certificate.isSelfIssued) verdicts.push(['no', 'certification-authority']);
  if (!allowsServer(certificate)) verdicts.push(['no', 'not-for-servers']);
  return verdicts;
}

/** Returns the verdict about the issuer. */
function checkOrigin(client: ClientKind, { origin, proxy }: SuitabilityContext): ReasonedVerdict {
  const isTrusted = origin === 'enterprise' || origin === 'third-party';
  if (client === 'client-access-proxy') {
    if (isTrusted) return ['yes', 'trusted'];
    const areUntrustedAllowed = proxy.allowInternalUntrustedCerts && proxy.allowExternalUntrustedCerts;
    return areUntrustedAllowed ? ['yes', 'untrusted-certs-allowed'] : ['no', 'untrusted-certs-refused'];
  }
  if (client === 'smtp-starttls') return ['yes', isTrusted ? 'trusted' : 'between-servers'];
  if (origin === 'third-party') return ['yes', 'trusted'];
  if (INTERNAL_CLIENTS.has(client)) {
    if (isTrusted) return ['yes', 'trusted'];
    return ['yes', origin === 'self-signed' ? 'self-signed-tolerated' : 'chain-not-checked'];
  }
  if (isTrusted) return ['yes', 'enterprise-root'];
  if (origin === 'unknown') return [STRICT_CLIENTS.has(client) ? 'no' : 'warns', 'issuer-unknown'];
  return STRICT_CLIENTS.has(client) ? ['no', 'self-signed-not-supported'] : ['warns', 'self-signed-warns'];
}

/**
 * Returns the verdicts about the validity period; empty if the certificate is valid now. Exchange
 * servers accept expired certificates from each other.
 */
function checkDates(
  client: ClientKind,
  { certificate }: StoredCertificate,
  { now, isUsedByOtherServer = false }: SuitabilityContext,
): readonly ReasonedVerdict[] {
  const isServer = client === 'smtp-starttls' || client === 'client-access-proxy';
  if (isExpired(certificate, now)) {
    if (isServer && !isUsedByOtherServer) return [['warns', 'expired-between-servers']];
    return [[STRICT_CLIENTS.has(client) ? 'no' : 'warns', 'expired']];
  }
  if (!isNotYetValid(certificate, now)) return [];
  return [[STRICT_CLIENTS.has(client) || isServer ? 'no' : 'warns', 'not-yet-valid']];
}

/** Returns the verdict about the names, for clients that connect to the internal FQDN. */
function checkNames(client: ClientKind, { certificate }: StoredCertificate, fqdn: string): readonly ReasonedVerdict[] {
  if (!INTERNAL_CLIENTS.has(client)) return [];
  const hasFqdn = certificate.dnsNames.some((name) => matchDnsName(name, fqdn) !== undefined);
  return hasFqdn ? [] : [['warns', 'internal-fqdn-missing']];
}

const WORST_FIRST: readonly Verdict[] = ['no', 'warns', 'yes'];

/**
 * Returns the suitability of a certificate for each kind of client, in the order of `CLIENT_KINDS`.
 * Only the internal FQDN is compared with the names in the certificate, because other names that
 * clients use are unknown.
 * @see
 * https://learn.microsoft.com/previous-versions/office/exchange-server-2007/bb851554(v=exchg.80)
 */
export function suitabilityOf(stored: StoredCertificate, context: SuitabilityContext): readonly Suitability[] {
  const keyVerdicts = checkKeyAndPurpose(stored);
  return CLIENT_KINDS.map((client) => {
    const originVerdict = checkOrigin(client, context);
    const verdicts: readonly [ReasonedVerdict, ...ReasonedVerdict[]] = [
      originVerdict,
      ...keyVerdicts,
      ...checkDates(client, stored, context),
      ...checkNames(client, stored, context.fqdn),
    ];
    const verdict = WORST_FIRST.find((candidate) => verdicts.some(([value]) => value === candidate)) ?? 'yes';
    const [mainReason, ...moreReasons] = verdicts.flatMap(([value, reason]) => (value === verdict ? [reason] : []));
    return {
      client,
      verdict,
      reasons: [mainReason ?? originVerdict[1], ...moreReasons],
      isEnabled: SERVICES_OF_CLIENT[client].some((service) => stored.services.includes(service)),
    };
  });
}
