import { type AvailableResult, lastKnown, type ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import type { Endpoint } from './served.ts';

type EndpointsResult = ScanResult<readonly Endpoint[]>;

/** Returns endpoints that prove nothing about the time after `at`; those that were outdated before keep their time. */
function outdateAll(endpoints: readonly Endpoint[], at: Instant): readonly Endpoint[] {
  return endpoints.map((endpoint) => ({ ...endpoint, outdatedAt: endpoint.outdatedAt ?? at }));
}

/** Returns a probe result that is older than a change seen at `at`: what it showed is kept, and proves nothing any more. */
export function outdate(look: EndpointsResult, at: Instant): EndpointsResult {
  if (look.kind === 'seen') return { ...look, value: outdateAll(look.value, at) };
  return look.last === undefined ? look : { ...look, last: { ...look.last, value: outdateAll(look.last.value, at) } };
}

/** Returns the earliest change that is newer than some of what a probe last showed; undefined: there is none. */
export function outdatedSince(look: EndpointsResult | undefined): Instant | undefined {
  const times = ((look && lastKnown(look)?.value) ?? []).flatMap(({ outdatedAt }) => outdatedAt ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Whether every address answered, and no change is newer than its answer. */
export function isEvidence(look: EndpointsResult | undefined): look is AvailableResult<readonly Endpoint[]> {
  return (
    look?.kind === 'seen' &&
    look.value.every(({ conversation, outdatedAt }) => conversation.kind === 'seen' && outdatedAt === undefined)
  );
}

/** Returns what was last seen at `url`, as no evidence: nothing was seen there since. */
export function notChecked(look: EndpointsResult | undefined, url: string, now: Instant): EndpointsResult {
  const last = look && lastKnown(look);
  return {
    kind: 'blind',
    since: last?.at ?? now,
    times: 0,
    problem: { reason: 'not_looked_at', location: url, detail: '' },
    last: last && { at: last.at, value: last.value },
  };
}

/**
 * Returns whether a probe was made, and an address or the name resolution has failed in every probe
 * so far.
 */
export function isNeverAnswered(look: EndpointsResult): boolean {
  if (isNeverProbed(look)) return false;
  return lastKnown(look)?.value.every(({ conversation }) => lastKnown(conversation) !== undefined) !== true;
}

/** Whether no probe has ended yet, with whatever result. */
export function isNeverProbed(look: EndpointsResult): boolean {
  return awaitsProbe(look) && lastKnown(look) === undefined;
}

/** Returns whether no probe result is evidence: there is none since the latest change or since the start. */
export function awaitsProbe(look: EndpointsResult): boolean {
  return look.kind === 'blind' && look.times === 0;
}
