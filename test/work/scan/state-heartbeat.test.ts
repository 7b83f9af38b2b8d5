import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { SECOND } from '../../../src/domain/time.ts';
import { LedgerError } from '../../../src/work/errors.ts';
import { StateHeartbeat } from '../../../src/work/scan/state-heartbeat.ts';
import { change, NOON, newRecord, SHARD } from '../../contract/ledger-samples.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';
import { SmallDisk } from '../../fixtures/small-disk.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs } from '../../peers/needs.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test.runIf(needs('mount'))('a heartbeat is stored every 20 s while the log can be written', async () => {
  using directory = temporaryDirectory();
  using disk = new SmallDisk(directory.at('state'));
  await using ledger = openLedger(disk.path);
  await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
  const notes: string[] = [];
  const clock = { now: () => Date.now(), monotonicMs: () => 0 };
  const diagnostics = notedDiagnostics((what) => void notes.push(what));
  const heartbeat = new StateHeartbeat({ ledger, shard: SHARD, clock, diagnostics });
  /** Returns the times after the start when a heartbeat was stored, s. */
  const storedAfter = async (seconds: number): Promise<number> => {
    await vi.advanceTimersByTimeAsync(seconds * SECOND);
    return (((await ledger.state(SHARD)).storedAt ?? 0) - NOON) / SECOND;
  };

  expect(await storedAfter(0)).toBe(0);
  expect(await storedAfter(20)).toBe(20);
  disk.leave({ blocks: 0 });
  expect(await storedAfter(20)).toBe(20);
  expect(await storedAfter(20)).toBe(20);
  expect(notes).toEqual([
    expect.stringMatching(/^cannot store a heartbeat in the event log .*: no space is left on its file system/),
  ]);
  disk.makeRoom();
  expect(await storedAfter(20)).toBe(80);
  // A heartbeat is small: it may fit on a full disk where a scan does not.
  heartbeat.onScanFailed(new LedgerError('ledger.db', madeUpFailure('no space is left')));
  expect(await storedAfter(20)).toBe(80);
  heartbeat.onScanCommitted();
  expect(await storedAfter(20)).toBe(120);
  heartbeat.onScanFailed(new Error('a rule'));
  expect(await storedAfter(20)).toBe(140);
  heartbeat[Symbol.dispose]();
  expect(await storedAfter(20)).toBe(140);
});
