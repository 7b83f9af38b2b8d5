import { expect, it } from 'vitest';
import { matchesQuery } from '../../../src/work/query/matches-query.ts';
import { LOG, QUERIES } from '../../contract/ledger-queries-contract.ts';

const records = LOG.map((record, index) => ({ ...record, eventRecordId: index + 1, processId: 1 }));
// Following prints all records after a position: queries with a limit or a record number are left
// out.
const followed = QUERIES.filter(([{ last, eventRecordId }]) => last === undefined && eventRecordId === undefined);

it.each(followed)('new records are selected by %j like stored ones', (query, ids) => {
  const found = records.filter((record) => matchesQuery(record, query));
  expect(found.map(({ eventRecordId }) => eventRecordId)).toEqual(ids);
});
