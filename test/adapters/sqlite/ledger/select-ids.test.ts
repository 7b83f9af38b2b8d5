import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { selectIds } from '../../../../src/adapters/sqlite/ledger/select-ids.ts';
import { migrate } from '../../../../src/adapters/sqlite/schema/schema.ts';
import type { RecordQuery } from '../../../../src/work/ports/ledger.ts';

const QUERIES: readonly RecordQuery[] = [
  {},
  { eventIds: [12014] },
  { eventIds: [12014, 12015, 12016], level: 'Error' },
  { level: 'Error' },
  { level: 'Warning', since: 5 },
  { since: 5, until: 6 },
  { connector: 'a', eventIds: [12014], level: 'Warning', since: 5 },
  { thumbprint: 'a' },
  { connector: 'a', thumbprint: 'b' },
  { request: 'a' },
  { thumbprint: 'b', request: 'a', level: 'Warning' },
];

describe('selectIds', () => {
  it.each(QUERIES)('uses an index in order for %j, and sorts nothing', (query) => {
    const database = openSqlite(':memory:');
    migrate(database);
    for (const order of ['ASC', 'DESC'] as const) {
      const { text, values } = selectIds(query, { first: 1, last: 9 }, order, 10);
      const plan = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...values);
      const steps = plan.map(({ detail }) => detail).join('\n');
      expect(steps).not.toMatch(/TEMP B-TREE|SCAN event_subject/);
      expect(steps).toMatch(/SEARCH/);
    }
    database.close();
  });
});
