import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenLedger, openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openStateOperations } from '../../../../src/main/open-state-operations.ts';
import { change, newRecord, SHARD } from '../../../contract/ledger-samples.ts';
import { CompiledSource } from '../compiled-source.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const source = new CompiledSource();
afterAll(() => source[Symbol.dispose]());

/** A number above the calls of every kind in a restore of this size. */
const NEVER = 60;

/** The calls that change files. */
const CALLS = ['openSync', 'writeSync', 'fsyncSync', 'chmodSync', 'rmSync', 'renameSync', 'closeSync'] as const;

/** Returns a script that kills the process instead of one call, after this many calls of its kind. */
const killedAt = (call: string, count: number): string => `
  const { default: fs } = await import('node:fs');
  const { syncBuiltinESMExports } = await import('node:module');
  const original = fs.${call};
  let left = ${count};
  fs.${call} = (...given) => {
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    left -= 1;
    return original(...given);
  };
  syncBuiltinESMExports();`;

let prepared: string;
let backup: string;

async function append(ledger: OpenLedger, revision: number): Promise<void> {
  await ledger.commit(SHARD, revision, change({ records: [newRecord()] }));
}

/** Prepares the state of a daemon that was killed: its newest event is only in the write-ahead log. */
beforeAll(async () => {
  const [directory, backups] = [stateDirectory(), stateDirectory()];
  [prepared, backup] = [join(backups, 'state'), join(backups, 'backup')];
  await using ledger = openLedger(directory);
  await append(ledger, 0);
  await openStateOperations(directory, { clock: { now: () => 0 } }).backUp(
    { path: backup, replaces: false },
    new AbortController().signal,
  );
  await append(ledger, 1);
  cpSync(directory, prepared, { recursive: true });
});

/** Restores in another process, and kills it. Returns whether it was killed. */
async function restoreKilledAt(directory: string, call: string, count: number): Promise<boolean> {
  const script = source.run(`
    const { openSync } = await import('node:fs');
    const { restoreBackup } = await import('./src/adapters/sqlite/backup/restore-backup.js');
    const file = openSync(${JSON.stringify(backup)}, 'r');
    ${killedAt(call, count)}
    await restoreBackup(${JSON.stringify(directory)}, file, new AbortController().signal);
    process.stdout.write('restored\\n');
    process.exit(0);`);
  await script.end();
  return !script.rest().includes('restored');
}

/** Starts the event log in another process, and kills it. Returns whether it was killed. */
async function startKilledAt(directory: string, count: number): Promise<boolean> {
  const script = source.run(`${killedAt('renameSync', count)}
    openLedger(${JSON.stringify(directory)});
    process.stdout.write('started\\n');
    process.exit(0);`);
  await script.end();
  return !script.rest().includes('started');
}

/** Returns the records after a start, and checks that the other state is complete too if it exists. */
async function recordsAfterStart(directory: string): Promise<string> {
  const found = await recordsIn(directory);
  const aside = readdirSync(directory).find((name) => /\.before-restore-\w+$/.test(name));
  if (aside !== undefined) {
    const previous = stateDirectory();
    for (const suffix of ['', '-wal', '-shm'])
      cpSync(join(directory, aside + suffix), join(previous, `ledger.db${suffix}`));
    expect(await recordsIn(previous)).toBe('1,2');
  }
  // Whatever was left does not disturb a later restore.
  expect(await restoreKilledAt(directory, 'renameSync', NEVER)).toBe(false);
  expect(await recordsIn(directory)).toBe('1');
  return found;
}

async function recordsIn(directory: string): Promise<string> {
  // The second start finds the same as the first one.
  const starts: string[] = [];
  for (let start = 0; start < 2; start += 1) {
    await using ledger = openLedger(directory, { earlierFiles: ['lock.db'] });
    expect(ledger.damage).toBeUndefined();
    starts.push((await ledger.after(0, 10)).map(({ eventRecordId }) => eventRecordId).join());
  }
  expect(starts[1]).toBe(starts[0]);
  return starts[0] ?? '';
}

describe('a restore that is killed', () => {
  it.each(CALLS)(
    'at any %s leaves the previous or the restored state',
    async (call) => {
      const outcomes: string[] = [];
      for (let count = 0, wasKilled = true; wasKilled; count += 1) {
        expect(count).toBeLessThan(NEVER);
        const directory = stateDirectory();
        cpSync(prepared, directory, { recursive: true });
        wasKilled = await restoreKilledAt(directory, call, count);
        outcomes.push(await recordsAfterStart(directory));
      }
      // First the previous state, then the restored one; never another one, and never back.
      expect(outcomes.join(' ')).toMatch(/^(1,2 ?)*(1 ?)+$/);
      if (call === 'renameSync') expect(outcomes.length).toBeGreaterThan(4);
    },
    300_000,
  );

  it('at any rename, and again at any rename of the next start, leaves the restored state', async () => {
    for (let first = 1, wasKilled = true; wasKilled; first += 1) {
      for (let second = 0, startWasKilled = true; startWasKilled; second += 1) {
        const directory = stateDirectory();
        cpSync(prepared, directory, { recursive: true });
        wasKilled = await restoreKilledAt(directory, 'renameSync', first);
        startWasKilled = await startKilledAt(directory, second);
        expect(await recordsAfterStart(directory)).toBe('1');
      }
    }
  }, 300_000);
});
