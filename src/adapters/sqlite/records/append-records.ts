import type { Database, Statement } from 'better-sqlite3';
import { LEVEL_NUMBERS } from '../../../domain/event/event-definition.ts';
import type { EventRecord, NewEventRecord } from '../../../domain/event/event-record.ts';
import { type SearchKeyKind, searchKeysOf } from '../../../domain/event/search-keys-of.ts';
import type { Shard } from '../../../work/ports/ledger.ts';

/**
 * The search keys of the records of one commit, for example their thumbprints, in the order of the
 * table event_subject. Inserting adjacent rows costs half as much as inserting rows in random
 * order.
 */
class SearchKeyGroups {
  readonly #groups = new Map<SearchKeyKind, Map<string, number[]>>();

  add({ facts }: NewEventRecord, eventRecordId: number): void {
    for (const [kind, value] of searchKeysOf(facts)) {
      const idsByValue = this.#groups.get(kind) ?? new Map<string, number[]>();
      this.#groups.set(kind, idsByValue);
      const ids = idsByValue.get(value);
      if (ids === undefined) idsByValue.set(value, [eventRecordId]);
      else ids.push(eventRecordId);
    }
  }

  /** Yields each search key with its record IDs: by kind and value, IDs ascending. */
  *inOrder(): Generator<readonly [SearchKeyKind, string, readonly number[]]> {
    for (const [kind, idsByValue] of [...this.#groups].sort(byName))
      for (const [value, ids] of [...idsByValue].sort(byName)) yield [kind, value, ids];
  }
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}

/**
 * Appends records with their search keys, and returns them with their IDs, which continue from the
 * newest record. Must be called inside a transaction.
 */
export type AppendRecords = (shard: Shard, records: readonly NewEventRecord[]) => readonly EventRecord[];

/** Prepares the statements once, because preparing costs more than running them. */
export function prepareAppendRecords(database: Database): AppendRecords {
  const head: Statement<[], number> = database.prepare<[], number>('SELECT event_record_id FROM head').pluck();
  const moveHead = database.prepare('UPDATE head SET event_record_id = ?');
  const insertRecord = database.prepare(`INSERT INTO event_record (
      event_record_id, shard, condition_id, change, provider_name, event_id, version, level, time_created, computer,
      process_id, parameters, facts, remedy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertSearchKey = database.prepare('INSERT INTO event_subject (kind, value, event_record_id) VALUES (?, ?, ?)');

  return (shard, records) => {
    if (records.length === 0) return [];
    let id = head.get() ?? 0;
    const searchKeys = new SearchKeyGroups();
    const stored = records.map((record): EventRecord => {
      id += 1;
      insertRecord.run(
        id,
        shard,
        record.conditionId ?? null,
        record.change,
        record.providerName,
        record.eventId,
        record.version,
        LEVEL_NUMBERS[record.level],
        record.timeCreated,
        record.computer,
        process.pid,
        JSON.stringify(record.parameters),
        JSON.stringify(record.facts),
        JSON.stringify(record.remedy),
      );
      searchKeys.add(record, id);
      return { ...record, eventRecordId: id, processId: process.pid };
    });
    for (const [kind, value, ids] of searchKeys.inOrder())
      for (const recordId of ids) insertSearchKey.run(kind, value, recordId);
    moveHead.run(id);
    return stored;
  };
}
