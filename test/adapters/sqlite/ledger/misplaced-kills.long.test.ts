import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { change, newRecord, SHARD } from '../../../contract/ledger-samples.ts';
import { CompiledSource } from '../compiled-source.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const source = new CompiledSource();
afterAll(() => source[Symbol.dispose]());

/** A number above the renames in all scripts. */
const NEVER = 20;

/**
 * Returns a script that lets this many renames succeed, and kills the process instead of the next
 * one.
 */
const killedAfter = (renames: number): string => `
  const { default: fs } = await import('node:fs');
  const { syncBuiltinESMExports } = await import('node:module');
  const { renameSync } = fs;
  let left = ${renames};
  fs.renameSync = (from, to) => {
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    left -= 1;
    renameSync(from, to);
  };
  syncBuiltinESMExports();`;

/**
 * Returns a script that commits three records, loses the file of its log, and ends as the daemon
 * does.
 */
const losing = (directory: string, lose: string): string => `
  const ledger = openLedger(${JSON.stringify(directory)});
  await ledger.commit(${JSON.stringify(SHARD)}, 1, ${JSON.stringify({ records: [newRecord(), newRecord(), newRecord()], open: [] })});
  process.stdout.write('lost\\n');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  ${lose}
  ledger.copyMisplaced();
  await ledger[Symbol.asyncDispose]();
  process.stdout.write('ended\\n');
  process.exit(0);`;

type Loss = 'deleted' | 'replaced by a backup';

async function runLosing(directory: string, loss: Loss, renames: number): Promise<boolean> {
  const file = join(directory, 'ledger.db');
  await using first = openLedger(directory);
  await first.commit(SHARD, 0, change({ records: [newRecord()] }));
  await first[Symbol.asyncDispose]();
  copyFileSync(file, join(directory, 'backup'));
  const script = source.run(losing(directory, killedAfter(renames)));
  expect(await script.line()).toBe('lost');
  if (loss === 'deleted') rmSync(file);
  else renameSync(join(directory, 'backup'), file);
  script.write('');
  await script.end();
  return script.rest().includes('ended');
}

/** Starts a process that is killed after this many renames. Returns whether it was killed. */
async function killStart(directory: string, renames: number): Promise<boolean> {
  const script = source.run(`${killedAfter(renames)}
    openLedger(${JSON.stringify(directory)});
    process.stdout.write('started\\n');
    process.exit(0);`);
  await script.end();
  return !script.rest().includes('started');
}

async function expectWhole(directory: string, loss: Loss): Promise<void> {
  // The second start finds the same records as the first one.
  for (const start of ['first', 'second']) {
    await using ledger = openLedger(directory, { earlierFiles: ['accepted'] });
    const found = (await ledger.after(0, 10)).map(({ eventRecordId }) => eventRecordId);
    expect([start, ...found]).toEqual([start, 1, 2, 3, 4]);
    const { failure = '' } = ledger.damage ?? {};
    expect(failureText(failure, 'en')).toContain(
      loss === 'deleted' ? 'the event log was deleted or moved' : 'another file replaced the event log',
    );
    const [aside] = / [^ ]*ledger\.db\.damaged-[^ ;]+/.exec(failureText(failure, 'en')) ?? [];
    expect(aside !== undefined && existsSync(aside.trim())).toBe(loss !== 'deleted');
  }
}

describe.each<Loss>(['deleted', 'replaced by a backup'])('a log whose file is %s', (loss) => {
  it('keeps its records if the daemon is killed at any rename of the copy', async () => {
    let renames = 0;
    for (let hasEnded = false; !hasEnded; renames += 1) {
      const directory = stateDirectory();
      hasEnded = await runLosing(directory, loss, renames);
      await expectWhole(directory, loss);
    }
    expect(renames).toBeGreaterThan(4);
    expect(renames).toBeLessThan(NEVER);
  }, 120_000);

  it('keeps its records if the next start is killed at any rename too', async () => {
    let renames = 0;
    for (let wasKilled = true; wasKilled; renames += 1) {
      const directory = stateDirectory();
      expect(await runLosing(directory, loss, 1)).toBe(false);
      wasKilled = await killStart(directory, renames);
      await expectWhole(directory, loss);
    }
    expect(renames).toBeGreaterThan(2);
    expect(renames).toBeLessThan(NEVER);
  }, 120_000);
});
