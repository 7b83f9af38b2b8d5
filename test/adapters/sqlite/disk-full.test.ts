import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/adapters/sqlite/open-ledger.ts';
import { newRecord, SHARD } from '../../contract/ledger-samples.ts';
import { CompiledSource } from './compiled-source.ts';
import { stateDirectories } from './state-directories.ts';

const stateDirectory = stateDirectories();
const source = new CompiledSource();
afterAll(() => source[Symbol.dispose]());

/** Tries to commit 2000 records for each line it is given, and says how that went. */
const trying = (directory: string): string => `
  import { createInterface } from 'node:readline';
  const ledger = openLedger(${JSON.stringify(directory)});
  const records = Array(2000).fill(${JSON.stringify(newRecord())});
  console.log('ready');
  for await (const _ of createInterface({ input: process.stdin })) {
    const { revision } = await ledger.state(${JSON.stringify(SHARD)});
    try {
      await ledger.commit(${JSON.stringify(SHARD)}, revision, { records });
      console.log('stored');
    } catch (failure) {
      console.log(failure.code + ': ' + failure.message);
    }
    console.log((await ledger.state(${JSON.stringify(SHARD)})).revision + ' ' + await ledger.count() + ' ' + await ledger.head());
  }
  await ledger[Symbol.asyncDispose]();`;

async function tried(script: ReturnType<CompiledSource['run']>): Promise<readonly string[]> {
  script.write('try');
  return [await script.line(), await script.line()];
}

async function sound(directory: string, records: number): Promise<void> {
  const ledger = openLedger(directory);
  expect(ledger.damage).toBeUndefined();
  expect(await ledger.count()).toBe(records);
  await ledger[Symbol.asyncDispose]();
}

// As root, and where mounting is allowed, a file system of 2 MiB; the other way needs no more than a limit.
const mounted = (directory: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', directory]).status === 0;

describe('a commit that the file system refuses', () => {
  it('stores nothing, says so in one line, and the next one succeeds once there is room', async () => {
    const directory = stateDirectory();
    const script = source.run(trying(directory));
    await script.line();
    expect(await tried(script)).toEqual(['stored', '1 2000 2000']);
    const limit = (bytes: string): void => {
      execFileSync('prlimit', [`--pid=${script.child.pid}`, `--fsize=${bytes}:`]);
    };
    limit('200000');
    for (const _ of [1, 2]) {
      const [outcome, state] = await tried(script);
      expect(outcome).toMatch(
        /^ledger: storing a pass in the ledger .*ledger\.db: its file system reports an error \(SQLITE_IOERR[^\n]*\)$/,
      );
      expect(state).toBe('1 2000 2000');
    }
    limit('unlimited');
    expect(await tried(script)).toEqual(['stored', '2 4000 4000']);
    script.child.stdin?.end();
    expect((await script.end()).code).toBe(0);
    await sound(directory, 4000);
  });

  it('for want of space stores nothing, and says that the disk is full', async (context) => {
    const directory = stateDirectory();
    if (!mounted(directory)) context.skip('mounting a small file system is not allowed here');
    try {
      const script = source.run(trying(directory));
      await script.line();
      let outcome = await tried(script);
      let stored = 0;
      while (outcome[0] === 'stored' && stored < 10) {
        stored += 1;
        outcome = await tried(script);
      }
      expect(outcome[0]).toMatch(
        /^ledger: storing a pass in the ledger .*: no space is left on its file system \(SQLITE_FULL[^\n]*\)$/,
      );
      expect(outcome[1]).toBe(`${stored} ${stored * 2000} ${stored * 2000}`);
      execFileSync('mount', ['-o', 'remount,size=64m', directory]);
      expect((await tried(script))[0]).toBe('stored');
      script.child.stdin?.end();
      expect((await script.end()).code).toBe(0);
      await sound(directory, (stored + 1) * 2000);
    } finally {
      execFileSync('umount', [directory]);
    }
  });
});
