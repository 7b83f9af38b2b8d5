import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openStateOperations } from '../../src/main/open-state-operations.ts';
import { change, newRecord, SHARD } from '../contract/ledger-samples.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PAGE = resolve(import.meta.dirname, '../../docs/how-to/backup-and-restore.md');
const GO = new AbortController().signal;

async function recordIds(stateDirectory: string): Promise<readonly number[]> {
  await using ledger = openLedger(stateDirectory, { earlierFiles: ['lock.db'] });
  expect(ledger.damage).toBeUndefined();
  return (await ledger.after(0, 10)).map(({ eventRecordId }) => eventRecordId);
}

it('the commands of the page that undo a restore bring back the replaced event log', async () => {
  using directory = temporaryDirectory();
  const [original, state, backup] = [directory.at('original'), directory.at('state'), directory.at('backup')];
  const operations = (stateDirectory: string): ReturnType<typeof openStateOperations> =>
    openStateOperations(stateDirectory, { clock: { now: () => 0 } });
  {
    await using ledger = openLedger(original);
    await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
    await operations(original).backUp({ path: backup, replaces: false }, GO);
    await ledger.commit(SHARD, 1, change({ records: [newRecord()] }));
    // The state of a daemon that was killed: its newest record is in the write-ahead log only.
    cpSync(original, state, { recursive: true });
  }
  const { previousPath = '' } = await operations(state).restore(backup, GO);
  expect(existsSync(`${previousPath}-wal`)).toBe(true);
  expect(await recordIds(state)).toEqual([1]);

  const [, commands = ''] =
    /^## Undo a restore$[\s\S]*?^```sh\n([\s\S]*?)^```$/m.exec(readFileSync(PAGE, 'utf8')) ?? [];
  const script = commands
    .replace('/var/lib/mailcertd', state)
    .replace(/ledger\.db\.before-restore-\w+/, basename(previousPath));
  for (const program of ['systemctl', 'mailcertd']) directory.write(`bin/${program}`, '#!/bin/sh\n', 0o755);
  const PATH = `${directory.at('bin')}:${process.env['PATH']}`;
  const { status, stderr } = spawnSync('sh', ['-eu'], { input: script, env: { PATH }, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });

  expect(await recordIds(state)).toEqual([1, 2]);
  expect(readdirSync(state).filter((name) => name.includes('before-restore'))).toEqual([]);
  const undone = directory.at('undone');
  for (const suffix of ['', '-wal', '-shm']) {
    const file = join(state, `ledger.db.undone${suffix}`);
    if (existsSync(file)) directory.write(`undone/ledger.db${suffix}`, readFileSync(file));
  }
  expect(await recordIds(undone)).toEqual([1]);
});
