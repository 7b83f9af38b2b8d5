import { verdictAt } from '../certificate/chain-verdict.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import type { Connector } from '../connector/connector.ts';
import type { Instant } from '../time.ts';
import { nameServed } from './judge-served.ts';
import type { LastServed, ServedBaseline, ServedLeaf, ServedTls } from './served.ts';

/** Maximum number of remembered names, per certificate and per server. */
const NAMES_OF_ONE = 20;
const NAMES_OF_ALL = 100;

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
export function isNameSet(
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
  const how = nameServed(leaf, name);
  return how === 'exact' || how === 'wildcard';
}

/** Returns whether the certificate matches one of the names, which may be wildcards. */
function sharesName(leaf: ServedLeaf, names: readonly string[]): boolean {
  return names.some(
    (name) =>
      matchesName(leaf, name) || leaf.dnsNames.some((own) => own === name || matchDnsName(name, own) !== undefined),
  );
}

function isTrusted({ tls, at }: ServedObservation): boolean {
  return verdictAt(tls.chain, at).status === 'trusted';
}

/** A self-signed certificate is only trusted if it is configured in `trust`. */
function isPinned({ tls }: ServedObservation): boolean {
  return tls.leaf.subject === tls.leaf.issuer;
}

function lastOf(sightings: readonly ServedObservation[]): LastServed | undefined {
  const [first, ...others] = sightings;
  if (first === undefined) return undefined;
  const { tls, at } = others.reduce((last, each) => (each.at > last.at ? each : last), first);
  return { thumbprint: tls.leaf.thumbprint, at };
}

function namedOf(
  before: ServedBaseline['named'],
  connector: Connector,
  sightings: readonly ServedObservation[],
  computer: string,
): ServedBaseline['named'] {
  const required = connector.probe?.serverName;
  const matching = sightings.filter(({ tls }) => required !== undefined && matchesName(tls.leaf, required));
  const last = lastOf(matching);
  if (last !== undefined && required !== undefined)
    return { thumbprint: last.thumbprint, at: last.at, names: [required] };
  if (isNameSet(connector, computer)) return before;
  const related = sightings.filter(
    (each) =>
      isTrusted(each) &&
      each.tls.leaf.dnsNames.length > 0 &&
      (before === undefined || sharesName(each.tls.leaf, before.names) || isPinned(each)),
  );
  const lastRelated = lastOf(related);
  if (lastRelated === undefined) return before;
  const names = related.flatMap(({ tls }) => tls.leaf.dnsNames.slice(0, NAMES_OF_ONE));
  const { thumbprint, at } = lastRelated;
  return { thumbprint, at, names: [...new Set(names)].slice(0, NAMES_OF_ALL) };
}

/**
 * Returns the baseline after a probe. A certificate that is worse than the baseline does not change
 * it.
 * @param sightings the certificates that the connector's addresses served; empty keeps the baseline
 * @param computer FQDN of this computer
 */
export function extendBaseline(
  before: ServedBaseline,
  connector: Connector,
  sightings: readonly ServedObservation[],
  computer: string,
): ServedBaseline {
  const trusted = lastOf(sightings.filter(isTrusted)) ?? before.trusted;
  const named = namedOf(before.named, connector, sightings, computer);
  // Literals share a hidden class. V8 gives each object of a spread its own one, and thousands are kept.
  if (trusted === undefined) return named === undefined ? {} : { named };
  return named === undefined ? { trusted } : { trusted, named };
}

/** Returns the last certificate with a trusted chain, if this one has none. */
export function trustLost({ trusted }: ServedBaseline, tls: ServedTls, now: Instant): ServedBaseline['trusted'] {
  return verdictAt(tls.chain, now).status === 'trusted' ? undefined : trusted;
}

/** Returns the last certificate with matching names, if this one matches none of them. */
export function namesLostSince({ named }: ServedBaseline, { leaf }: ServedTls): ServedBaseline['named'] {
  return named !== undefined && sharesName(leaf, named.names) ? undefined : named;
}
