import { isAboutNotifying } from '../../domain/alert/about-notifying.ts';
import { type Route, route } from '../../domain/alert/route.ts';
import { hasEnded, type Silence } from '../../domain/alert/silence.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import { type Instant, MINUTE } from '../../domain/time.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import type { Outbox, ReadSilences, StartPosition } from '../ports/outbox.ts';
import type { Clock } from '../ports/system.ts';
import { yieldToEventLoop } from '../scan/yield-to-event-loop.ts';

/** How many records are routed at once. */
const BATCH = 500;
/** The longest wait for the end of a silence before the clock is read again, ms. */
const LONGEST_WAIT_MS: number = MINUTE;

/** The dependencies of `Notification`. */
export interface NotifyDependencies {
  readonly ledger: Pick<LedgerReader, 'after'>;
  readonly outbox: Outbox;
  readonly silences: ReadSilences;
  readonly clock: Clock;
  /** Returns the ID of a new delivery. */
  readonly newId: () => string;
  /** Returns the event record for records that were too old to be sent. `records`: how many. */
  readonly skippedRecord: (notifier: string, records: number) => NewEventRecord;
}

const conditionIdsOf = (records: readonly EventRecord[]): readonly string[] => [
  ...new Set(records.flatMap(({ conditionId }) => (conditionId === undefined ? [] : [conditionId]))),
];

/**
 * A follower of the log for one notifier. It routes every record after its durable cursor, and
 * stores the deliveries together with the cursor. A crash in between repeats records but never
 * loses one.
 */
export class Notification {
  readonly #route: Route;
  readonly #dependencies: NotifyDependencies;
  #isEnabled = false;
  /** The IDs of the silences in effect when the suppressed records were last checked, as JSON. */
  #held: string | undefined;
  /** When the first hold ends: held conditions are then routed again. */
  #heldUntil: Instant = Number.POSITIVE_INFINITY;

  constructor(route: Route, dependencies: NotifyDependencies) {
    this.#route = route;
    this.#dependencies = dependencies;
  }

  /**
   * Routes until the end of the log, and routes records that silences no longer suppress.
   * @returns how long until a silence or a hold may end, ms; call again then, even if the log did
   * not change
   * @throws {LedgerError} nothing of the current batch was stored
   */
  async catchUp(signal: AbortSignal): Promise<number> {
    const { outbox, silences, clock } = this.#dependencies;
    const { notifier } = this.#route;
    const known = await silences.silences();
    const position = (await outbox.position(notifier)) ?? (await this.#begin(known));
    let end = await this.#follow(position, known, signal);
    if (!this.#isEnabled && !signal.aborted) end = await this.#enable(end, known, signal);
    if (!signal.aborted) await this.#releaseWithheld(end, known);
    const now = clock.now();
    const ends = known.flatMap(({ endsAt = 0 }) => (endsAt > now ? [endsAt - now] : []));
    return Math.min(LONGEST_WAIT_MS, Math.max(0, this.#heldUntil - now), ...ends);
  }

  /** Starts a new follower at the head of the log, also if it was not configured for a while. */
  async #begin(silences: readonly Silence[]): Promise<number> {
    const beginning = await this.#dependencies.outbox.startPosition(this.#route.notifier);
    await this.#notifyNeverNotified(beginning, silences);
    return beginning.head;
  }

  /**
   * Routes the open conditions that the notifier was never notified of, and the changes of the
   * others.
   */
  async #notifyNeverNotified(
    { head, open, neverNotified }: StartPosition,
    silences: readonly Silence[],
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    const { notified } = await this.#dependencies.outbox.notificationState(this.#route.notifier, conditionIdsOf(open));
    const unnotified = open.filter(({ conditionId = '' }) => !notified.has(conditionId));
    await this.#advance(head, neverNotified, unnotified, silences, eventRecords);
  }

  /**
   * Enables the notifier, once in a run. A notifier that was disabled receives the deliveries that
   * failed in that time and are still relevant.
   */
  async #enable(from: number, silences: readonly Silence[], signal: AbortSignal): Promise<number> {
    const { outbox } = this.#dependencies;
    const { notifier } = this.#route;
    let position = from;
    if ((await outbox.latestFailure(notifier))?.isDisabled === true) {
      for (;;) {
        const beginning = await outbox.startPosition(notifier);
        const end = await this.#follow(position, silences, signal);
        if (signal.aborted) return end;
        if (end === position) {
          await this.#notifyNeverNotified(beginning, silences);
          break;
        }
        position = end;
      }
      await outbox.enable(notifier);
    }
    this.#isEnabled = true;
    return position;
  }

  async #follow(from: number, silences: readonly Silence[], signal: AbortSignal): Promise<number> {
    const { ledger, clock } = this.#dependencies;
    let position = from;
    while (!signal.aborted) {
      const records = await ledger.after(position, BATCH);
      const [first, last] = [records[0], records.at(-1)];
      if (first === undefined || last === undefined) break;
      if (clock.now() - first.timeCreated > this.#route.retryFor) position = await this.#passOver(position, silences);
      else {
        await this.#advance(last.eventRecordId, records, [], silences);
        position = last.eventRecordId;
      }
    }
    return position;
  }

  /**
   * Skips a backlog that is too old, and continues at the head. Recent records without a duration
   * are still sent. An event reports the number of skipped records, unless all of them are about
   * notifications.
   */
  async #passOver(from: number, silences: readonly Silence[]): Promise<number> {
    const { outbox, skippedRecord } = this.#dependencies;
    const { notifier } = this.#route;
    const beginning = await outbox.startPosition(notifier);
    const { young, missed, isReported } = await this.#missed(from, beginning, silences);
    const eventRecords = isReported ? [skippedRecord(notifier, missed)] : [];
    const neverNotified = [...beginning.neverNotified, ...young].toSorted(
      (one, other) => one.eventRecordId - other.eventRecordId,
    );
    await this.#notifyNeverNotified({ ...beginning, neverNotified }, silences, eventRecords);
    return beginning.head;
  }

  /**
   * Returns the records up to the head that are recent enough to send, and the number of records
   * that are skipped.
   */
  async #missed(
    from: number,
    { head, open, neverNotified }: StartPosition,
    silences: readonly Silence[],
  ): Promise<{ readonly young: readonly EventRecord[]; readonly missed: number; readonly isReported: boolean }> {
    const { ledger, outbox, clock, newId } = this.#dependencies;
    const { notifier, retryFor } = this.#route;
    const notifiedNow = new Set([...open, ...neverNotified].map(({ eventRecordId }) => eventRecordId));
    const wouldBeNotified = new Set<string>();
    const young: EventRecord[] = [];
    let [missed, isReported] = [0, false];
    for (let position = from; position < head; await yieldToEventLoop()) {
      const records = (await ledger.after(position, BATCH)).filter(({ eventRecordId }) => eventRecordId <= head);
      position = records.at(-1)?.eventRecordId ?? head;
      const now = clock.now();
      const known = await outbox.notificationState(notifier, conditionIdsOf(records));
      const notificationState = {
        ...known,
        notified: new Set([...known.notified, ...wouldBeNotified]),
        gatherings: [],
      };
      const routed = route(records, { route: this.#route, silences, open: [], now, newId, ...notificationState });
      const routedRecords = new Map(
        routed.deliveries.flatMap((each) => each.records.map((one) => [one.eventRecordId, one])),
      );
      for (const record of records) {
        const { eventRecordId, conditionId, timeCreated } = record;
        if (!routedRecords.has(eventRecordId)) continue;
        if (conditionId !== undefined) wouldBeNotified.add(conditionId);
        if (notifiedNow.has(eventRecordId)) continue;
        if (conditionId === undefined && now - timeCreated <= retryFor) young.push(record);
        else {
          missed += 1;
          isReported ||= !isAboutNotifying(record);
        }
      }
    }
    return { young, missed, isReported };
  }

  /**
   * Routes suppressed records when a silence has ended. Does nothing while the same silences are in
   * effect.
   */
  async #releaseWithheld(position: number, silences: readonly Silence[]): Promise<void> {
    const { outbox, clock } = this.#dependencies;
    const { notifier } = this.#route;
    const now = clock.now();
    const holding = JSON.stringify(silences.filter((silence) => isInEffect(silence, now)).map((one) => one.silenceId));
    if (holding === this.#held && now < this.#heldUntil) return;
    this.#heldUntil = Number.POSITIVE_INFINITY;
    let after = 0;
    for (;;) {
      const records = await outbox.suppressed(notifier, after, BATCH);
      const last = records.at(-1);
      if (last === undefined) break;
      after = last.eventRecordId;
      await this.#advance(position, [], records, silences);
    }
    this.#held = holding;
  }

  async #advance(
    to: number,
    records: readonly EventRecord[],
    open: readonly EventRecord[],
    silences: readonly Silence[],
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    const { outbox, clock, newId } = this.#dependencies;
    const { notifier } = this.#route;
    for (;;) {
      const notificationState = await outbox.notificationState(notifier, conditionIdsOf([...records, ...open]));
      const now = clock.now();
      const routed = route(records, { route: this.#route, silences, open, now, newId, ...notificationState });
      if (!(await outbox.advance(notifier, to, routed, now, eventRecords))) continue;
      this.#heldUntil = Math.min(this.#heldUntil, routed.heldUntil ?? Number.POSITIVE_INFINITY);
      return;
    }
  }
}

function isInEffect(silence: Silence, now: Instant): boolean {
  return silence.startsAt <= now && !hasEnded(silence, () => true, now);
}
