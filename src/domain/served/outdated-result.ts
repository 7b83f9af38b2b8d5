import { problemOfReason } from '../failure/problem-of-failure.ts';
import { type AvailableResult, currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import { mapEndpoints } from './map-endpoints.ts';
import type { Endpoint } from './served.ts';

/**
 * The cause of outdated results. `server`: the files or settings of the server were changed.
 * `other`: the server probably serves the same as before, but, for example, the trust anchors have
 * changed.
 */
export type OutdatedCause = 'server' | 'other';

type EndpointsResult = ScanResult<readonly Endpoint[]>;

/**
 * Returns a probe result that is outdated because of a change at `changedAt`. Its values are kept
 * but are no longer evidence. Endpoints that are already outdated keep their time.
 */
export function outdate(result: EndpointsResult, changedAt: Instant): EndpointsResult {
  return mapEndpoints(result, (endpoints) =>
    endpoints.map((endpoint) => ({ ...endpoint, outdatedAt: endpoint.outdatedAt ?? changedAt })),
  );
}

/** Returns the earliest change that made part of a probe result outdated, or undefined. */
export function outdatedSince(result: EndpointsResult | undefined): Instant | undefined {
  const times = ((result && currentOrLastKnown(result)?.value) ?? []).flatMap(({ outdatedAt }) => outdatedAt ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

/**
 * Returns whether rules may rely on a probe result: every address answered its last probe, and no
 * change is newer than the answers.
 */
export function isEvidence(result: EndpointsResult | undefined): result is AvailableResult<readonly Endpoint[]> {
  return (
    result?.kind === 'available' &&
    result.value.every(({ conversation, outdatedAt }) => conversation.kind === 'available' && outdatedAt === undefined)
  );
}

/**
 * Returns the last known result as unavailable, because no probe was made since the start or a
 * change.
 */
export function uncheckedResult(result: EndpointsResult | undefined, url: string, now: Instant): EndpointsResult {
  const last = result && currentOrLastKnown(result);
  return {
    kind: 'unavailable',
    since: last?.at ?? now,
    times: 0,
    problem: problemOfReason('not_checked', url),
    last: last && { at: last.at, value: last.value },
  };
}

/**
 * Returns whether probes were made, and either the name resolution or the probe of an address has
 * never succeeded.
 */
export function isNeverAnswered(result: EndpointsResult): boolean {
  if (isNeverProbed(result)) return false;
  return (
    currentOrLastKnown(result)?.value.every(({ conversation }) => currentOrLastKnown(conversation) !== undefined) !==
    true
  );
}

/** Returns whether no probe has finished yet. */
export function isNeverProbed(result: EndpointsResult): boolean {
  return awaitsProbe(result) && currentOrLastKnown(result) === undefined;
}

/**
 * Returns whether no probe was made since the latest change or since the start: the result is
 * unavailable without a failed attempt.
 */
export function awaitsProbe(result: EndpointsResult): boolean {
  return result.kind === 'unavailable' && result.times === 0;
}
