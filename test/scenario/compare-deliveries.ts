import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import type { Delivery } from '../../src/domain/alert/delivery.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { groupingErrors } from './compare-groups.ts';

/** An alert that a receiver got in one request. */
export interface Heard {
  readonly receiver: string;
  readonly deliveryId: string;
  /**
   * The records in the order of the alert. `dueMs` is when the scan of the record was due, ms of
   * the monotonic clock.
   */
  readonly records: readonly (readonly [eventRecordId: number, conditionId: string, dueMs: string])[];
  /** When the request arrived, ms of the same clock. */
  readonly atMs: number;
  /**
   * The run of the daemon that sent the request. The request may arrive after the daemon was
   * killed.
   */
  readonly life: string;
}

/**
 * Checks the ledger against the requests of receivers and the log files, without code of the
 * notification service. Returns one line per error, at most ten of each kind.
 * @param healthy the receivers that answer, with their `groupWait` in ms
 * @param isElsewhere selects conditions whose completeness and grouping are checked elsewhere
 */
export async function compareDeliveries(
  stateDirectory: string,
  heard: readonly Heard[],
  healthy: Readonly<Record<string, number>>,
  isElsewhere: (record: EventRecord) => boolean = () => false,
): Promise<readonly string[]> {
  await using reader = openLedgerReader(stateDirectory);
  const records = await reader.after(0, 1_000_000);
  const ofConditions = records.filter((record) => record.conditionId !== undefined && !isElsewhere(record));
  const elsewhere = new Set(records.filter(isElsewhere).map(({ eventRecordId }) => eventRecordId));
  const cursor = await placeOfFile(stateDirectory);
  const errors = [...gaps(records), ...unwritten(stateDirectory, records, cursor)];
  for (const [receiver, groupWait] of Object.entries(healthy)) {
    const own = heard.filter((one) => one.receiver === receiver);
    const deliveries = (await reader.notifications.deliveries({ notifier: receiver })).filter(
      (each) => !each.records.some(({ eventRecordId }) => elsewhere.has(eventRecordId)),
    );
    const grouped = { receiver, groupWait, records: ofConditions, deliveries, heard: own };
    errors.push(...missing(receiver, ofConditions, own, deliveries), ...repeated(receiver, own));
    errors.push(...overtaken(receiver, own), ...few(groupingErrors(grouped)));
  }
  return errors;
}

const few = (lines: readonly string[]): readonly string[] => lines.slice(0, 10);

function gaps(records: readonly EventRecord[]): readonly string[] {
  return few(
    records.flatMap(({ eventRecordId }, index) =>
      eventRecordId === index + 1 ? [] : [`record ${index + 1} is missing`],
    ),
  );
}

/**
 * Checks that every record arrived. An alert has only the latest record of each condition; the
 * earlier records of its delivery count as arrived.
 */
function missing(
  receiver: string,
  records: readonly EventRecord[],
  heard: readonly Heard[],
  deliveries: readonly Delivery[],
): readonly string[] {
  const came = new Set(heard.map(({ deliveryId }) => deliveryId));
  const arrived = new Set(
    deliveries.flatMap((each) => (came.has(each.deliveryId) ? each.records.map((one) => one.eventRecordId) : [])),
  );
  return few(
    records.flatMap(({ eventRecordId, change }) =>
      arrived.has(eventRecordId) ? [] : [`record ${eventRecordId} (${change}) never arrived at ${receiver}`],
    ),
  );
}

function repeated(receiver: string, heard: readonly Heard[]): readonly string[] {
  const before = new Map<string, string>();
  return few(
    heard.flatMap(({ deliveryId, life }) => {
      const last = before.get(deliveryId);
      before.set(deliveryId, life);
      return last === life ? [`delivery ${deliveryId} came twice to ${receiver} without a kill in between`] : [];
    }),
  );
}

function overtaken(receiver: string, heard: readonly Heard[]): readonly string[] {
  const latest = new Map<string, number>();
  return few(
    heard.flatMap((one) =>
      one.records.flatMap(([eventRecordId, conditionId]) => {
        const last = latest.get(conditionId) ?? 0;
        latest.set(conditionId, Math.max(last, eventRecordId));
        return eventRecordId < last ? [`${receiver} got record ${eventRecordId} of ${conditionId} after ${last}`] : [];
      }),
    ),
  );
}

async function placeOfFile(stateDirectory: string): Promise<number> {
  await using ledger = openLedger(stateDirectory);
  return ledger.cursor(`file:${stateDirectory}/events.log`);
}

function unwritten(stateDirectory: string, records: readonly EventRecord[], cursor: number): readonly string[] {
  const files = readdirSync(stateDirectory).filter((name) => name.startsWith('events.log'));
  const written = new Set(
    files.flatMap((name) =>
      readFileSync(join(stateDirectory, name), 'utf8')
        .split('\n')
        .flatMap((line) => recordIdOf(line)),
    ),
  );
  const due = records.filter(({ eventRecordId }) => eventRecordId <= cursor);
  return few(
    due.flatMap(({ eventRecordId }) =>
      written.has(eventRecordId) ? [] : [`record ${eventRecordId} is in no log file, and the place is ${cursor}`],
    ),
  );
}

/** Returns the record ID of a line; empty for a line that a kill truncated. */
function recordIdOf(line: string): readonly number[] {
  try {
    const { winlog }: { readonly winlog?: { readonly record_id?: unknown } } = JSON.parse(line);
    return [Number(winlog?.record_id)];
  } catch {
    return [];
  }
}
