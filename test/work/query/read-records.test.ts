import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { type RecordPage, type RecordRange, readRecords } from '../../../src/work/query/read-records.ts';
import { newRecord } from '../../contract/ledger-samples.ts';

const PAGE_SIZE = 4;

/** An event log whose records have the given IDs. It counts how often it was read. */
class Log {
  readonly records: EventRecord[];
  reads = 0;

  constructor(ids: readonly number[]) {
    this.records = ids.map((eventRecordId) => ({ ...newRecord(), eventRecordId, processId: 1 }));
  }

  append(eventRecordId: number): void {
    this.records.push({ ...newRecord(), eventRecordId, processId: 1 });
  }

  async after(eventRecordId: number, limit: number): Promise<readonly EventRecord[]> {
    this.reads += 1;
    return this.records.filter((record) => record.eventRecordId > eventRecordId).slice(0, limit);
  }
}

const numbers = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

const idsOf = ({ records }: RecordPage): readonly number[] => records.map(({ eventRecordId }) => eventRecordId);

async function pagesOf(
  log: Log,
  range: Partial<RecordRange> = {},
  { onPage = () => {}, signal }: { readonly onPage?: (page: RecordPage) => void; readonly signal?: AbortSignal } = {},
): Promise<readonly (readonly number[])[]> {
  const pages: (readonly number[])[] = [];
  for await (const page of readRecords(log, { after: 0, pageSize: PAGE_SIZE, ...range }, signal)) {
    pages.push(idsOf(page));
    onPage(page);
  }
  return pages;
}

describe('the pages of the event log', () => {
  it.each([
    [0, []],
    [1, [1]],
    [PAGE_SIZE - 1, [3]],
    [PAGE_SIZE, [4]],
    [PAGE_SIZE + 1, [4, 1]],
    [2 * PAGE_SIZE - 1, [4, 3]],
    [2 * PAGE_SIZE, [4, 4]],
    [2 * PAGE_SIZE + 1, [4, 4, 1]],
  ])('contain each of %i records once, in order', async (count, sizes) => {
    const pages = await pagesOf(new Log(numbers(1, count)));
    expect(pages.flat()).toEqual(numbers(1, count));
    expect(pages.map(({ length }) => length)).toEqual(sizes);
  });

  it('contain at most 500 records by default', async () => {
    const sizes: number[] = [];
    for await (const { records } of readRecords(new Log(numbers(1, 501)), { after: 0 })) sizes.push(records.length);
    expect(sizes).toEqual([500, 1]);
  });

  it('begin after the position', async () => {
    expect(await pagesOf(new Log(numbers(1, 6)), { after: 4 })).toEqual([[5, 6]]);
    expect(await pagesOf(new Log(numbers(1, 6)), { after: 6 })).toEqual([]);
    expect(await pagesOf(new Log(numbers(1, 6)), { after: 7 })).toEqual([]);
  });

  it('continue after gaps, and after a position whose record was deleted', async () => {
    expect(await pagesOf(new Log([3, 4, 9, 20, 21]), { after: 1 })).toEqual([[3, 4, 9, 20], [21]]);
    expect(await pagesOf(new Log([3, 4, 9, 20, 21]), { after: 9 })).toEqual([[20, 21]]);
  });

  it('continue at the oldest record if the next records are deleted while reading', async () => {
    const log = new Log(numbers(1, 12));
    const pages = await pagesOf(log, {}, { onPage: () => void log.records.splice(0, 6) });
    expect(pages).toEqual([
      [1, 2, 3, 4],
      [7, 8, 9, 10],
    ]);
  });

  it('contain the records that are written while reading, after a full page and after a short one', async () => {
    const log = new Log(numbers(1, 4));
    const onPage = ({ position }: RecordPage): void => {
      if (position < 7) log.append(position + 1);
    };
    expect(await pagesOf(log, {}, { onPage })).toEqual([[1, 2, 3, 4], [5], [6], [7]]);
  });
});

describe('the end of the range', () => {
  it.each([
    [0, []],
    [PAGE_SIZE - 1, [[1, 2, 3]]],
    [PAGE_SIZE, [[1, 2, 3, 4]]],
    [PAGE_SIZE + 1, [[1, 2, 3, 4], [5]]],
  ])('is the record %i, inclusive', async (upTo, expected) => {
    expect(await pagesOf(new Log(numbers(1, 9)), { upTo })).toEqual(expected);
  });

  it('may be a deleted record', async () => {
    expect(await pagesOf(new Log([1, 2, 8, 9]), { upTo: 5 })).toEqual([[1, 2]]);
  });
});

describe('a filter', () => {
  it('removes records from a page, but not from the position', async () => {
    const filter = ({ eventRecordId }: EventRecord): boolean => eventRecordId % 2 === 0 && eventRecordId < 5;
    const positions: number[] = [];
    const onPage = ({ position }: RecordPage): void => void positions.push(position);
    expect(await pagesOf(new Log(numbers(1, 9)), { filter }, { onPage })).toEqual([[2, 4], [], []]);
    expect(positions).toEqual([4, 8, 9]);
  });
});

describe('the reader', () => {
  it('reads a page only when it is requested', async () => {
    const log = new Log(numbers(1, 9));
    const pages = readRecords(log, { after: 0, pageSize: PAGE_SIZE });
    expect(log.reads).toBe(0);
    await pages.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log.reads).toBe(1);
  });

  it('reads nothing if the signal was already aborted', async () => {
    const log = new Log([1]);
    expect(await pagesOf(log, {}, { signal: AbortSignal.abort() })).toEqual([]);
    expect(log.reads).toBe(0);
  });

  it('ends after the page during which the signal was aborted', async () => {
    const controller = new AbortController();
    const log = new Log(numbers(1, 9));
    const options = { onPage: () => controller.abort(), signal: controller.signal };
    expect(await pagesOf(log, {}, options)).toEqual([[1, 2, 3, 4]]);
    expect(log.reads).toBe(1);
  });

  it('drops the page that was being read when the signal was aborted', async () => {
    const controller = new AbortController();
    const log = new Log([1]);
    const pages = readRecords(
      {
        after: async (position, limit) => {
          controller.abort();
          return log.after(position, limit);
        },
      },
      { after: 0 },
      controller.signal,
    );
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });

  it('fails with the error of the log, after the pages before it', async () => {
    const log = new Log(numbers(1, 9));
    const pages = readRecords(log, { after: 0, pageSize: PAGE_SIZE });
    expect(await pages.next()).toMatchObject({ done: false });
    log.after = () => Promise.reject(new Error('damaged'));
    await expect(pages.next()).rejects.toThrow('damaged');
  });
});
