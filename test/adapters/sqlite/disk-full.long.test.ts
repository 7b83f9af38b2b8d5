import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { on, once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { newRecord, SHARD } from '../../contract/ledger-samples.ts';
import { needs, needsRoot } from '../../peers/needs.ts';
import { CompiledSource } from './compiled-source.ts';
import { stateDirectories } from './state-directories.ts';

const stateDirectory = stateDirectories();
const source = new CompiledSource();
afterAll(() => source[Symbol.dispose]());

/**
 * Returns a script that tries to commit 2000 records for each input line, and prints the result.
 */
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
    console.log((await ledger.state(${JSON.stringify(SHARD)})).revision + ' ' + await ledger.count() + ' ' + await ledger.newestRecordId());
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

// Mounting a file system of 2 MiB needs root; the other test only needs a limit.
const mounted = (directory: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', directory]).status === 0;

describe('a commit that the file system refuses', () => {
  it('stores nothing, reports it in one line, and the next one succeeds once there is space', async () => {
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
        /^ledger: cannot store a scan in the event log .*ledger\.db: its file system reports an error \(SQLITE_IOERR[^\n]*\); see journalctl -k$/,
      );
      expect(state).toBe('1 2000 2000');
    }
    limit('unlimited');
    expect(await tried(script)).toEqual(['stored', '2 4000 4000']);
    script.child.stdin?.end();
    expect((await script.end()).code).toBe(0);
    await sound(directory, 4000);
  });

  it('for lack of space stores nothing, and reports that the disk is full', async (context) => {
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
        /^ledger: cannot store a scan in the event log .*: no space is left on its file system \(SQLITE_FULL[^\n]*\); free some space and try again$/,
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

/** Lets every write of a process fail as with an exceeded disk quota, until it is disposed. */
async function exceedQuota(pid: number): Promise<AsyncDisposable> {
  const strace = spawn('strace', ['-f', '-e', 'trace=pwrite64', '-e', 'inject=pwrite64:error=EDQUOT', '-p', `${pid}`]);
  let said = '';
  for await (const text of on(strace.stderr, 'data', { close: ['end'] })) {
    said += String(text[0]);
    if (said.includes('attached')) break;
  }
  if (!said.includes('attached')) throw new Error(said);
  strace.stderr.resume();
  return {
    async [Symbol.asyncDispose]() {
      const ended = once(strace, 'exit');
      strace.kill('SIGINT');
      await ended;
    },
  };
}

/**
 * Returns a script that commits a record or copies the log for each input line, and prints the
 * result.
 */
const committing = (directory: string): string => `
  import { createInterface } from 'node:readline';
  const ledger = openLedger(${JSON.stringify(directory)});
  const say = (failure) => console.log(failure === undefined ? 'stored' : JSON.stringify([failure.isBroken, failure.message]));
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'copy') say(ledger.copyMisplaced());
    else {
      const { revision } = await ledger.state(${JSON.stringify(SHARD)});
      const change = { records: [${JSON.stringify(newRecord())}] };
      await ledger.commit(${JSON.stringify(SHARD)}, revision, change).then(() => say(), say);
    }
  }
  await ledger[Symbol.asyncDispose]();`;

describe.runIf(needsRoot() && needs('strace'))('an exceeded disk quota', () => {
  it('is a full disk, not a broken event log, and the next commit succeeds', async () => {
    const directory = stateDirectory();
    const script = source.run(committing(directory));
    await script.line();
    const after = async (line: string): Promise<string> => {
      script.write(line);
      return script.line();
    };
    expect(await after('commit')).toBe('stored');
    {
      await using _ = await exceedQuota(script.child.pid ?? 0);
      const [isBroken, message] = JSON.parse(await after('commit')) as [boolean, string];
      expect(message).toMatch(/: EDQUOT: no space left on its file system; free some space and try again$/);
      expect(isBroken).toBe(false);
    }
    expect(readdirSync(directory).filter((name) => name.includes('-space-'))).toEqual([]);
    expect(await after('commit')).toBe('stored');
    script.child.stdin?.end();
    expect((await script.end()).code).toBe(0);
    await sound(directory, 2);
  });

  it('does not end a process that has the only copy of the event log', async () => {
    const directory = stateDirectory();
    const script = source.run(committing(directory));
    await script.line();
    script.write('commit');
    expect(await script.line()).toBe('stored');
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    {
      await using _ = await exceedQuota(script.child.pid ?? 0);
      script.write('copy');
      expect(await script.line()).toContain('cannot create a new event log');
    }
    script.write('copy');
    expect(await script.line()).toBe('stored');
    script.child.stdin?.end();
    expect((await script.end()).code).toBe(0);
    const ledger = openLedger(directory);
    expect(await ledger.count()).toBe(1);
    await ledger[Symbol.asyncDispose]();
  });
});
