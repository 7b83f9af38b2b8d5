import type { LoggedRecord } from './watching-daemon.ts';

/** The delays of one event of a case. */
export interface JudgedEvent {
  readonly eventId: number;
  /** The time from the problem to the record, in ms. */
  readonly raisedAfterMs: number;
  /** The time from the last step of the repair to the record, in ms. */
  readonly clearedAfterMs: number | undefined;
}

/** The times of the steps of a case. */
export interface CaseTimes {
  readonly broken: number;
  readonly repairBegun: number;
  readonly repaired: number;
}

/** Returns the numbers of the events that were raised and are not cleared. */
export function openOf(records: readonly LoggedRecord[]): readonly number[] {
  const open: number[] = [];
  for (const { eventId, change, cleared } of records) {
    if (cleared === undefined) {
      if (change === 'raised') open.push(eventId);
    } else {
      const at = open.indexOf(cleared.eventId);
      if (at >= 0) open.splice(at, 1);
    }
  }
  return open;
}

/** The events of a case. */
interface ExpectedEvents {
  /** The events that are raised once, before the repair. */
  readonly expected: readonly number[];
  /** The events that may be raised before those, and are then replaced by them. */
  readonly first: readonly number[];
  /** The events that may be raised during the repair. */
  readonly allowed: readonly number[];
}

/** Returns the errors in the records of a case, one line each. */
export function mistakesOf(
  records: readonly LoggedRecord[],
  { expected, first, allowed }: ExpectedEvents,
  times: CaseTimes,
): readonly string[] {
  const wrong: string[] = [];
  const raised = records.filter(({ cleared }) => cleared === undefined);
  for (const eventId of expected) {
    const count = raised.filter((record) => record.eventId === eventId).length;
    if (count !== 1) wrong.push(`${eventId} raised ${count} times`);
  }
  for (const { eventId, change, at } of raised) {
    const isAllowed = first.includes(eventId) || (allowed.includes(eventId) && at >= times.repairBegun);
    if (change !== 'raised') wrong.push(`${eventId} ${change}`);
    else if (!expected.includes(eventId) && !isAllowed) wrong.push(`${eventId} raised ${describe(at, times)}`);
    else if (expected.includes(eventId) && at > times.repairBegun)
      wrong.push(`${eventId} raised ${describe(at, times)}`);
  }
  for (const { cleared, at } of records) {
    if (cleared === undefined) continue;
    const { scope, reason, at: seenAt } = cleared.evidence ?? {};
    if (scope === undefined || reason === undefined || seenAt === undefined) {
      wrong.push(`${cleared.eventId} cleared without evidence`);
    } else if (reason === 'reclassified' && first.includes(cleared.eventId)) continue;
    else if (at < times.repairBegun) wrong.push(`${cleared.eventId} cleared (${reason}) ${describe(at, times)}`);
    else if (new Date(seenAt).getTime() < times.repairBegun) wrong.push(`${cleared.eventId} cleared by older evidence`);
  }
  for (const eventId of openOf(records)) wrong.push(`${eventId} not cleared`);
  return wrong;
}

function describe(at: number, { broken, repairBegun, repaired }: CaseTimes): string {
  const after = (from: number): string => `${((at - from) / 1000).toFixed(1)} s after`;
  if (at < repairBegun) return `${after(broken)} the failure`;
  return at < repaired ? `${after(repairBegun)} the repair began` : `${after(repaired)} the repair`;
}

/** Returns the delays of the expected events. */
export function delaysOf(
  records: readonly LoggedRecord[],
  expected: readonly number[],
  { broken, repaired }: CaseTimes,
): readonly JudgedEvent[] {
  return expected.flatMap((eventId) => {
    const raised = records.find((record) => record.eventId === eventId);
    const cleared = records.findLast((record) => record.cleared?.eventId === eventId);
    if (raised === undefined) return [];
    const clearedAfterMs = cleared && Math.max(0, cleared.at - repaired);
    return [{ eventId, raisedAfterMs: raised.at - broken, clearedAfterMs }];
  });
}

/** Returns the log for the analysis of a failure, one line per record. */
export function timelineOf(records: readonly LoggedRecord[], times: CaseTimes): readonly string[] {
  return records.map(({ eventId, change, at, cleared }) => {
    const what = cleared === undefined ? `${eventId} ${change}` : `${cleared.eventId} cleared`;
    const evidence = cleared?.evidence === undefined ? '' : ` (${cleared.evidence.reason}, ${cleared.evidence.scope})`;
    return `${what} ${describe(at, times)}${evidence}`;
  });
}
