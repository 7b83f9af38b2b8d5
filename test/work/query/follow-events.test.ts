import { describe, expect, it } from 'vitest';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import type { RecordQuery } from '../../../src/work/ports/ledger.ts';
import { followEvents } from '../../../src/work/query/follow-events.ts';
import { change, newRecord, SHARD } from '../../contract/ledger-samples.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';

async function append(ledger: MemoryLedger, ...records: readonly Partial<NewEventRecord>[]): Promise<void> {
  const { revision } = await ledger.state(SHARD);
  await ledger.commit(SHARD, revision, change({ records: records.map((changes) => newRecord(changes)) }));
}

/** Follows until `count` records were yielded; `onRecord` is called for each. */
async function follow(
  ledger: MemoryLedger,
  query: RecordQuery,
  count: number,
  onRecord: (id: number) => Promise<void>,
): Promise<readonly number[]> {
  const ending = new AbortController();
  const ids: number[] = [];
  for await (const { eventRecordId } of followEvents(ledger, query, ending.signal)) {
    ids.push(eventRecordId);
    await onRecord(eventRecordId);
    if (ids.length === count) ending.abort();
  }
  return ids;
}

describe('following the event log', () => {
  it('yields the stored records, then each new one, once', async () => {
    const ledger = new MemoryLedger();
    await append(ledger, {}, {});
    const ids = await follow(ledger, {}, 5, async (id) => {
      // While the stored records are read, and while new ones are read.
      if (id === 1 || id === 3) await append(ledger, {});
      if (id === 4) await append(ledger, {});
    });
    expect(ids).toEqual([1, 2, 3, 4, 5]);
  });

  it('yields only the records that match', async () => {
    const ledger = new MemoryLedger();
    await append(ledger, { eventId: 12018 }, {}, { eventId: 12018 });
    const ids = await follow(ledger, { eventIds: [12014] }, 2, async (id) => {
      if (id === 2) await append(ledger, { eventId: 12018 }, {});
    });
    expect(ids).toEqual([2, 5]);
  });

  it('limits only the stored records', async () => {
    const ledger = new MemoryLedger();
    await append(ledger, {}, {}, {});
    const ids = await follow(ledger, { last: 1 }, 3, async (id) => {
      if (id === 3) await append(ledger, {}, {});
    });
    expect(ids).toEqual([3, 4, 5]);
  });

  it('does not repeat a record that was written before the stored records were read', async () => {
    const ledger = new MemoryLedger();
    await append(ledger, {});
    const newest = ledger.newestRecordId.bind(ledger);
    ledger.newestRecordId = async () => {
      const id = await newest();
      await append(ledger, {});
      return id;
    };
    const ids = await follow(ledger, {}, 3, async (id) => {
      if (id === 2) await append(ledger, {});
    });
    expect(ids).toEqual([1, 2, 3]);
  });

  it('ends at the signal', async () => {
    const records = followEvents(new MemoryLedger(), {}, AbortSignal.abort());
    expect(await records.next()).toEqual({ done: true, value: undefined });
  });
});
