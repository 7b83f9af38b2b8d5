import type { Assessment } from '../assessment/assess.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import { certificateNotYetValid } from '../event/catalog/certificate-not-yet-valid.ts';
import { remoteInternalTransportCertificateExpired } from '../event/catalog/remote-internal-transport-certificate-expired.ts';
import { remoteStarttlsCertificateExpired } from '../event/catalog/remote-starttls-certificate-expired.ts';
import { servedAddressesDiffer } from '../event/catalog/served-addresses-differ.ts';
import { servedCertificateDiffersFromDisk } from '../event/catalog/served-certificate-differs-from-disk.ts';
import { servedCertificateExpired } from '../event/catalog/served-certificate-expired.ts';
import { servedCertificateExpiresSoon } from '../event/catalog/served-certificate-expires-soon.ts';
import { servedChainUntrusted } from '../event/catalog/served-chain-untrusted.ts';
import { servedNameMismatch } from '../event/catalog/served-name-mismatch.ts';
import { starttlsNotOffered } from '../event/catalog/starttls-not-offered.ts';
import { starttlsWithdrawn } from '../event/catalog/starttls-withdrawn.ts';
import type { Evidence } from '../event/data/life-cycle-data.ts';
import { groupByLeaf, type ServedEndpoint, type ServedTlsEndpoint } from '../evidence/served-endpoints.ts';
import { servedVsDisk } from '../evidence/served-vs-disk.ts';
import type { Observation } from '../observation/observation.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import type { Coverage, Scope } from '../scope.ts';
import { chainProblemOf } from '../served/chain-problem-of.ts';
import { matchServedName } from '../served/match-served-name.ts';
import type { Instant } from '../time.ts';
import type { Condition } from './condition.ts';
import { indexByConnector } from './index-by-connector.ts';

/**
 * Returns whether the problem of a cleared condition still exists at these endpoints, so that
 * another event reports it.
 */
type Persists = (endpoints: readonly ServedTlsEndpoint[], assessment: Assessment) => boolean;

const atAnyEndpoint =
  (hasProblem: (endpoint: ServedTlsEndpoint, assessment: Assessment) => boolean): Persists =>
  (endpoints, assessment) =>
    endpoints.some((endpoint) => hasProblem(endpoint, assessment));

/** An expired or expiring certificate has its problem as long as it is served at all. */
const isStillServed: Persists = (endpoints) => endpoints.length > 0;

/** By event: the check of the endpoints that serve the certificate of the condition. */
const PERSISTENCE_CHECKS: ReadonlyMap<number, Persists> = new Map<number, Persists>([
  [servedCertificateExpired.eventId, isStillServed],
  [remoteInternalTransportCertificateExpired.eventId, isStillServed],
  [remoteStarttlsCertificateExpired.eventId, isStillServed],
  [servedCertificateExpiresSoon.eventId, isStillServed],
  [
    certificateNotYetValid.eventId,
    atAnyEndpoint(({ tls }, { observation }) => isNotYetValid(tls.leaf, observation.now)),
  ],
  [
    servedNameMismatch.eventId,
    atAnyEndpoint(
      ({ probe: { serverName }, tls }) =>
        serverName !== undefined && matchServedName(tls.leaf, serverName) === undefined,
    ),
  ],
  [
    servedCertificateDiffersFromDisk.eventId,
    atAnyEndpoint((endpoint, assessment) => servedVsDisk(endpoint, assessment).kind !== 'same'),
  ],
  [
    servedChainUntrusted.eventId,
    atAnyEndpoint((endpoint) => chainProblemOf(endpoint, endpoint.checkedAt) !== undefined),
  ],
]);

/** Events that are cleared when the certificate expires, because the expiry has its own event. */
const UNTIL_EXPIRY: ReadonlySet<number> = new Set([
  servedCertificateExpiresSoon.eventId,
  servedCertificateDiffersFromDisk.eventId,
  servedChainUntrusted.eventId,
]);

/** Events about servers that do not offer STARTTLS. */
const WITHOUT_STARTTLS: ReadonlySet<number> = new Set([starttlsNotOffered.eventId, starttlsWithdrawn.eventId]);

/**
 * Returns why a probed condition is cleared. `observed`: the problem is gone; `expired`: the
 * certificate has expired; `reclassified`: the problem still exists, and another event reports it.
 */
function reasonOf(
  { eventId, facts }: Condition,
  endpoints: readonly ServedEndpoint[],
  tlsEndpoints: readonly ServedTlsEndpoint[],
  assessment: Assessment,
): Evidence['reason'] {
  // If an address still offers no TLS, the other event about STARTTLS reports this.
  if (WITHOUT_STARTTLS.has(eventId)) return tlsEndpoints.length < endpoints.length ? 'reclassified' : 'observed';
  if (eventId === servedAddressesDiffer.eventId)
    return groupByLeaf(tlsEndpoints).length > 1 ? 'reclassified' : 'observed';
  const withCertificate = tlsEndpoints.filter(({ tls }) => tls.leaf.thumbprint === facts.thumbprint);
  if (UNTIL_EXPIRY.has(eventId) && withCertificate.some(({ tls, checkedAt }) => isExpired(tls.leaf, checkedAt)))
    return 'expired';
  return PERSISTENCE_CHECKS.get(eventId)?.(withCertificate, assessment) === true ? 'reclassified' : 'observed';
}

/**
 * Returns whether the servers of a condition have lost all addresses that the condition is about.
 * @param isFixedEverywhere true if the problem is gone at all addresses, including those that name
 * resolution no longer returns (`unlisted`). The latter then count as existing, because their
 * probes have shown the fix.
 */
function areAddressesGone(
  { facts: { addresses = [] } }: Condition,
  names: ReadonlySet<string>,
  { endpoints }: Observation,
  isFixedEverywhere: boolean,
): boolean {
  const existing = [...names].flatMap((name) => {
    const result = endpoints.get(name);
    return ((result && currentOrLastKnown(result)?.value) ?? []).filter(
      ({ unlisted }) => unlisted === undefined || isFixedEverywhere,
    );
  });
  const remaining = new Set(existing.map(({ address }) => address));
  return addresses.length > 0 && addresses.every(({ address }) => !remaining.has(address));
}

/**
 * Returns the probes among the needs of a condition (what a scan must read before it clears the
 * condition).
 */
function probesOf({ needs }: Condition): readonly Scope[] {
  return needs.filter((scope) => scope.startsWith('probe:'));
}

const isListed = ({ isUnlisted }: ServedEndpoint): boolean => !isUnlisted;

const connectorOfProbe = (scope: Scope): string => scope.slice('probe:'.length);

/** Returns the names of the connectors whose probes a condition needs. */
export function probedNames(condition: Condition): readonly string[] {
  return probesOf(condition).map(connectorOfProbe);
}

function probedAt(scope: Scope, { endpoints, now }: Observation): Instant {
  const result = endpoints.get(connectorOfProbe(scope));
  return result?.kind === 'available' ? result.at : now;
}

/**
 * Returns why the connectors of a condition are no longer probed.
 * @param remaining the selections of those that still exist
 */
function notProbedReason(
  remaining: readonly Pick<Assessment['selections'][number], 'connector'>[],
): 'connector-removed' | 'connector-off' | 'not-probed' {
  if (remaining.length === 0) return 'connector-removed';
  const isOff = remaining.every(({ connector }) => !connector.enabled || !connector.starttls);
  return isOff ? 'connector-off' : 'not-probed';
}

/**
 * Returns the evidence that cleared a condition about served certificates: a probe, or else the
 * inventory (list of connectors) that shows why the connectors are no longer probed.
 */
export function evidenceOfProbes(condition: Condition, assessment: Assessment, coverage: Coverage): Evidence {
  const probes = probesOf(condition);
  const { observation } = assessment;
  const { selections, endpoints, tlsEndpoints } = indexByConnector(assessment);
  const probe = probes.find((scope) => coverage(scope) === 'available');
  const names = new Set(probedNames(condition));
  if (probe === undefined) {
    const reason = notProbedReason(selections(names));
    const scope: Scope = condition.needs.find((need) => need.startsWith('inventory:')) ?? condition.needs[0];
    const result = observation.inventories.get(scope.slice('inventory:'.length));
    const at = result?.kind === 'available' ? result.at : observation.now;
    return { scope, at, reason };
  }
  // An address that name resolution no longer returns cannot be the cause of another event.
  const listedTls = tlsEndpoints(names).filter(isListed);
  const reason = reasonOf(condition, endpoints(names).filter(isListed), listedTls, assessment);
  const evidence = { scope: probe, at: probedAt(probe, observation) };
  if (reason === 'observed') {
    const isFixedEverywhere = reasonOf(condition, endpoints(names), tlsEndpoints(names), assessment) === 'observed';
    if (areAddressesGone(condition, names, observation, isFixedEverywhere))
      return { ...evidence, reason: 'address-removed' };
  }
  const served = listedTls.find(({ connector }) => connector.name === connectorOfProbe(probe));
  return { ...evidence, reason, ...(served === undefined ? {} : { thumbprint: served.tls.leaf.thumbprint }) };
}

/**
 * Returns the probe that cleared a condition about files, or undefined if no probe is available.
 * The probe of a server without TLS, or with another certificate than on disk, is preferred,
 * because another event reports that server (reason `reclassified`).
 */
export function evidenceOfProbesForFiles(
  condition: Condition,
  assessment: Assessment,
  coverage: Coverage,
): Pick<Evidence, 'scope' | 'at' | 'reason'> | undefined {
  const probes = probesOf(condition).filter((scope) => coverage(scope) === 'available');
  const servesOtherCertificate = (endpoint: ServedTlsEndpoint): boolean => {
    const { kind } = servedVsDisk(endpoint, assessment);
    return kind === 'differs' || (kind !== 'same' && endpoint.tls.leaf.thumbprint === condition.facts.thumbprint);
  };
  const names = probes.map(connectorOfProbe);
  const { endpoints, tlsEndpoints } = indexByConnector(assessment);
  const withoutTls = endpoints(names).filter(({ tls }) => tls === undefined);
  const withProblem = [...withoutTls, ...tlsEndpoints(names).filter(servesOtherCertificate)].filter(isListed);
  const connectorsWithProblem = new Set(withProblem.map(({ connector }) => connector.name));
  const scope = probes.find((each) => connectorsWithProblem.has(connectorOfProbe(each))) ?? probes[0];
  if (scope === undefined) return undefined;
  const reason = connectorsWithProblem.has(connectorOfProbe(scope)) ? 'reclassified' : 'observed';
  return { scope, at: probedAt(scope, assessment.observation), reason };
}
