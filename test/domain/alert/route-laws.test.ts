import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliveryRecord } from '../../../src/domain/alert/delivery.ts';
import { matches } from '../../../src/domain/alert/match.ts';
import type { Route } from '../../../src/domain/alert/route.ts';
import { covers, hasEnded, type Silence } from '../../../src/domain/alert/silence.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { NOON } from '../world.ts';
import { ended, eventRecord, silence } from './event-records.ts';
import { FakeOutbox } from './fake-outbox.ts';

/**
 * One scan, and its time after the previous one, ms: a condition is raised, escalated or cleared.
 */
interface Step {
  readonly about: number;
  readonly ends: boolean;
  readonly later: number;
  readonly level: 'Error' | 'Warning' | 'Information';
  readonly fqdn: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  about: fc.nat(5),
  ends: fc.boolean(),
  later: fc.constantFrom(0, 0, 0, 1, 999, 1000, 1999, 2000, 60_000),
  level: fc.constantFrom('Error', 'Error', 'Warning', 'Information'),
  fqdn: fc.constantFrom('a.contoso.com', 'b.contoso.com'),
});

const route: fc.Arbitrary<Route> = fc.record({
  notifier: fc.constant('ops'),
  match: fc.constantFrom({ levels: ['Error' as const, 'Warning' as const] }, { names: ['a.*'] }, {}),
  changes: fc.constantFrom<Route['changes'][]>(
    ['raised', 'escalated', 'repeated', 'cleared'],
    ['raised', 'cleared'],
    ['escalated', 'cleared'],
    ['raised'],
  ),
  groupWait: fc.constantFrom(0, 1000, 2000),
  holdFor: fc.constant(0),
  retryFor: fc.constant(48 * 3_600_000),
});

const holding: fc.Arbitrary<Route> = fc
  .tuple(route, fc.constantFrom(1, 1000, 60_000, 300_000))
  .map(([by, holdFor]) => ({ ...by, holdFor }));

/**
 * Returns a log as scans write it: a condition is open until it is cleared, and can be raised again
 * as a new one.
 */
function logOf(steps: readonly Step[]): readonly EventRecord[] {
  const open = new Map<number, EventRecord>();
  let timeCreated = NOON;
  return steps.map(({ about, ends, later, level, fqdn }, index) => {
    timeCreated += later;
    const eventRecordId = index + 1;
    const before = open.get(about);
    if (before !== undefined && ends) {
      open.delete(about);
      return ended(before, { eventRecordId, timeCreated });
    }
    const record = eventRecord({
      eventRecordId,
      timeCreated,
      level,
      change: before === undefined ? 'raised' : 'escalated',
      conditionId: before?.conditionId ?? `c-${about}-${eventRecordId}`,
      facts: { connector: `C${about}`, fqdn, ...(before && { raisedAt: before.facts.raisedAt ?? before.timeCreated }) },
    });
    open.set(about, record);
    return record;
  });
}

/** Returns the open conditions at the end of a log, each with its latest record. */
function openAfter(log: readonly EventRecord[]): ReadonlyMap<string, EventRecord> {
  const open = new Map<string, EventRecord>();
  for (const record of log) {
    if (record.change === 'cleared') open.delete(record.conditionId ?? '');
    else open.set(record.conditionId ?? '', record);
  }
  return open;
}

interface Followed {
  readonly log: readonly EventRecord[];
  readonly outbox: FakeOutbox;
}

/** Routes a log in batches, and sends the suppressed conditions that no silence covers any more. */
function follow(steps: readonly Step[], cuts: readonly number[], by: Route, silences: readonly Silence[]): Followed {
  const log = logOf(steps);
  const outbox = new FakeOutbox();
  let from = 0;
  for (const cut of [...cuts, log.length]) {
    const to = Math.min(log.length, from + cut);
    const now = (log[to - 1]?.timeCreated ?? NOON) + (cut % 3) * 700;
    const seen = openAfter(log.slice(0, from));
    const lasting = silences.filter((one) => !hasEnded(one, (id) => seen.has(id), now));
    const open = [...outbox.suppressed.keys()].flatMap((id) => seen.get(id) ?? []);
    outbox.step(log.slice(from, to), open, { route: by, silences: lasting, now });
    from = to;
  }
  return { log, outbox };
}

const run = { steps: fc.array(step, { maxLength: 40 }), cuts: fc.array(fc.integer({ min: 1, max: 9 })), by: route };
const silences = fc.array(
  fc
    .record({ fqdn: fc.constantFrom('a.*', '*'), from: fc.nat(100_000), for: fc.nat(200_000) })
    .map((of) => silence({ match: { names: [of.fqdn] }, startsAt: NOON + of.from, endsAt: NOON + of.from + of.for })),
  { maxLength: 2 },
);

/** Returns the records that a notifier must get without silences, from the log only. */
function owed(log: readonly EventRecord[], { match, changes }: Route): readonly number[] {
  const heard = new Set<string>();
  return log.flatMap((record) => {
    const { change, conditionId = '', eventRecordId } = record;
    const isOwed = changes.includes(change) && (change === 'cleared' ? heard.has(conditionId) : matches(match, record));
    if (isOwed) heard.add(conditionId);
    return isOwed ? [eventRecordId] : [];
  });
}

describe('however the log is divided into batches', () => {
  test('every record that a route matches is in exactly one delivery, and no other record is', () => {
    fc.assert(
      fc.property(run.steps, run.cuts, run.by, (steps, cuts, by) => {
        const { log, outbox } = follow(steps, cuts, by, []);
        expect(outbox.recordIds.flat().toSorted((one, other) => one - other)).toEqual(owed(log, by));
      }),
      { numRuns: 500 },
    );
  });

  test('the records of a condition are sent in their order, and its first one is marked once', () => {
    fc.assert(
      fc.property(run.steps, run.cuts, fc.oneof(run.by, holding), silences, (steps, cuts, by, silent) => {
        const { outbox } = follow(steps, cuts, by, silent);
        const inOrder = new Map<string | undefined, DeliveryRecord[]>();
        for (const record of outbox.deliveries.flatMap(({ records }) => records))
          inOrder.set(record.conditionId, [...(inOrder.get(record.conditionId) ?? []), record]);
        for (const records of inOrder.values()) {
          const ids = records.map(({ eventRecordId }) => eventRecordId);
          expect(ids).toEqual(ids.toSorted((one, other) => one - other));
          expect(new Set(ids).size).toBe(ids.length);
          expect(records.map(({ isFirst }) => isFirst)).toEqual(records.map((_, index) => index === 0));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the records of a group have the same problem and object, and were written within one group wait', () => {
    fc.assert(
      fc.property(run.steps, run.cuts, run.by, (steps, cuts, by) => {
        const { log, outbox } = follow(steps, cuts, by, []);
        for (const ids of outbox.recordIds) {
          const records = ids.flatMap((id) => log[id - 1] ?? []);
          const about = new Set(records.map(({ facts, change }) => `${facts.fqdn} ${change === 'cleared'}`));
          expect(about.size).toBe(1);
          const times = records.map(({ timeCreated }) => timeCreated);
          expect(Math.max(...times) - Math.min(...times)).toBeLessThan(Math.max(1, by.groupWait));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a record that a silence suppressed is sent after the silence if its condition is still open, and never otherwise', () => {
    fc.assert(
      fc.property(run.steps, run.cuts, fc.oneof(run.by, holding), silences, (steps, cuts, by, silent) => {
        const { log, outbox } = follow(steps, cuts, by, silent);
        const open = openAfter(log);
        const heard = new Set(
          outbox.deliveries.flatMap(({ records }) => records.map(({ conditionId }) => conditionId)),
        );
        for (const conditionId of outbox.suppressed.keys()) expect(open.has(conditionId)).toBe(true);

        const later = (log.at(-1)?.timeCreated ?? NOON) + 1_000_000;
        const rest = [...outbox.suppressed.keys()].flatMap((id) => open.get(id) ?? []);
        outbox.step([], rest, { route: by, silences: silent, now: later });
        expect(outbox.suppressed.size).toBe(0);
        const notified = new Set(
          outbox.deliveries.flatMap(({ records }) => records.map(({ conditionId }) => conditionId)),
        );
        // By now, the required record of each open condition is sent. Records of a resolved
        // condition were only sent while it was open.
        const due = new Set(owed(log, by));
        for (const record of log)
          if (
            due.has(record.eventRecordId) &&
            open.get(record.conditionId ?? '')?.eventRecordId === record.eventRecordId
          )
            expect(notified.has(record.conditionId)).toBe(true);
        for (const conditionId of notified) if (!heard.has(conditionId)) expect(open.has(conditionId ?? '')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('no new condition is sent to a notifier while a silence covers it', () => {
    fc.assert(
      fc.property(run.steps, run.cuts, run.by, silences, (steps, cuts, by, silent) => {
        const { log, outbox } = follow(steps, cuts, by, silent);
        for (const { of, records } of outbox.deliveries) {
          // A delivery of one record is routed when it is created.
          const [only, ...others] = records.flatMap(({ eventRecordId }) => log[eventRecordId - 1] ?? []);
          if (only === undefined || others.length > 0 || only.change === 'cleared') continue;
          expect(silent.some((one) => covers(one, only, of.createdAt))).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a condition is notified when it has been open for the hold time, and never when it was cleared within it', () => {
    fc.assert(
      fc.property(run.steps, run.cuts, holding, (steps, cuts, by) => {
        const { log, outbox } = follow(steps, cuts, by, []);
        const raisedAt = new Map<string, number>();
        for (const { conditionId = '', timeCreated } of log)
          raisedAt.set(conditionId, raisedAt.get(conditionId) ?? timeCreated);
        for (const { of, records } of outbox.deliveries)
          for (const { conditionId = '', isFirst } of records)
            if (isFirst)
              expect(of.createdAt).toBeGreaterThanOrEqual((raisedAt.get(conditionId) ?? 0) + by.holdFor - by.groupWait);
        const notified = new Set(outbox.deliveries.flatMap(({ records }) => records.map((one) => one.conditionId)));
        // A batch is routed up to 1.4 s after its last record, so that a clear shortly before the
        // end of the hold time may be missed.
        for (const { change, conditionId = '', timeCreated } of log)
          if (change === 'cleared' && timeCreated + 1400 < (raisedAt.get(conditionId) ?? 0) + by.holdFor)
            expect(notified.has(conditionId)).toBe(false);

        const later = (log.at(-1)?.timeCreated ?? NOON) + 1_000_000;
        const open = openAfter(log);
        const suppressed = [...outbox.suppressed.keys()].flatMap((id) => open.get(id) ?? []);
        outbox.step([], suppressed, { route: by, silences: [], now: later });
        expect(outbox.suppressed.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
