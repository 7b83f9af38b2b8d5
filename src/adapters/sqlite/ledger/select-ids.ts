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
 * The maximum number of event IDs that are searched one by one; more are filtered. SQLite joins at
 * most 500 selects.
 */
const MOST_LOOKED_UP = 64;

/**
 * Returns SQL for the matching ids in a range, at most `limit`. Each driver yields ids in order
 * from one index, so the cost depends on the number of results. The `+` keeps SQLite from using
 * another index and sorting all rows first.
 */
export function selectIds(query: RecordQuery, range: IdRange, order: 'ASC' | 'DESC', limit: number): Sql {
  const also = [...filters(query), sql('event_record_id BETWEEN ? AND ?', range.first, range.last)];
  const selects = drivers(query).map((driver) => ({
    text: [driver.text, ...also.map(({ text }) => text)].join(' AND '),
    values: [driver, ...also].flatMap(({ values }) => values),
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

/** Returns the subjects in the query. The first one is searched in the index. */
function subjects({ connector, thumbprint, request }: RecordQuery): readonly (readonly [SearchKeyKind, string])[] {
  const asked: readonly (readonly [SearchKeyKind, string | undefined])[] = [
    ['connector', connector],
    ['thumbprint', thumbprint],
    ['request', request],
  ];
  return asked.flatMap(([kind, value]) => (value === undefined ? [] : [[kind, value] as const]));
}

/** Returns one select per value searched in an index. Their results never overlap. */
function drivers(query: RecordQuery): readonly Sql[] {
  const { eventIds, level } = query;
  const [first] = subjects(query);
  if (first !== undefined) return [sql(`${FROM_SUBJECT} kind = ? AND value = ?`, ...first)];
  const wanted = [...new Set(eventIds)];
  if (wanted.length > 0 && wanted.length <= MOST_LOOKED_UP)
    return wanted.map((eventId) => sql(`${FROM_RECORD} event_id = ?`, eventId));
  if (level === 'Error' || level === 'Warning')
    return [LEVEL_NUMBERS.Error, LEVEL_NUMBERS.Warning]
      .filter((number) => number <= LEVEL_NUMBERS[level])
      .map((number) => sql(`${FROM_RECORD} level = ?`, number));
  return [sql(`${FROM_RECORD} TRUE`)];
}

/** Returns the remaining conditions. Repeating the condition of a driver costs nothing. */
function filters(query: RecordQuery): readonly Sql[] {
  const { eventIds, level, since, until } = query;
  const terms: Sql[] = [];
  if (eventIds !== undefined) terms.push(sql(`+event_id IN (${eventIds.map(() => '?').join(', ')})`, ...eventIds));
  if (level !== undefined) terms.push(sql('+level <= ?', LEVEL_NUMBERS[level]));
  if (since !== undefined) terms.push(sql('+time_created >= ?', since));
  if (until !== undefined) terms.push(sql('+time_created < ?', until));
  for (const other of subjects(query).slice(1))
    terms.push(
      sql(
        `EXISTS (SELECT 1 FROM event_subject AS other WHERE other.kind = ? AND other.value = ?
          AND other.event_record_id = event_record.event_record_id)`,
        ...other,
      ),
    );
  return terms;
}
