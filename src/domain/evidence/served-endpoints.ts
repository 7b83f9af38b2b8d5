import type { Assessment } from '../assessment/assess.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { Connector } from '../connector/connector.ts';
import { isProbed } from '../observation/coverage.ts';
import { baselineOf } from '../observation/probe-memory.ts';
import { lastKnown } from '../scan-result.ts';
import type { Selection } from '../selection/select-certificate.ts';
import type { ProbeTarget } from '../served/probe-target.ts';
import type { Endpoint, Served, ServedBaseline, ServedTls } from '../served/served.ts';
import type { Instant } from '../time.ts';

/** What one address of a connector was last seen to do. */
export interface ServedEndpoint {
  readonly connector: Connector;
  readonly probe: ProbeTarget;
  readonly selection: Selection;
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  readonly served: Served;
  /** The same, where it showed a certificate. */
  readonly tls: ServedTls | undefined;
  /** When it was seen. */
  readonly at: Instant;
  /** Whether a probe saw it that this process has made, and nothing failed afterwards. */
  readonly isFresh: boolean;
  /** Whether looking failed afterwards. */
  readonly isLost: boolean;
  /** Whether probes have failed afterwards, often enough to be reported. */
  readonly isUnreachable: boolean;
  /**
   * The instant for which dates in the certificates are judged. A probe proves nothing about a later
   * expiry, because the server may have another certificate by then. An unreachable server is judged
   * for now.
   */
  readonly judgedAt: Instant;
  /** The best that was seen at the connector, this sight included. */
  readonly baseline: ServedBaseline;
}

/** A sight of a certificate. */
export interface ServedTlsEndpoint extends ServedEndpoint {
  readonly tls: ServedTls;
}

interface KnownEndpoints {
  readonly all: readonly ServedEndpoint[];
  readonly tls: readonly ServedTlsEndpoint[];
}

/** Many rules ask about the same thousands. */
const KNOWN: WeakMap<Assessment, KnownEndpoints> = new WeakMap();

function sightsOf(
  { connector, selection }: Assessment['selections'][number],
  { observation }: Assessment,
): readonly ServedEndpoint[] {
  const { probe, name } = connector;
  const look = observation.endpoints.get(name);
  const known = look && lastKnown(look);
  if (probe === undefined || look === undefined || known === undefined || !isProbed(connector)) return [];
  const baseline = baselineOf(connector, observation);
  return known.value.flatMap(({ address, keyType, conversation, outdatedAt }) => {
    const seen = lastKnown(conversation);
    if (seen === undefined || outdatedAt !== undefined) return [];
    const isLost = conversation.kind === 'blind';
    const isFresh = look.kind === 'seen' && !isLost;
    const isUnreachable = [look, conversation].some(
      (each) => each.kind === 'blind' && each.times >= probe.failuresBeforeUnreachable,
    );
    const { value: served, at } = seen;
    const judgedAt = isUnreachable || observation.isSupposed ? observation.now : Math.min(at, observation.now);
    return [
      {
        ...{ connector, probe, selection, address, keyType, served, tls: served.tls, at },
        ...{ isFresh, isLost, isUnreachable, judgedAt, baseline },
      },
    ];
  });
}

function isTls(sight: ServedEndpoint): sight is ServedTlsEndpoint {
  return sight.tls !== undefined;
}

function knownOf(assessment: Assessment): KnownEndpoints {
  const known = KNOWN.get(assessment);
  if (known !== undefined) return known;
  const all = assessment.selections.flatMap((each) => sightsOf(each, assessment));
  const sights = { all, tls: all.filter(isTls) };
  KNOWN.set(assessment, sights);
  return sights;
}

/**
 * All that was seen of connectors that are probed, in their order; what cannot be seen now as it was last, unless something has
 * changed since.
 */
export function servedEndpoints(assessment: Assessment): readonly ServedEndpoint[] {
  return knownOf(assessment).all;
}

/**
 * Returns whether a certificate has expired since it was seen: whether it is still served shows the
 * next probe.
 */
export function isExpiryUnseen({ tls, judgedAt }: ServedTlsEndpoint, { observation }: Assessment): boolean {
  return isExpired(tls.leaf, observation.now) && !isExpired(tls.leaf, judgedAt);
}

/** Returns the thumbprints of the certificates that have expired since they were seen. */
export function unseenExpiries(assessment: Assessment): readonly string[] {
  return servedTlsEndpoints(assessment).flatMap((sight) =>
    isExpiryUnseen(sight, assessment) ? [sight.tls.leaf.thumbprint] : [],
  );
}

/** Those of them under TLS. */
export function servedTlsEndpoints(assessment: Assessment): readonly ServedTlsEndpoint[] {
  return knownOf(assessment).tls;
}

/** The name by which a connector's server is known: what has to stand in its certificate, else the host that is probed. */
export function nameOf({ probe }: Pick<ServedEndpoint, 'probe'>): string {
  return probe.serverName ?? probe.host;
}

/** Sights by what they share, in order. */
export function groupEndpoints<T extends ServedEndpoint>(
  sights: readonly T[],
  by: (sight: T) => string,
): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const sight of sights) {
    const group = groups.get(by(sight));
    if (group === undefined) groups.set(by(sight), [sight]);
    else group.push(sight);
  }
  return [...groups.values()];
}

/** Sights by the certificate that was shown. */
export function byLeaf<T extends ServedTlsEndpoint>(sights: readonly T[]): readonly (readonly [T, ...T[]])[] {
  return groupEndpoints(sights, ({ tls }) => tls.leaf.thumbprint);
}
