import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenLedger, openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openStateOperations } from '../../../../src/main/open-state-operations.ts';
import type { ReportProgress } from '../../../../src/work/ports/progress.ts';
import { change, NOON, newRecord, SHARD } from '../../../contract/ledger-samples.ts';
import { SmallDisk } from '../../../fixtures/small-disk.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needs } from '../../../peers/needs.ts';

const GO = new AbortController().signal;
const MEBIBYTE = 1024 * 1024;

let directory: TemporaryDirectory;
let disk: SmallDisk;
let backup: string;

beforeEach(async () => {
  directory = temporaryDirectory();
  disk = new SmallDisk(directory.at('disk'));
  backup = directory.at('state.backup');
  await using ledger = openLedger(disk.path);
  await append(ledger, 0, 3000);
});
afterEach(() => {
  disk[Symbol.dispose]();
  directory[Symbol.dispose]();
});

async function append(ledger: OpenLedger, revision: number, records = 1): Promise<void> {
  await ledger.commit(SHARD, revision, change({ records: Array.from({ length: records }, () => newRecord()) }));
}

const operations = (state: string, reportProgress?: ReportProgress): ReturnType<typeof openStateOperations> =>
  openStateOperations(state, { clock: { now: () => NOON }, reportProgress });

const blocks = (bytes: number): number => Math.floor(bytes / statfsSync(disk.path).bsize);
/** Returns the files of the event log, with the digest of each. Readers change the -shm file. */
const contents = (): readonly string[] =>
  readdirSync(disk.path)
    .filter((name) => name.startsWith('ledger.db'))
    .toSorted()
    .map((name) => (name.endsWith('-shm') ? name : `${name} ${digest(readFileSync(join(disk.path, name)))}`));
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const tooLittle = (path: string, free: number): RegExp =>
  new RegExp(
    `: the file system of ${path} has ${free} MiB free, and \\d+ MiB are required; free some space and try again$`,
  );

describe.runIf(needs('mount'))('with little space in the state directory', () => {
  it('a backup is refused before the copy, and the daemon can still store events', async () => {
    await using ledger = openLedger(disk.path);
    disk.leave({ blocks: blocks(4 * MEBIBYTE) });
    await expect(operations(disk.path).backUp({ path: backup, replaces: false }, GO)).rejects.toThrow(
      tooLittle(disk.path, 4),
    );
    expect(readdirSync(directory.path)).toEqual(['disk']);
    expect(readdirSync(disk.path).filter((name) => name.startsWith('backup-'))).toEqual([]);
    await append(ledger, 1);
  });

  it('a backup to a file on the same disk needs twice the space', async () => {
    const size = statSync(join(disk.path, 'ledger.db')).size;
    disk.leave({ blocks: blocks(4 * MEBIBYTE + 1.5 * size) });
    const other = join(disk.path, 'other');
    directory.write('disk/other/file', '');
    await expect(operations(disk.path).backUp({ path: join(other, 'b'), replaces: false }, GO)).rejects.toThrow(
      /: the file system of .* MiB are required; free some space/,
    );
    expect(readdirSync(other)).toEqual(['file']);
    await operations(disk.path).backUp({ path: backup, replaces: false }, GO);
    expect(statSync(backup).size).toBeGreaterThan(size);
  });

  it('a backup during which the disk becomes full fails, and leaves the event log and nothing else', async () => {
    const before = contents();
    const fill = (): void => disk.leave({ blocks: 0 });
    await expect(operations(disk.path, fill).backUp({ path: backup, replaces: false }, GO)).rejects.toThrow(
      /^cannot back up the state to .*: no space is left on its file system .*; free some space and try again$/,
    );
    expect(readdirSync(directory.path)).toEqual(['disk']);
    expect(readdirSync(disk.path).filter((name) => name.startsWith('backup-'))).toEqual([]);
    expect(contents()).toEqual(before);
  });

  it('a restore is refused before the copy, and leaves the event log and nothing else', async () => {
    await operations(disk.path).backUp({ path: backup, replaces: false }, GO);
    const before = contents();
    disk.leave({ blocks: blocks(4 * MEBIBYTE) });
    await expect(operations(disk.path).restore(backup, GO)).rejects.toThrow(tooLittle(disk.path, 3));
    expect(contents()).toEqual(before);
  });

  it('a restore during which the disk becomes full fails, and leaves the event log and nothing else', async () => {
    await operations(disk.path).backUp({ path: backup, replaces: false }, GO);
    const before = contents();
    const fill = (): void => disk.leave({ blocks: 0 });
    await expect(operations(disk.path, fill).restore(backup, GO)).rejects.toThrow(
      /^cannot restore the state from .*: ENOSPC: no space left on its file system; free some space and try again$/,
    );
    expect(contents()).toEqual(before);
    disk.makeRoom();
    await operations(disk.path).restore(backup, GO);
    await using ledger = openLedger(disk.path);
    expect(ledger.damage).toBeUndefined();
    expect((await ledger.after(0, 1)).length).toBe(1);
  });

  it('a restore on a full disk names the reason', async () => {
    await operations(disk.path).backUp({ path: backup, replaces: false }, GO);
    const before = contents();
    disk.leave({ blocks: 0, files: 0 });
    await expect(operations(disk.path).restore(backup, GO)).rejects.toThrow(/no space left on its file system; free/);
    expect(contents()).toEqual(before);
  });
});

it.runIf(needs('mount'))('a backup to a full disk is refused before the copy', async () => {
  using state = temporaryDirectory();
  {
    await using ledger = openLedger(state.path);
    await append(ledger, 0, 3000);
  }
  disk.leave({ blocks: 8 });
  directory.write('disk/backups/file', '');
  const path = join(disk.path, 'backups', 'b');
  await expect(operations(state.path).backUp({ path, replaces: false }, GO)).rejects.toThrow(
    tooLittle(join(disk.path, 'backups'), 0),
  );
  expect(readdirSync(join(disk.path, 'backups'))).toEqual(['file']);
});
