import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isAboutNotifying } from '../../../src/domain/alert/about-notifying.ts';
import type { Alert } from '../../../src/domain/alert/alert.ts';
import type { Delivery, FinishedPart } from '../../../src/domain/alert/delivery.ts';
import type { Change, EventRecord } from '../../../src/domain/event/event-record.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { said } from '../../domain/failure/said.ts';
import { BUSY, DELIVERED, GONE, NotificationStage, REFUSED, Receiver, UNSAFE } from './notification-stage.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const GIVE_UP_AFTER = 4 * HOUR;
const ANSWERS: readonly Outcome[] = [DELIVERED, BUSY, GONE, REFUSED, UNSAFE];
const MOODY = ['x', 'y'];
/** The recipients of one notifier: the first one always works, the other one fails on request. */
const [WORKS, MOODY_PART] = ['01-works', '02-moody'];
type PartAnswer = 'takes' | 'fails' | 'refuses';

type Step =
  | { readonly kind: 'pass'; readonly changes: readonly (readonly [string, Change])[] }
  | { readonly kind: 'answer'; readonly who: string; readonly answer: Outcome }
  | { readonly kind: 'part'; readonly answer: PartAnswer }
  | { readonly kind: 'restart' }
  | { readonly kind: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      changes: fc.uniqueArray(
        fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom<Change>('escalated', 'repeated', 'cleared')),
        { minLength: 1, maxLength: 3, selector: ([subject]) => subject },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      who: fc.constantFrom(...MOODY),
      answer: fc.constantFrom(...ANSWERS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('part' as const),
      answer: fc.constantFrom<PartAnswer>('takes', 'fails', 'refuses'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(SECOND, MINUTE, HOUR, 6 * HOUR) }),
  },
);

const idsOf = (records: readonly EventRecord[]): readonly number[] => records.map((one) => one.eventRecordId);

/**
 * A notifier whose answer the test sets. It counts the alerts that it gets while it is disabled.
 */
class Moody extends Receiver {
  readonly took: EventRecord[] = [];
  mood: Outcome = DELIVERED;
  moods = 0;
  isGone = false;
  deliveredAfterRemoval = 0;
  override answer = ({ records }: Alert): Outcome => {
    if (this.isGone) this.deliveredAfterRemoval += 1;
    if (this.mood.kind === 'delivered') this.took.push(...records);
    this.isGone ||= this.mood === GONE;
    return this.mood;
  };
}

/** A notifier with two recipients, which get their alerts separately. */
class Parts extends Receiver {
  readonly took: Readonly<Record<string, EventRecord[]>> = { [WORKS]: [], [MOODY_PART]: [] };
  /** Deliveries that the second recipient rejected. */
  readonly refused = new Set<string>();
  mood: PartAnswer = 'takes';

  override async deliver({ deliveryId, parts }: Delivery, { records }: Alert): Promise<Outcome> {
    const done: FinishedPart[] = [];
    let [isPartly, isFailed] = [false, false];
    for (const part of [WORKS, MOODY_PART]) {
      const how = part === WORKS ? 'takes' : this.mood;
      if (parts?.finished.includes(part)) continue;
      if (parts?.allowed?.includes(part) === false) isPartly = true;
      else if (how === 'fails') isFailed = true;
      else {
        if (how === 'takes') this.took[part]?.push(...records);
        else this.refused.add(deliveryId);
        done.push({ part, isDelivered: how === 'takes' });
      }
    }
    const failed = { kind: 'retry', reason: 'hook_failed', failure: said(), notBefore: undefined } as const;
    return isFailed ? { ...failed, done } : { kind: 'delivered', failure: said(), done, hasWaitingParts: isPartly };
  }
}

class Life {
  readonly stage: NotificationStage = new NotificationStage();
  readonly good: Moody = new Moody('good');
  /** A notifier that rejects each of its alerts. */
  readonly refuser: Moody = Object.assign(new Moody('refuser'), { mood: REFUSED });
  readonly moody: readonly Moody[] = MOODY.map((name) => new Moody(name));
  readonly parts: Parts = new Parts('parts');
  starts = 0;

  async start(): Promise<void> {
    this.starts += 1;
    for (const each of this.moody) each.isGone = false;
    const all = [this.good, this.refuser, ...this.moody, this.parts];
    await this.stage.start({
      notifiers: all.map((one) => NotificationStage.configOf(one, { retryFor: GIVE_UP_AFTER })),
    });
    await this.wait(1);
  }

  async stop(): Promise<void> {
    const stopped = this.stage.stop();
    await vi.advanceTimersByTimeAsync(5000);
    await stopped;
  }

  async wait(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= Math.min(left, 20 * MINUTE)) {
      this.stage.now += Math.min(left, 20 * MINUTE);
      await vi.advanceTimersByTimeAsync(Math.min(left, 20 * MINUTE));
    }
    for (let turns = 0; turns < 60; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'wait':
        return this.wait(step.ms);
      case 'part':
        this.parts.mood = step.answer;
        return;
      case 'answer':
        for (const each of this.moody.filter(({ name }) => name === step.who)) {
          each.moods += each.mood === step.answer ? 0 : 1;
          each.mood = step.answer;
        }
        return;
      case 'restart':
        await this.stop();
        return this.start();
      case 'pass':
        await this.stage.passOf(step.changes);
        return this.wait(1);
    }
  }

  async log(): Promise<readonly EventRecord[]> {
    return this.stage.ledger.after(0, 10_000);
  }
}

/** Checks that no record was delivered twice, and that those of each condition are in order. */
function expectInOrder(took: readonly EventRecord[]): void {
  expect(new Set(idsOf(took)).size).toBe(took.length);
  const latest = new Map<string, number>();
  for (const { conditionId, eventRecordId } of took) {
    if (conditionId === undefined) continue;
    expect(eventRecordId).toBeGreaterThan(latest.get(conditionId) ?? 0);
    latest.set(conditionId, eventRecordId);
  }
}

const ascending = (ids: readonly number[]): readonly number[] => ids.toSorted((one, other) => one - other);

/** Returns the events about failures of a notifier. */
function saidOf(log: readonly EventRecord[], eventId: number, notifier: string): readonly EventRecord[] {
  return log.filter((one) => one.eventId === eventId && one.parameters[0] === notifier);
}

test('a notifier that rejects, is gone, or reaches only some recipients delays no other, gets nothing while disabled, and causes no flood', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), async (steps) => {
      const life = new Life();
      const { good, refuser, moody, parts, stage } = life;
      await life.start();
      for (const each of steps) {
        await life.take(each);
        if (each.kind !== 'pass' && each.kind !== 'wait') continue;
        // Every alert of a working notifier is delivered by now.
        const written = await life.log();
        const owedTo = (name: string): readonly number[] => idsOf(written.filter((one) => !isOwnFailure(one, name)));
        expect(ascending(idsOf(good.took))).toEqual(idsOf(written));
        expect(ascending(idsOf(parts.took[WORKS] ?? []))).toEqual(owedTo('parts'));
        // A rejected alert delays no other alert. A resolution is only sent if the condition was
        // delivered.
        const begun = written.filter(({ change }) => change !== 'cleared');
        const heard = refuser.heard.flatMap(({ records }) => records);
        expect(new Set(idsOf(heard)).size).toBe(heard.length);
        const isOwed = new Set(owedTo('refuser'));
        expect(new Set(idsOf(heard))).toEqual(new Set([...idsOf(begun)].filter((id) => isOwed.has(id))));
      }
      // The state is stable: events about notifications cause no further ones.
      await life.wait(GIVE_UP_AFTER + 3 * HOUR);
      const head = await stage.ledger.newestRecordId();
      await life.wait(2 * GIVE_UP_AFTER);
      expect(await stage.ledger.newestRecordId()).toBe(head);

      for (const each of moody) each.mood = DELIVERED;
      parts.mood = 'takes';
      await life.take({ kind: 'restart' });
      await life.wait(3 * HOUR);
      await life.stop();

      const log = await life.log();
      for (const each of [good, ...moody]) expectInOrder(each.took);
      for (const took of Object.values(parts.took)) expectInOrder(took);
      for (const each of [refuser, ...moody, parts]) {
        const { name } = each;
        const deliveries = await stage.ledger.outbox.deliveries({ notifier: name });
        expect(deliveries.filter(({ state }) => state !== 'delivered' && state !== 'failed')).toEqual([]);
        const failedDeliveries = deliveries.filter(({ state }) => state === 'failed');
        const kept = deliveries.filter(({ state }) => state === 'delivered');
        const ids = (some: readonly Delivery[]): readonly number[] =>
          ascending([...new Set(some.flatMap(({ records }) => records.map((one) => one.eventRecordId)))]);
        if (each instanceof Moody) {
          expect(each.deliveredAfterRemoval).toBe(0);
          expect(ascending(idsOf(each.took))).toEqual(ids(kept));
          expect(saidOf(log, 1501, name).length).toBeLessThanOrEqual(life.starts + each.moods);
        } else {
          const owed = kept.filter(({ deliveryId }) => !each.refused.has(deliveryId));
          expect(ascending(idsOf(each.took[MOODY_PART] ?? []))).toEqual(ids(owed));
        }
        // Each failed alert is reported once, and each reported one has failed. Failed alerts about
        // notifications are not reported.
        const lost = failedDeliveries.flatMap(({ records }) => records.map((one) => log[one.eventRecordId - 1]));
        const worth = lost.filter((one) => one !== undefined && !isAboutNotifying(one)).length;
        const said = saidOf(log, 1500, name).map(({ parameters }) => Number(parameters[2]));
        const sum = said.reduce((one, other) => one + other, 0);
        expect(sum).toBeGreaterThanOrEqual(worth);
        expect(sum).toBeLessThanOrEqual(lost.length);
        expect(said.length).toBeLessThanOrEqual(worth);
      }
      const changes = log.filter((one) => !isAboutNotifying(one)).length;
      expect(log.filter(({ eventId }) => eventId === 1500).length).toBeLessThanOrEqual(changes * (moody.length + 2));
    }),
    // Shrinking a counterexample may take long.
    { numRuns: 30, endOnFailure: true },
  );
});

/** Returns whether an event is about a failure of this notifier; it is only sent to the others. */
function isOwnFailure(record: EventRecord, notifier: string): boolean {
  return isAboutNotifying(record) && record.parameters[0] === notifier;
}
