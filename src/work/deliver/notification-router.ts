import { isAboutNotifying } from '../../domain/alert/about-notifying.ts';
import { type Route, route } from '../../domain/alert/route.ts';
import { hasExpired, type Silence } from '../../domain/alert/silence.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import { type Instant, MINUTE } from '../../domain/time.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import type { Outbox, SilenceReader, StartPosition } from '../ports/outbox.ts';
import type { Clock } from '../ports/system.ts';
import { yieldToEventLoop } from '../scan/yield-to-event-loop.ts';

/** The maximum number of records that are routed at once. */
const MAX_RECORDS_PER_READ = 500;
/** The maximum time until the clock is read again to find silences that have ended, ms. */
const MAX_WAIT_MS: number = MINUTE;

/** The dependencies of `NotificationRouter`. */
export interface RouterDependencies {
  readonly ledger: Pick<LedgerReader, 'after'>;
  readonly outbox: Outbox;
  readonly silences: SilenceReader;
  readonly clock: Clock;
  /** Returns the ID of a new delivery. */
  readonly newId: () => string;
  /** Returns the event record for records that were too old to be sent. `records`: how many. */
  readonly skippedRecord: (notifier: string, records: number) => NewEventRecord;
}

const conditionIdsOf = (records: readonly EventRecord[]): readonly string[] => [
  ...new Set(records.flatMap(({ conditionId }) => (conditionId === undefined ? [] : [conditionId]))),
];

/** The old records that a notifier was not notified of. */
interface Backlog {
  /** Recent enough to send. */
  readonly recentRecords: readonly EventRecord[];
  readonly skippedCount: number;
  /** True if an event must report the skipped records. */
  readonly isReported: boolean;
}

/**
 * Routes the records of the event log to one notifier: stores the deliveries of every record after
 * its durable cursor, together with the cursor. A crash in between repeats records but never loses
 * one.
 */
export class NotificationRouter {
  readonly #route: Route;
  readonly #dependencies: RouterDependencies;
  #isEnabled = false;
  /** The IDs of the silences in effect when the suppressed records were last checked, as JSON. */
  #silencesInEffect: string | undefined;
  /** When the first hold time ends. Held conditions are then routed again. */
  #holdEndsAt: Instant = Number.POSITIVE_INFINITY;

  constructor(route: Route, dependencies: RouterDependencies) {
    this.#route = route;
    this.#dependencies = dependencies;
  }

  /**
   * Routes until the end of the log, and routes records that silences no longer suppress.
   * @returns the time until a silence or a hold time may end, ms. Call again then, also if the log did
   * not change.
   * @throws {LedgerError} nothing of the current batch was stored
   */
  async catchUp(signal: AbortSignal): Promise<number> {
    const { outbox, silences, clock } = this.#dependencies;
    const { notifier } = this.#route;
    const knownSilences = await silences.silences();
    const position = (await outbox.position(notifier)) ?? (await this.#start(knownSilences));
    let end = await this.#routeNewRecords(position, knownSilences, signal);
    if (!this.#isEnabled && !signal.aborted) end = await this.#enable(end, knownSilences, signal);
    if (!signal.aborted) await this.#routeUnsuppressed(end, knownSilences);
    const now = clock.now();
    const untilSilenceEnds = knownSilences.flatMap(({ endsAt = 0 }) => (endsAt > now ? [endsAt - now] : []));
    return Math.min(MAX_WAIT_MS, Math.max(0, this.#holdEndsAt - now), ...untilSilenceEnds);
  }

  /**
   * Starts a notifier at the end of the log: a new one, or one that was not configured for a while.
   */
  async #start(silences: readonly Silence[]): Promise<number> {
    const beginning = await this.#dependencies.outbox.startPosition(this.#route.notifier);
    await this.#notifyNeverNotified(beginning, silences);
    return beginning.lastRecordId;
  }

  /**
   * Routes the open conditions that the notifier was never notified of, and the changes of the
   * others.
   */
  async #notifyNeverNotified(
    { lastRecordId: head, open, neverNotified }: StartPosition,
    silences: readonly Silence[],
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    const { notified } = await this.#dependencies.outbox.notificationState(this.#route.notifier, conditionIdsOf(open));
    const unnotified = open.filter(({ conditionId = '' }) => !notified.has(conditionId));
    await this.#routeAndAdvance(head, neverNotified, unnotified, silences, eventRecords);
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
        const end = await this.#routeNewRecords(position, silences, signal);
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

  /** Routes the records after a position, and returns the new position. */
  async #routeNewRecords(from: number, silences: readonly Silence[], signal: AbortSignal): Promise<number> {
    const { ledger, clock } = this.#dependencies;
    let position = from;
    while (!signal.aborted) {
      const records = await ledger.after(position, MAX_RECORDS_PER_READ);
      const [first, last] = [records[0], records.at(-1)];
      if (first === undefined || last === undefined) break;
      if (clock.now() - first.timeCreated > this.#route.retryFor)
        position = await this.#skipBacklog(position, silences);
      else {
        await this.#routeAndAdvance(last.eventRecordId, records, [], silences);
        position = last.eventRecordId;
      }
    }
    return position;
  }

  /**
   * Skips a backlog that is too old, and continues at the end of the log. Recent records of events
   * without a condition are still sent. An event reports the number of skipped records, unless all
   * of them are about notifications.
   */
  async #skipBacklog(from: number, silences: readonly Silence[]): Promise<number> {
    const { outbox, skippedRecord } = this.#dependencies;
    const { notifier } = this.#route;
    const beginning = await outbox.startPosition(notifier);
    const { recentRecords, skippedCount, isReported } = await this.#readBacklog(from, beginning, silences);
    const eventRecords = isReported ? [skippedRecord(notifier, skippedCount)] : [];
    const neverNotified = [...beginning.neverNotified, ...recentRecords].toSorted(
      (one, other) => one.eventRecordId - other.eventRecordId,
    );
    await this.#notifyNeverNotified({ ...beginning, neverNotified }, silences, eventRecords);
    return beginning.lastRecordId;
  }

  /**
   * Returns the records up to the end of the log that are recent enough to send, and the number of
   * records that are skipped.
   */
  async #readBacklog(
    from: number,
    { lastRecordId: head, open, neverNotified }: StartPosition,
    silences: readonly Silence[],
  ): Promise<Backlog> {
    const { ledger, outbox, clock, newId } = this.#dependencies;
    const { notifier, retryFor } = this.#route;
    const notifiedNow = new Set([...open, ...neverNotified].map(({ eventRecordId }) => eventRecordId));
    const wouldBeNotified = new Set<string>();
    const recentRecords: EventRecord[] = [];
    let [skippedCount, isReported] = [0, false];
    for (let position = from; position < head; await yieldToEventLoop()) {
      const records = (await ledger.after(position, MAX_RECORDS_PER_READ)).filter(
        ({ eventRecordId }) => eventRecordId <= head,
      );
      position = records.at(-1)?.eventRecordId ?? head;
      const now = clock.now();
      const known = await outbox.notificationState(notifier, conditionIdsOf(records));
      const notificationState = {
        ...known,
        notified: new Set([...known.notified, ...wouldBeNotified]),
        groupingDeliveries: [],
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
        if (conditionId === undefined && now - timeCreated <= retryFor) recentRecords.push(record);
        else {
          skippedCount += 1;
          isReported ||= !isAboutNotifying(record);
        }
      }
    }
    return { recentRecords, skippedCount, isReported };
  }

  /**
   * Routes suppressed records again when a silence or a hold time has ended. Does nothing while the
   * same silences are in effect.
   */
  async #routeUnsuppressed(position: number, silences: readonly Silence[]): Promise<void> {
    const { outbox, clock } = this.#dependencies;
    const { notifier } = this.#route;
    const now = clock.now();
    const inEffect = silences.filter((silence) => isInEffect(silence, now));
    const inEffectIds = JSON.stringify(inEffect.map(({ silenceId }) => silenceId));
    if (inEffectIds === this.#silencesInEffect && now < this.#holdEndsAt) return;
    this.#holdEndsAt = Number.POSITIVE_INFINITY;
    let suppressedPosition = 0;
    for (;;) {
      const records = await outbox.suppressed(notifier, suppressedPosition, MAX_RECORDS_PER_READ);
      const last = records.at(-1);
      if (last === undefined) break;
      suppressedPosition = last.eventRecordId;
      await this.#routeAndAdvance(position, [], records, silences);
    }
    this.#silencesInEffect = inEffectIds;
  }

  /** Routes records and open conditions, and stores the result with the new position. */
  async #routeAndAdvance(
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
      // If a delivery no longer accepts records, the records are routed again.
      if (!(await outbox.storeRouted(notifier, to, routed, now, eventRecords))) continue;
      this.#holdEndsAt = Math.min(this.#holdEndsAt, routed.heldUntil ?? Number.POSITIVE_INFINITY);
      return;
    }
  }
}

function isInEffect(silence: Silence, now: Instant): boolean {
  return silence.startsAt <= now && !hasExpired(silence, () => true, now);
}
