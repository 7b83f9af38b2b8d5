import type { StoredCertificate } from '../certificate/certificate.ts';
import { namesOf } from '../certificate/certificate.ts';
import type { Facts, ProbedAddress } from '../event/facts.ts';
import type { Scope } from '../scope.ts';
import { probeUrl } from '../served/probe-target.ts';
import type { LastServed, ServedBaseline } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { Needs } from './finding.ts';
import { nameOf, type ServedEndpoint, type ServedTlsEndpoint } from './served-endpoints.ts';

/** So many addresses and names are told. */
export const MAX_ADDRESSES = 20;
const MAX_NAMES = 10;

/** What a claim rests on about what connectors present: that they were looked at, that they still are to be, and `more`. */
export function probeNeeds(
  sights: readonly [Pick<ServedEndpoint, 'connector'>, ...Pick<ServedEndpoint, 'connector'>[]],
  more: readonly Scope[] = [],
): Needs {
  const connectors = [...new Set(sights.map(({ connector }) => connector))];
  const own: Scope = `probe:${sights[0].connector.name}`;
  const probes = connectors.map(({ name }): Scope => `probe:${name}`);
  const inventories = connectors.map(({ source }): Scope => `inventory:${source.inventory}`);
  const others = new Set([...probes, ...inventories, ...more]);
  others.delete(own);
  return [own, ...others];
}

/** The connectors that sights are of, each once, in order. */
export function connectorsOf<T extends ServedEndpoint>([first, ...others]: readonly [T, ...T[]]): readonly [T, ...T[]] {
  const seen = new Set([first.connector]);
  const rest = others.filter(({ connector }) => !seen.has(connector) && seen.add(connector));
  return [first, ...rest];
}

/** Since when the claim stands on old looks; undefined: one of them is fresh. */
function lastSeenOf(sights: readonly ServedEndpoint[]): Instant | undefined {
  return sights.some(({ isFresh }) => isFresh) ? undefined : Math.max(...sights.map(({ at }) => at));
}

/** Addresses, where they are not the very host that is probed. */
function addressesOf(
  sights: readonly ServedEndpoint[],
  about: (sight: ServedEndpoint) => Partial<ProbedAddress> = () => ({}),
): readonly ProbedAddress[] {
  const addresses = new Map(
    sights.map((sight) => {
      const { address, keyType } = sight;
      const own: ProbedAddress = { address, ...(keyType === 'any' ? {} : { keyType }), ...about(sight) };
      return [JSON.stringify(own), own];
    }),
  );
  const isPlain = sights.every(({ address, keyType, probe }) => address === probe.host && keyType === 'any');
  return isPlain ? [] : [...addresses.values()].slice(0, MAX_ADDRESSES);
}

function seenFacts(sights: readonly ServedEndpoint[], addresses: readonly ProbedAddress[]): Facts {
  const lastSeen = lastSeenOf(sights);
  return {
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
  };
}

/** Facts about one connector. */
export function connectorFacts(
  sights: readonly [ServedEndpoint, ...ServedEndpoint[]],
  about?: (sight: ServedEndpoint) => Partial<ProbedAddress>,
): Facts {
  const [first] = sights;
  const { connector, probe } = first;
  return {
    connector: connector.name,
    direction: connector.direction,
    fqdn: nameOf(first),
    probes: [probeUrl(probe)],
    ...seenFacts(sights, addressesOf(sights, about)),
  };
}

/** Facts about a certificate and all who present it. */
export function servedFacts(sights: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]]): Facts {
  const [{ tls }] = sights;
  const { thumbprint, subject, issuer, notBefore, notAfter } = tls.leaf;
  const connectors = connectorsOf(sights);
  const [first] = connectors;
  return {
    connectors: connectors.map(({ connector }) => connector.name),
    fqdn: nameOf(first),
    fqdns: connectors.map(nameOf),
    ...{ thumbprint, subject, notBefore, notAfter, issuer },
    probes: connectors.map(({ probe }) => probeUrl(probe)),
    ...seenFacts(sights, addressesOf(sights)),
  };
}

/** What stands on disk in place of what is served. */
export function onDiskFacts(onDisk: readonly StoredCertificate[], since: Instant): Facts {
  return {
    locations: [...new Set(onDisk.map(({ location }) => location.path))],
    certificates: onDisk.map(({ certificate }) => ({
      thumbprint: certificate.thumbprint,
      names: namesOf(certificate).slice(0, 5),
      notAfter: certificate.notAfter,
    })),
    onDiskSince: since,
  };
}

/** The names that a served certificate carries, as far as they are told. */
export function namesServed({ tls }: ServedTlsEndpoint): readonly string[] {
  return tls.leaf.dnsNames.slice(0, MAX_NAMES);
}

/** Facts about what was served before it got worse; none if it did not. */
export function previousFacts(previous: LastServed | undefined): Facts {
  return previous === undefined ? {} : { thumbprintBefore: previous.thumbprint, previousSeenAt: previous.at };
}

/** Facts about the names that the certificate before it matched; none if no name was lost. */
export function lostNameFacts(named: ServedBaseline['named']): Facts {
  return named === undefined ? {} : { namesLost: named.names.slice(0, MAX_NAMES) };
}
