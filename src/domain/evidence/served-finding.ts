import type { StoredCertificate } from '../certificate/certificate.ts';
import { namesOf } from '../certificate/certificate.ts';
import { probeUrl } from '../connector/probe-target.ts';
import { serverProtocolsOf } from '../connector/server-protocol.ts';
import type { PreviousData } from '../event/data/certificate-data.ts';
import type { ObservationData, ProbeData, ProbedAddress } from '../event/data/probe-data.ts';
import type { OnDiskData, ProbedConnectorData, ServedData } from '../event/event-data-groups.ts';
import type { Scope } from '../scope.ts';
import type { LastServed, ServedBaseline } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { Finding, Needs } from './finding.ts';
import { listedOrAll, requiredServerName, type ServedEndpoint, type ServedTlsEndpoint } from './served-endpoints.ts';

type NonEmptyList<T> = readonly [T, ...T[]];

type ProbedEndpoint = Pick<ServedEndpoint, 'connector' | 'isUnlisted'>;

/** A finding about endpoints, without the parts that `probedFinding` derives from the endpoints. */
export type FindingContent = Omit<Finding, 'clearingNeeds' | 'isUnlisted' | 'unlistedFacts'> & {
  /** The clearing needs in addition to the probes and inventories of the connectors. */
  readonly otherNeeds?: readonly Scope[];
};

/** Maximum number of addresses in an event. */
export const MAX_ADDRESSES = 20;
/** Maximum number of different served certificates in an event. */
export const MAX_CERTIFICATES = 10;
/** Maximum number of names of the served certificate in an event. */
const MAX_NAMES = 10;
/** Maximum number of names of each certificate on disk in an event. */
const MAX_NAMES_ON_DISK = 5;

/**
 * Returns the clearing needs of a finding about endpoints: the probes and inventories of all
 * endpoints. The probe of the first reported endpoint is first.
 */
function probeNeeds<T extends ProbedEndpoint>(
  endpoints: NonEmptyList<T>,
  [firstReported]: NonEmptyList<T>,
  otherNeeds: readonly Scope[],
): Needs {
  const connectors = [...new Set(endpoints.map(({ connector }) => connector))];
  const firstProbe: Scope = `probe:${firstReported.connector.name}`;
  const probes = connectors.map(({ name }): Scope => `probe:${name}`);
  const inventories = connectors.map(({ source }): Scope => `inventory:${source.inventory}`);
  const otherScopes = new Set([...probes, ...inventories, ...otherNeeds]);
  otherScopes.delete(firstProbe);
  return [firstProbe, ...otherScopes];
}

/**
 * Returns a finding about endpoints. Listed endpoints are those whose address name resolution still
 * returns.
 * - If any endpoint is listed, the finding is about the listed endpoints. The facts about the
 *   unlisted ones are separate.
 * - If no endpoint is listed, the finding is about all, and is marked as unlisted.
 *
 * Its condition is cleared only after probes of all endpoints, because unlisted ones may be listed
 * again.
 * @param report returns the content of a finding about some of the endpoints
 */
export function probedFinding<T extends ProbedEndpoint>(
  endpoints: NonEmptyList<T>,
  report: (reported: NonEmptyList<T>) => FindingContent,
): Finding {
  const reported = listedOrAll(endpoints);
  const { otherNeeds = [], ...content } = report(reported);
  const clearingNeeds = probeNeeds(endpoints, reported, otherNeeds);
  if (reported[0].isUnlisted) return { ...content, clearingNeeds, isUnlisted: true };
  const [firstUnlisted, ...others] = endpoints.filter(({ isUnlisted }) => isUnlisted);
  if (firstUnlisted === undefined) return { ...content, clearingNeeds };
  return { ...content, clearingNeeds, unlistedFacts: report([firstUnlisted, ...others]).facts };
}

/** Returns the first endpoint of each connector, in order. */
export function firstOfEachConnector<T extends ServedEndpoint>([first, ...others]: readonly [T, ...T[]]): readonly [
  T,
  ...T[],
] {
  const byConnector = new Map([[first.connector, first]]);
  for (const endpoint of others) {
    if (!byConnector.has(endpoint.connector)) byConnector.set(endpoint.connector, endpoint);
  }
  const [, ...rest] = byConnector.values();
  return [first, ...rest];
}

/** Returns the time of the latest probe; undefined if one of the results is fresh. */
function lastSeenOf(endpoints: readonly ServedEndpoint[]): Instant | undefined {
  return endpoints.some(({ isFresh }) => isFresh) ? undefined : Math.max(...endpoints.map(({ probedAt }) => probedAt));
}

/**
 * Returns the addresses with their facts, without duplicates; empty if the probed host is the only
 * address.
 */
function addressesOf(
  endpoints: readonly ServedEndpoint[],
  addressFacts: (endpoint: ServedEndpoint) => Partial<ProbedAddress> = () => ({}),
): readonly ProbedAddress[] {
  const addresses = new Map(
    endpoints.map((endpoint) => {
      const { address, keyType } = endpoint;
      const probedAddress: ProbedAddress = {
        address,
        ...(keyType === 'any' ? {} : { keyType }),
        ...addressFacts(endpoint),
      };
      return [JSON.stringify(probedAddress), probedAddress];
    }),
  );
  const areAllTheHost = endpoints.every(({ address, keyType, probe }) => address === probe.host && keyType === 'any');
  return areAllTheHost ? [] : [...addresses.values()].slice(0, MAX_ADDRESSES);
}

function probeFacts(
  endpoints: readonly ServedEndpoint[],
  addresses: readonly ProbedAddress[],
): Partial<Pick<ProbeData, 'addresses'> & Pick<ObservationData, 'lastSeen'>> {
  const lastSeen = lastSeenOf(endpoints);
  return {
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
  };
}

/**
 * Returns the facts about one connector.
 * @param addressFacts returns the facts about one address. Left out: there are none
 */
export function connectorFacts(
  endpoints: readonly [ServedEndpoint, ...ServedEndpoint[]],
  addressFacts?: (endpoint: ServedEndpoint) => Partial<ProbedAddress>,
): ProbedConnectorData {
  const [first] = endpoints;
  const { connector, probe } = first;
  return {
    connector: connector.name,
    direction: connector.direction,
    fqdn: requiredServerName(first),
    probes: [probeUrl(probe)],
    serverProtocols: serverProtocolsOf([connector]),
    ...probeFacts(endpoints, addressesOf(endpoints, addressFacts)),
  };
}

/** Returns the facts about a served certificate and the connectors that serve it. */
export function servedFacts(endpoints: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]]): ServedData {
  const [{ tls }] = endpoints;
  const { thumbprint, subject, issuer, notBefore, notAfter } = tls.leaf;
  const connectors = firstOfEachConnector(endpoints);
  const [first] = connectors;
  return {
    connectors: connectors.map(({ connector }) => connector.name),
    fqdn: requiredServerName(first),
    fqdns: connectors.map(requiredServerName),
    thumbprint,
    subject,
    notBefore,
    notAfter,
    issuer,
    probes: connectors.map(({ probe }) => probeUrl(probe)),
    serverProtocols: serverProtocolsOf(connectors.map(({ connector }) => connector)),
    ...(connectors.every(({ connector }) => connector.direction === 'send') ? { direction: 'send' } : {}),
    ...probeFacts(endpoints, addressesOf(endpoints)),
  };
}

/** Returns the facts about the certificates that are on disk but not served. */
export function onDiskFacts(onDisk: readonly StoredCertificate[], since: Instant): OnDiskData {
  return {
    locations: [...new Set(onDisk.map(({ location }) => location.path))],
    certificates: onDisk.map(({ certificate }) => ({
      thumbprint: certificate.thumbprint,
      names: namesOf(certificate).slice(0, MAX_NAMES_ON_DISK),
      notAfter: certificate.notAfter,
    })),
    onDiskSince: since,
  };
}

/** Returns the names in a served certificate, at most ten. */
export function servedNames({ tls }: ServedTlsEndpoint): readonly string[] {
  return tls.leaf.dnsNames.slice(0, MAX_NAMES);
}

/**
 * Returns the facts about the certificate that was served before the current one; empty if
 * undefined.
 */
export function previousFacts(
  previous: LastServed | undefined,
): Partial<Pick<PreviousData, 'previousThumbprint' | 'previousSeenAt'>> {
  return previous === undefined ? {} : { previousThumbprint: previous.thumbprint, previousSeenAt: previous.at };
}

/**
 * Returns the facts about the names that only an earlier certificate matched; empty if undefined.
 */
export function lostNameFacts(lastNamed: ServedBaseline['named']): Partial<Pick<PreviousData, 'missingNames'>> {
  return lastNamed === undefined ? {} : { missingNames: lastNamed.names.slice(0, MAX_NAMES) };
}
