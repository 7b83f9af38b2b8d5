import type { Assessment } from '../assessment/assess.ts';
import { currentBaseline } from '../assessment/probe-memory.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { Connector } from '../connector/connector.ts';
import { isProbed } from '../connector/is-probed.ts';
import type { ProbeTarget } from '../connector/probe-target.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import type { Selection } from '../selection/selection.ts';
import type { Endpoint, Served, ServedBaseline, ServedTls } from '../served/served.ts';
import type { Instant } from '../time.ts';

/** The last probe result of one address of a connector, for one key type. */
export interface ServedEndpoint {
  readonly connector: Connector;
  readonly probe: ProbeTarget;
  readonly selection: Selection;
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  readonly served: Served;
  /** TLS part of `served`, if the server served a certificate. */
  readonly tls: ServedTls | undefined;
  /** Time of the probe. */
  readonly probedAt: Instant;
  /** True if this process made the probe, and nothing failed afterwards. */
  readonly isFresh: boolean;
  /** True if a later probe failed. */
  readonly hasFailedSince: boolean;
  /** True if later probes failed often enough to be reported. */
  readonly isUnreachable: boolean;
  /** True if name resolution no longer returns the address. */
  readonly isUnlisted: boolean;
  /**
   * Instant for which expiry is checked. This is the time of the probe, because the server may
   * serve another certificate later. For an unreachable server, and in a simulation for another
   * time, it is the time of the assessment.
   */
  readonly checkedAt: Instant;
  /**
   * The last certificate of the connector with a trusted chain, and the last one with a matching
   * name; this result is included. A rule reports if the served certificate is worse.
   */
  readonly baseline: ServedBaseline;
}

/** An endpoint that served a certificate. */
export interface ServedTlsEndpoint extends ServedEndpoint {
  readonly tls: ServedTls;
}

/** The endpoints of an assessment, and those of them that served a certificate. */
interface AssessmentEndpoints {
  readonly all: readonly ServedEndpoint[];
  readonly tls: readonly ServedTlsEndpoint[];
}

/** Cache, because many rules use the same endpoints, which can be thousands. */
const ENDPOINTS_OF_ASSESSMENT: WeakMap<Assessment, AssessmentEndpoints> = new WeakMap();

function endpointsOf(
  { connector, selection }: Assessment['selections'][number],
  { observation }: Assessment,
): readonly ServedEndpoint[] {
  const { probe, name } = connector;
  const result = observation.endpoints.get(name);
  const lastResult = result && currentOrLastKnown(result);
  if (probe === undefined || result === undefined || lastResult === undefined || !isProbed(connector)) return [];
  const baseline = currentBaseline(connector, observation);
  return lastResult.value.flatMap(({ address, keyType, conversation, outdatedAt, unlisted }) => {
    const lastConversation = currentOrLastKnown(conversation);
    if (lastConversation === undefined || outdatedAt !== undefined) return [];
    const hasFailedSince = conversation.kind === 'unavailable';
    const isFresh = result.kind === 'available' && !hasFailedSince;
    const isUnreachable = [result, conversation].some(
      (each) => each.kind === 'unavailable' && each.times >= probe.failureThreshold,
    );
    const { value: served, at: probedAt } = lastConversation;
    const checkedAt =
      isUnreachable || observation.isTimeAssumed ? observation.now : Math.min(probedAt, observation.now);
    return [
      {
        connector,
        probe,
        selection,
        address,
        keyType,
        served,
        tls: served.tls,
        probedAt,
        isFresh,
        hasFailedSince,
        isUnreachable,
        isUnlisted: unlisted !== undefined,
        checkedAt,
        baseline,
      },
    ];
  });
}

function isTls(endpoint: ServedEndpoint): endpoint is ServedTlsEndpoint {
  return endpoint.tls !== undefined;
}

function cachedEndpoints(assessment: Assessment): AssessmentEndpoints {
  const cached = ENDPOINTS_OF_ASSESSMENT.get(assessment);
  if (cached !== undefined) return cached;
  const all = assessment.selections.flatMap((each) => endpointsOf(each, assessment));
  const endpoints = { all, tls: all.filter(isTls) };
  ENDPOINTS_OF_ASSESSMENT.set(assessment, endpoints);
  return endpoints;
}

/**
 * Returns the endpoints of probed connectors, in the order of the connectors. If the latest probe
 * of an address failed, its endpoint has the last known result. Addresses are left out if they
 * never answered, or if a change has made their result outdated.
 */
export function servedEndpoints(assessment: Assessment): readonly ServedEndpoint[] {
  return cachedEndpoints(assessment).all;
}

/**
 * Returns whether a certificate has expired since its probe. The server may have replaced it since
 * then, so it is unknown whether the server serves an expired certificate.
 */
export function isExpiryUnknown({ tls, checkedAt }: ServedTlsEndpoint, { observation }: Assessment): boolean {
  return isExpired(tls.leaf, observation.now) && !isExpired(tls.leaf, checkedAt);
}

/**
 * Returns the subjects that a rule cannot decide: the thumbprints of the certificates that these
 * endpoints serve. Leaves out endpoints whose latest probe failed, for two reasons:
 * - An open condition about such an endpoint stays open anyway, because it needs that probe.
 * - A condition about other servers must not stay open until this server answers.
 */
export function undecidedThumbprints(endpoints: readonly ServedTlsEndpoint[]): readonly string[] {
  return endpoints.filter(({ isFresh }) => isFresh).map(({ tls }) => tls.leaf.thumbprint);
}

/** Returns the endpoints whose certificate has expired since its probe. */
export function endpointsOfUnknownExpiry(assessment: Assessment): readonly ServedTlsEndpoint[] {
  return servedTlsEndpoints(assessment).filter((endpoint) => isExpiryUnknown(endpoint, assessment));
}

/** Returns the endpoints that served a certificate. */
export function servedTlsEndpoints(assessment: Assessment): readonly ServedTlsEndpoint[] {
  return cachedEndpoints(assessment).tls;
}

/** Returns the name that the server's certificate must match; if there is none, the probed host. */
export function requiredServerName({ probe }: Pick<ServedEndpoint, 'probe'>): string {
  return probe.serverName ?? probe.host;
}

/** Groups endpoints by a key, in the order of the first endpoint of each group. */
export function groupEndpoints<T extends ServedEndpoint>(
  endpoints: readonly T[],
  keyOf: (endpoint: T) => string,
): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const endpoint of endpoints) {
    const group = groups.get(keyOf(endpoint));
    if (group === undefined) groups.set(keyOf(endpoint), [endpoint]);
    else group.push(endpoint);
  }
  return [...groups.values()];
}

/**
 * Returns the endpoints whose address name resolution still returns; all endpoints if there are
 * none.
 */
export function listedOrAll<T extends Pick<ServedEndpoint, 'isUnlisted'>>(
  endpoints: readonly [T, ...T[]],
): readonly [T, ...T[]] {
  const [first, ...others] = endpoints.filter(({ isUnlisted }) => !isUnlisted);
  return first === undefined ? endpoints : [first, ...others];
}

/** Groups endpoints by their certificate. */
export function groupByLeaf<T extends ServedTlsEndpoint>(endpoints: readonly T[]): readonly (readonly [T, ...T[]])[] {
  return groupEndpoints(endpoints, ({ tls }) => tls.leaf.thumbprint);
}
