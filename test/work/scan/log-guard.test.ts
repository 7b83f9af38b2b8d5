import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LedgerError } from '../../../src/work/errors.ts';
import { LogGuard } from '../../../src/work/scan/log-guard.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';

const BROKEN = new LedgerError('ledger.db', madeUpFailure('it is damaged'), undefined, true);
const FULL = new LedgerError('ledger.db', madeUpFailure('no space is left on its file system'));

const QUIET = { note: () => undefined };

/** Passes the results of scans to a guard, and returns whether the daemon must end. */
async function endsAfter(...scans: readonly (Error | 'committed')[]): Promise<boolean> {
  const guard = new LogGuard({ misplaced: () => undefined, copyMisplaced: () => undefined }, QUIET);
  for (const scan of scans) {
    if (scan === 'committed') guard.onScanCommitted();
    else guard.onScanFailed(scan);
  }
  return Promise.race([guard.restartNeeded.then(() => true), setImmediate(false)]);
}

test.each<[string, readonly (Error | 'committed')[], boolean]>([
  ['two scans fail because the log is broken', [BROKEN, BROKEN], false],
  ['three scans in a row fail because the log is broken', [BROKEN, BROKEN, BROKEN], true],
  [
    'three scans fail because the log is broken, with a committed scan in between',
    [BROKEN, BROKEN, 'committed', BROKEN],
    false,
  ],
  [
    'two scans fail because the log is broken, another one for another reason, and then one more',
    [BROKEN, BROKEN, new Error('a rule'), BROKEN],
    false,
  ],
  ['the disk is full, however often', [FULL, FULL, FULL, FULL], false],
])('whether the daemon ends if %s', async (_, scans, expected) => {
  expect(await endsAfter(...scans)).toBe(expected);
});

test('if the file is misplaced, the daemon must end at once, whether the scan failed or not', async () => {
  for (const report of [(guard: LogGuard) => guard.onScanCommitted(), (guard: LogGuard) => guard.onScanFailed(FULL)]) {
    const guard = new LogGuard({ misplaced: () => BROKEN, copyMisplaced: () => undefined }, QUIET);
    report(guard);
    expect(await guard.restartNeeded).toBe(BROKEN);
  }
});

test('if the disk is too full for a copy of a misplaced log, the daemon continues until a copy succeeds', async () => {
  const results = [FULL, FULL, undefined];
  const guard = new LogGuard({ misplaced: () => BROKEN, copyMisplaced: () => results.shift() }, QUIET);
  const isLost = (): Promise<boolean> => Promise.race([guard.restartNeeded.then(() => true), setImmediate(false)]);
  guard.onScanFailed(FULL);
  guard.onScanCommitted();
  expect(await isLost()).toBe(false);
  guard.onScanCommitted();
  expect(await isLost()).toBe(true);
});
