import { verdictAt } from '../certificate/chain-verdict.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import type { Connector } from '../connector/connector.ts';
import type { Instant } from '../time.ts';
import { matchServedName } from './match-served-name.ts';
import type { LastServed, ServedBaseline, ServedLeaf, ServedTls } from './served.ts';

/** Maximum number of stored names of one certificate. */
const MAX_NAMES_PER_CERTIFICATE = 20;
/** Maximum number of stored names of all certificates of a server. */
const MAX_NAMES_PER_SERVER = 100;

/** A certificate that one address served. */
export interface ServedObservation {
  readonly tls: ServedTls;
  readonly at: Instant;
}

/**
 * Returns whether the name that a certificate must match is configured. The computer's name counts
 * for connectors that search stores, as in Exchange. A name in a discovered server's own settings
 * does not count, because clients may use another one.
 * @param computer FQDN of this computer
 */
export function isRequiredNameConfigured(
  { direction, fqdn, fqdnOrigin, certificateFiles, probe }: Connector,
  computer: string,
): boolean {
  if (direction === 'send' || probe?.serverName !== (fqdn ?? computer)) return true;
  if (fqdnOrigin === 'discovered') return false;
  return fqdn !== undefined || certificateFiles === undefined;
}

/**
 * Returns whether a subject alternative name of the certificate matches the name; the common name
 * is ignored.
 */
export function matchesName(leaf: ServedLeaf, name: string): boolean {
  const match = matchServedName(leaf, name);
  return match === 'exact' || match === 'wildcard';
}

/** Returns whether the certificate matches one of the names, which may be wildcards. */
function sharesName(leaf: ServedLeaf, names: readonly string[]): boolean {
  return names.some(
    (name) =>
      matchesName(leaf, name) ||
      leaf.dnsNames.some((dnsName) => dnsName === name || matchDnsName(name, dnsName) !== undefined),
  );
}

function isTrusted({ tls, at }: ServedObservation): boolean {
  return verdictAt(tls.chain, at).status === 'trusted';
}

/**
 * Returns whether a trusted certificate is self-signed. It is then itself one of the certificates
 * that `trust` names in the configuration.
 */
function isPinned({ tls }: ServedObservation): boolean {
  return tls.leaf.subject === tls.leaf.issuer;
}

function lastServedOf(observations: readonly ServedObservation[]): LastServed | undefined {
  const [first, ...others] = observations;
  if (first === undefined) return undefined;
  const { tls, at } = others.reduce((last, other) => (other.at > last.at ? other : last), first);
  return { thumbprint: tls.leaf.thumbprint, at };
}

/**
 * Returns the last certificate with a matching name, and the names that later certificates must
 * match:
 * 1. If a certificate matches the required name: that certificate, with the required name.
 * 2. If the required name is configured: the previous value.
 * 3. Otherwise: the last trusted certificate, if it shares a name with the previous one or is in
 *    `trust` itself. The names are its own, because clients use one of them.
 */
function namedBaseline(
  previous: ServedBaseline['named'],
  connector: Connector,
  observations: readonly ServedObservation[],
  computer: string,
): ServedBaseline['named'] {
  const required = connector.probe?.serverName;
  const matching = observations.filter(({ tls }) => required !== undefined && matchesName(tls.leaf, required));
  const last = lastServedOf(matching);
  if (last !== undefined && required !== undefined)
    return { thumbprint: last.thumbprint, at: last.at, names: [required] };
  if (isRequiredNameConfigured(connector, computer)) return previous;
  const related = observations.filter(
    (each) =>
      isTrusted(each) &&
      each.tls.leaf.dnsNames.length > 0 &&
      (previous === undefined || sharesName(each.tls.leaf, previous.names) || isPinned(each)),
  );
  const lastRelated = lastServedOf(related);
  if (lastRelated === undefined) return previous;
  const names = related.flatMap(({ tls }) => tls.leaf.dnsNames.slice(0, MAX_NAMES_PER_CERTIFICATE));
  const { thumbprint, at } = lastRelated;
  return { thumbprint, at, names: [...new Set(names)].slice(0, MAX_NAMES_PER_SERVER) };
}

/**
 * Returns the baseline of a connector after a probe: the last certificate with a trusted chain, and
 * the last one with a matching name. A certificate without either does not change the baseline.
 * @param observations the certificates that the connector's addresses served; may be empty
 * @param computer FQDN of this computer
 */
export function extendBaseline(
  previous: ServedBaseline,
  connector: Connector,
  observations: readonly ServedObservation[],
  computer: string,
): ServedBaseline {
  const trusted = lastServedOf(observations.filter(isTrusted)) ?? previous.trusted;
  const named = namedBaseline(previous.named, connector, observations, computer);
  // Literals instead of spreads save memory, because thousands of baselines are kept: V8 gives each
  // object of a spread a hidden class of its own.
  if (trusted === undefined) return named === undefined ? {} : { named };
  return named === undefined ? { trusted } : { trusted, named };
}

/**
 * Returns the last certificate with a trusted chain, if the current chain is no longer trusted.
 * Returns undefined if the current chain is trusted, or if none was.
 */
export function lastTrustedIfLost(
  { trusted }: ServedBaseline,
  tls: ServedTls,
  now: Instant,
): ServedBaseline['trusted'] {
  return verdictAt(tls.chain, now).status === 'trusted' ? undefined : trusted;
}

/**
 * Returns the last certificate with a matching name, if the current certificate matches none of its
 * names. Returns undefined if the current certificate matches one, or if no certificate matched.
 */
export function lastNamedIfLost({ named }: ServedBaseline, { leaf }: ServedTls): ServedBaseline['named'] {
  return named !== undefined && sharesName(leaf, named.names) ? undefined : named;
}
