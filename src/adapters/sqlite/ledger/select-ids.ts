import { LEVEL_NUMBERS } from '../../../domain/event/event-definition.ts';
import type { SearchKeyKind } from '../../../domain/event/search-keys-of.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';

/** A range of ids, both ends inclusive. */
export interface IdRange {
  readonly first: number;
  readonly last: number;
}

/** An SQL statement, or a part of one, with the values of its placeholders. */
export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/**
 * The maximum number of event IDs that are searched in the index, with one select each. SQLite
 * joins at most 500 selects. If there are more IDs, all records are filtered by event ID.
 */
const MAX_INDEXED_EVENT_IDS = 64;

/**
 * Returns SQL for the matching IDs in a range, at most `limit`. Each select reads one index and
 * yields IDs in order, so the cost depends on the number of results only. The `+` before other
 * columns keeps SQLite from using their indexes, because it would have to sort all rows first.
 */
export function selectIds(query: RecordQuery, range: IdRange, order: 'ASC' | 'DESC', limit: number): Sql {
  const conditions = [...filters(query), sql('event_record_id BETWEEN ? AND ?', range.first, range.last)];
  const selects = indexedSelects(query).map((indexedSelect) => ({
    text: [indexedSelect.text, ...conditions.map(({ text }) => text)].join(' AND '),
    values: [indexedSelect, ...conditions].flatMap(({ values }) => values),
  }));
  return {
    text: `${selects.map(({ text }) => text).join(' UNION ALL ')} ORDER BY event_record_id ${order} LIMIT ?`,
    values: [...selects.flatMap(({ values }) => values), limit],
  };
}

const sql = (text: string, ...values: (string | number)[]): Sql => ({ text, values });

const FROM_RECORD = 'SELECT event_record_id FROM event_record WHERE';
// With CROSS JOIN, SQLite keeps the order of the tables, and so the order of the ids.
const FROM_SUBJECT = 'SELECT event_record_id FROM event_subject CROSS JOIN event_record USING (event_record_id) WHERE';

/** Returns the search keys of a query. Only the first is searched in the index. */
function searchKeysIn({ connector, thumbprint, request }: RecordQuery): readonly (readonly [SearchKeyKind, string])[] {
  const searchKeys: readonly (readonly [SearchKeyKind, string | undefined])[] = [
    ['connector', connector],
    ['thumbprint', thumbprint],
    ['request', request],
  ];
  return searchKeys.flatMap(([kind, value]) => (value === undefined ? [] : [[kind, value] as const]));
}

/** Returns one select per value searched in an index. Their results never overlap. */
function indexedSelects(query: RecordQuery): readonly Sql[] {
  const { eventIds, level } = query;
  const [first] = searchKeysIn(query);
  if (first !== undefined) return [sql(`${FROM_SUBJECT} kind = ? AND value = ?`, ...first)];
  const distinctIds = [...new Set(eventIds)];
  if (distinctIds.length > 0 && distinctIds.length <= MAX_INDEXED_EVENT_IDS)
    return distinctIds.map((eventId) => sql(`${FROM_RECORD} event_id = ?`, eventId));
  if (level === 'Error' || level === 'Warning')
    return [LEVEL_NUMBERS.Error, LEVEL_NUMBERS.Warning]
      .filter((levelNumber) => levelNumber <= LEVEL_NUMBERS[level])
      .map((levelNumber) => sql(`${FROM_RECORD} level = ?`, levelNumber));
  return [sql(`${FROM_RECORD} TRUE`)];
}

/**
 * Returns the SQL conditions of a query, except the first search key. They also contain the
 * condition of an indexed select, which costs nothing.
 */
function filters(query: RecordQuery): readonly Sql[] {
  const { eventIds, level, since, until } = query;
  const conditions: Sql[] = [];
  if (eventIds !== undefined) conditions.push(sql(`+event_id IN (${eventIds.map(() => '?').join(', ')})`, ...eventIds));
  if (level !== undefined) conditions.push(sql('+level <= ?', LEVEL_NUMBERS[level]));
  if (since !== undefined) conditions.push(sql('+time_created >= ?', since));
  if (until !== undefined) conditions.push(sql('+time_created < ?', until));
  for (const searchKey of searchKeysIn(query).slice(1))
    conditions.push(
      sql(
        `EXISTS (SELECT 1 FROM event_subject AS other WHERE other.kind = ? AND other.value = ?
          AND other.event_record_id = event_record.event_record_id)`,
        ...searchKey,
      ),
    );
  return conditions;
}
