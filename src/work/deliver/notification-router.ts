import { isAboutNotifying } from '../../domain/alert/about-notifying.ts';
import { type Route, route } from '../../domain/alert/route.ts';
import { hasEnded, type Silence } from '../../domain/alert/silence.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import { type Instant, MINUTE } from '../../domain/time.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import type { Outbox, SilenceReader, StartPosition } from '../ports/outbox.ts';
import type { Clock } from '../ports/system.ts';
import { readRecords } from '../query/read-records.ts';

/** The maximum time until silences are checked again, ms, because the clock may be set. */
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

/** The records that a notifier should have received, but that are now too old to be routed. */
interface Backlog {
  /** The records that are sent nevertheless. */
  readonly recentRecords: readonly EventRecord[];
  /** How many other records are skipped. */
  readonly skippedCount: number;
  /** True if an event must report the skipped records. */
  readonly isReported: boolean;
}

/**
 * Routes the records of the event log to one notifier: creates deliveries for the records after its
 * position in the log. The deliveries and the new position are stored together, so a crash repeats
 * records but never loses one.
 *
 * A suppressed record is one that a silence or a hold time keeps back while its condition is open.
 * The hold time is how long a condition must be open before the notifier is notified.
 */
export class NotificationRouter {
  readonly #route: Route;
  readonly #dependencies: RouterDependencies;
  /** True after `#enable`, once in the life of this object. */
  #isEnabled = false;
  /** The IDs of the silences in effect when the suppressed records were last checked, as JSON. */
  #silencesInEffect: string | undefined;
  /** When the next hold time ends. The suppressed records are then routed again. */
  #holdEndsAt: Instant = Number.POSITIVE_INFINITY;

  constructor(route: Route, dependencies: RouterDependencies) {
    this.#route = route;
    this.#dependencies = dependencies;
  }

  /**
   * Routes until the end of the log, and routes records that silences no longer suppress.
   * @returns the time until a silence or a hold time may end, ms. Call again then, also if the log
   * did not change.
   * @throws {LedgerError} nothing of the current batch was stored
   */
  async catchUp(signal: AbortSignal): Promise<number> {
    const { outbox, silences, clock } = this.#dependencies;
    const { notifier } = this.#route;
    const knownSilences = await silences.silences();
    const position = (await outbox.position(notifier)) ?? (await this.#start(knownSilences));
    let newPosition = await this.#routeNewRecords(position, knownSilences, signal);
    if (!this.#isEnabled && !signal.aborted) newPosition = await this.#enable(newPosition, knownSilences, signal);
    if (!signal.aborted) await this.#routeUnsuppressed(newPosition, knownSilences);
    const now = clock.now();
    const untilSilenceEnds = knownSilences.flatMap(({ endsAt = 0 }) => (endsAt > now ? [endsAt - now] : []));
    return Math.min(MAX_WAIT_MS, Math.max(0, this.#holdEndsAt - now), ...untilSilenceEnds);
  }

  /**
   * Starts a notifier that has no position at the end of the log. It is new, or was not configured
   * for a while.
   */
  async #start(silences: readonly Silence[]): Promise<number> {
    const start = await this.#dependencies.outbox.startPosition(this.#route.notifier);
    await this.#routeCurrentState(start, silences);
    return start.lastRecordId;
  }

  /**
   * Moves the notifier to a start position. Routes the open conditions that the notifier was never
   * notified of, and the latest record of other conditions if the notifier does not have it.
   * @param eventRecords appended to the event log together with the position
   */
  async #routeCurrentState(
    { lastRecordId, open, neverNotified }: StartPosition,
    silences: readonly Silence[],
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    const { notified } = await this.#dependencies.outbox.notificationState(this.#route.notifier, conditionIdsOf(open));
    const unnotified = open.filter(({ conditionId = '' }) => !notified.has(conditionId));
    await this.#routeAndStore(lastRecordId, neverNotified, unnotified, silences, eventRecords);
  }

  /**
   * Enables a notifier that an earlier process or configuration disabled. First routes the
   * conditions whose deliveries failed while it was disabled, and that are still relevant. Returns
   * the new position.
   */
  async #enable(from: number, silences: readonly Silence[], signal: AbortSignal): Promise<number> {
    const { outbox } = this.#dependencies;
    const { notifier } = this.#route;
    let position = from;
    if ((await outbox.latestFailure(notifier))?.isDisabled === true) {
      for (;;) {
        const start = await outbox.startPosition(notifier);
        const newPosition = await this.#routeNewRecords(position, silences, signal);
        if (signal.aborted) return newPosition;
        // If new records were routed, the start position may be older than them and is read again.
        if (newPosition === position) {
          await this.#routeCurrentState(start, silences);
          break;
        }
        position = newPosition;
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
    let pages = readRecords(ledger, { after: position }, signal);
    for (;;) {
      const page = await pages.next();
      if (page.done === true) return position;
      const { records, position: newPosition } = page.value;
      const [first] = records;
      if (first !== undefined && clock.now() - first.timeCreated > this.#route.retryFor) {
        position = await this.#skipBacklog(position, silences);
        pages = readRecords(ledger, { after: position }, signal);
      } else {
        await this.#routeAndStore(newPosition, records, [], silences);
        position = newPosition;
      }
    }
  }

  /**
   * Skips a backlog that is too old, and continues at the end of the log, with the current state of
   * all conditions. Recent records of events without a condition are still sent. An event reports
   * the number of skipped records, unless all of these records are about notifications.
   */
  async #skipBacklog(from: number, silences: readonly Silence[]): Promise<number> {
    const { outbox, skippedRecord } = this.#dependencies;
    const { notifier } = this.#route;
    const start = await outbox.startPosition(notifier);
    const { recentRecords, skippedCount, isReported } = await this.#readBacklog(from, start, silences);
    const eventRecords = isReported ? [skippedRecord(notifier, skippedCount)] : [];
    const neverNotified = [...start.neverNotified, ...recentRecords].toSorted(
      (a, b) => a.eventRecordId - b.eventRecordId,
    );
    await this.#routeCurrentState({ ...start, neverNotified }, silences, eventRecords);
    return start.lastRecordId;
  }

  /**
   * Reads the records from a position up to a start position. Counts only records that would have
   * been sent, and that the start position does not replace.
   */
  async #readBacklog(
    from: number,
    { lastRecordId, open, neverNotified }: StartPosition,
    silences: readonly Silence[],
  ): Promise<Backlog> {
    const { ledger, outbox, clock, newId } = this.#dependencies;
    const { notifier, retryFor } = this.#route;
    const idsOfCurrentState = new Set([...open, ...neverNotified].map(({ eventRecordId }) => eventRecordId));
    const conditionsInBacklog = new Set<string>();
    const recentRecords: EventRecord[] = [];
    let skippedCount = 0;
    let isReported = false;
    for await (const { records } of readRecords(ledger, { after: from, upTo: lastRecordId })) {
      const now = clock.now();
      const known = await outbox.notificationState(notifier, conditionIdsOf(records));
      const notificationState = {
        ...known,
        notified: new Set([...known.notified, ...conditionsInBacklog]),
        groupingDeliveries: [],
      };
      const routed = route(records, { route: this.#route, silences, open: [], now, newId, ...notificationState });
      const routedIds = new Set(routed.deliveries.flatMap((delivery) => delivery.records.map((r) => r.eventRecordId)));
      for (const record of records) {
        const { eventRecordId, conditionId, timeCreated } = record;
        if (!routedIds.has(eventRecordId)) continue;
        if (conditionId !== undefined) conditionsInBacklog.add(conditionId);
        if (idsOfCurrentState.has(eventRecordId)) continue;
        if (conditionId === undefined && now - timeCreated <= retryFor) {
          recentRecords.push(record);
        } else {
          skippedCount += 1;
          isReported ||= !isAboutNotifying(record);
        }
      }
    }
    return { recentRecords, skippedCount, isReported };
  }

  /**
   * Routes the suppressed records again if the silences in effect have changed, or if a hold time
   * has ended.
   * @param position the position in the log, which is stored again
   */
  async #routeUnsuppressed(position: number, silences: readonly Silence[]): Promise<void> {
    const { outbox, clock } = this.#dependencies;
    const { notifier } = this.#route;
    const now = clock.now();
    const inEffect = silences.filter((silence) => isInEffect(silence, now));
    const inEffectIds = JSON.stringify(inEffect.map(({ silenceId }) => silenceId));
    if (inEffectIds === this.#silencesInEffect && now < this.#holdEndsAt) return;
    this.#holdEndsAt = Number.POSITIVE_INFINITY;
    const suppressed: Pick<LedgerReader, 'after'> = { after: (id, limit) => outbox.suppressed(notifier, id, limit) };
    for await (const { records } of readRecords(suppressed, { after: 0 })) {
      await this.#routeAndStore(position, [], records, silences);
    }
    this.#silencesInEffect = inEffectIds;
  }

  /**
   * Routes records, and stores the result with the new position.
   * @param records new records in the order of the log
   * @param open the latest records of open conditions
   */
  async #routeAndStore(
    position: number,
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
      if (!(await outbox.storeRouted(notifier, position, routed, now, eventRecords))) continue;
      this.#holdEndsAt = Math.min(this.#holdEndsAt, routed.heldUntil ?? Number.POSITIVE_INFINITY);
      return;
    }
  }
}

/**
 * Returns true if a silence has started, and its end time has not passed. A silence without an end
 * time stays in effect, because it ends only when its conditions are cleared.
 */
function isInEffect(silence: Silence, now: Instant): boolean {
  const areConditionsOpen = (): boolean => true;
  return silence.startsAt <= now && !hasEnded(silence, areConditionsOpen, now);
}
