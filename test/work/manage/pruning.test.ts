import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfiguration } from '../../../src/adapters/config/read/read-configuration.ts';
import { type OpenLedger, openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { Pruning } from '../../../src/work/manage/pruning.ts';
import { change, newRecord } from '../../contract/ledger-samples.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const SHARD = 'mail01.contoso.com';

let directory: TemporaryDirectory;
let ledger: OpenLedger;
let clock: { at: number; ranMs: number };
let pruning: Pruning;
let ending: AbortController;

/** Runs a scan this long after the previous one, and returns the number of records. */
const pass = async (afterMs: number, clockStepMs = 0): Promise<number> => {
  clock.ranMs += afterMs;
  clock.at += afterMs + clockStepMs;
  const configuration = readConfiguration(directory.at('mailcertd.yaml'), {
    ...{ hostnameFile: SHARD, kernelHostname: 'mail01', canonicalName: undefined, locale: 'en', eventIds: [] },
    stateDirectory: directory.at('state'),
  });
  const prune = vi.spyOn(ledger, 'reportMissed');
  const before = prune.mock.calls.length;
  pruning.onScanCommitted(configuration, clockStepMs);
  if (clock.ranMs % HOUR === 0) await vi.waitFor(() => expect(prune.mock.calls.length).toBeGreaterThan(before));
  return ledger.count();
};

beforeEach(async () => {
  directory = temporaryDirectory();
  directory.write('mailcertd.yaml', 'stateDirectory: state\nretention: { records: 100, days: 30 }\n');
  ledger = openLedger(directory.at('state'));
  const records = Array.from({ length: 10 }, () => newRecord({ timeCreated: NOON, level: 'Information' }));
  await ledger.commit(SHARD, 0, change({ records }));
  clock = { at: NOON + DAY, ranMs: 0 };
  ending = new AbortController();
  const diagnostics = { note: () => undefined };
  pruning = new Pruning(
    { ledger, clock: { now: () => clock.at, monotonicMs: () => clock.ranMs }, diagnostics },
    ending.signal,
  );
});
afterEach(async () => {
  await ledger[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

test('old records are deleted an hour after the start', async () => {
  clock.at = NOON + 45 * DAY;
  expect(await pass(0)).toBe(10);
  expect(await pass(HOUR)).toBe(0);
});

test('a clock that is ahead when the daemon starts, and is corrected soon, deletes nothing', async () => {
  clock.at = NOON + 45 * DAY;
  expect(await pass(0)).toBe(10);
  await pass(MINUTE, -44 * DAY);
  expect(await pass(59 * MINUTE)).toBe(10);
});

test('a clock that was just set forward deletes nothing', async () => {
  expect(await pass(0)).toBe(10);
  expect(await pass(HOUR, 45 * DAY)).toBe(10);
  expect(await pass(HOUR)).toBe(0);
});

test('records beyond the maximum number are deleted at once', async () => {
  const { revision } = await ledger.state(SHARD);
  const records = Array.from({ length: 150 }, () => newRecord({ timeCreated: NOON, level: 'Information' }));
  await ledger.commit(SHARD, revision, change({ records }));
  expect(await pass(0)).toBe(100);
});

test('a daemon that stops during pruning makes no further query on the event log, which it closes', async () => {
  const asked = vi.spyOn(ledger, 'reportMissed');
  vi.spyOn(ledger, 'prune').mockImplementation(async () => {
    ending.abort();
    return 0;
  });
  clock.ranMs = 1;
  await pass(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).not.toHaveBeenCalled();
});
