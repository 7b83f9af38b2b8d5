import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { type OpenLedger, openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { holdStateDirectory } from '../../src/adapters/sqlite/lock/hold-state-directory.ts';
import { migrate, SCHEMA_VERSION } from '../../src/adapters/sqlite/schema/schema.ts';
import { openStateOperations } from '../../src/main/open-state-operations.ts';
import { VERSION } from '../../src/main/version.ts';
import type { RestoredState } from '../../src/work/operations/state-operations.ts';
import type { Progress } from '../../src/work/ports/progress.ts';
import { change, NOON, newRecord, raised, SHARD } from '../contract/ledger-samples.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needsRoot } from '../peers/needs.ts';

const GO = new AbortController().signal;
const clock = { now: () => NOON };

let directory: TemporaryDirectory;
let state: string;
let backup: string;
beforeEach(async () => {
  directory = temporaryDirectory();
  state = directory.at('state');
  backup = directory.at('state.backup');
  mkdirSync(directory.at('other'));
  await using ledger = openLedger(state);
  const { condition, record } = raised('a', { subject: 'a' });
  await ledger.commit(SHARD, 0, change({ records: [record], open: [condition] }));
});
afterEach(() => directory[Symbol.dispose]());

const backUp = (path = backup, replaces = false): ReturnType<ReturnType<typeof openStateOperations>['backUp']> =>
  openStateOperations(state, { clock }).backUp({ path, replaces }, GO);
const restore = (to = state, path = backup): Promise<RestoredState> =>
  openStateOperations(to, { clock }).restore(path, GO);

async function append(ledger: OpenLedger, revision: number): Promise<void> {
  await ledger.commit(SHARD, revision, change({ records: [newRecord()] }));
}

async function recordIds(stateDirectory: string): Promise<readonly number[]> {
  await using ledger = openLedger(stateDirectory);
  expect(ledger.damage).toBeUndefined();
  return (await ledger.after(0, 100)).map(({ eventRecordId }) => eventRecordId);
}

/** Exchanges two entries of an index. Only a complete check finds the damage. */
function damageIndex(path: string): void {
  const database = openSqlite(path);
  const sql =
    "SELECT name, rootpage FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'event_record' AND sql <> ''";
  const index = database.prepare<[], { readonly name: string; readonly rootpage: number }>(sql).get();
  database.close();
  const bytes = readFileSync(path);
  const page = ((index?.rootpage ?? 0) - 1) * bytes.readUInt16BE(16);
  // A leaf page with two entries. The offsets of its entries are after its header.
  expect([bytes[page], bytes.readUInt16BE(page + 3)]).toEqual([10, 2]);
  const [first, second] = [bytes.readUInt16BE(page + 8), bytes.readUInt16BE(page + 10)];
  bytes.writeUInt16BE(second, page + 8);
  bytes.writeUInt16BE(first, page + 10);
  writeFileSync(path, bytes);
}

const namesIn = (path: string): readonly string[] => readdirSync(path).toSorted();

describe('a backup of the state', () => {
  it('has the events and the conditions, and says what is in it', async () => {
    const made = await backUp();
    expect(made).toMatchObject({ program: VERSION, createdAt: NOON, schemaVersion: SCHEMA_VERSION, lastRecordId: 1 });
    expect(made.computers).toEqual([SHARD]);
    const other = directory.at('other');
    expect(await restore(other)).toEqual({
      ...{ backup: made, stateDirectory: other, previousPath: undefined, supportedSchema: SCHEMA_VERSION },
    });
    expect(await recordIds(other)).toEqual([1]);
    await using ledger = openLedger(other);
    expect((await ledger.state(SHARD)).open.map(({ conditionId }) => conditionId)).toEqual(['a']);
  });

  it('is readable only by its owner, and leaves nothing in the state directory', async () => {
    const before = namesIn(state);
    await backUp();
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(namesIn(state)).toEqual(before);
  });

  it('never replaces a file, unless the caller allows it', async () => {
    writeFileSync(backup, 'old');
    await expect(backUp()).rejects.toThrow(
      `cannot back up the state to ${backup}: the file already exists; give a new file name, or --force to replace it`,
    );
    expect(readFileSync(backup, 'utf8')).toBe('old');
    await backUp(backup, true);
    expect((await restore(directory.at('other'))).backup.lastRecordId).toBe(1);
  });

  it('has one moment of an event log that a daemon writes, and never makes a commit wait', async () => {
    await using ledger = openLedger(state);
    const filler = Array.from({ length: 10_000 }, () => newRecord());
    await ledger.commit(SHARD, 1, change({ records: filler }));
    let isDone = false;
    let [revision, longest] = [2, 0];
    const writing = (async () => {
      while (!isDone) {
        const start = performance.now();
        await append(ledger, revision);
        longest = Math.max(longest, performance.now() - start);
        revision += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const made = await backUp();
    isDone = true;
    await writing;
    expect(revision).toBeGreaterThan(2);
    expect(longest).toBeLessThan(2000);
    const other = directory.at('other');
    await restore(other);
    const restored = openSqlite(join(other, 'ledger.db'), { readonly: true });
    const count = restored.prepare<[], number>('SELECT count(*) FROM event_record').pluck().get();
    restored.close();
    expect(count).toBe(made.lastRecordId);
  });

  it('removes the copies of commands that were killed, also of one with the same process ID', async () => {
    const names = ['backup-4194305.part', `backup-${process.pid}.part-journal`, `backup-${process.pid}.part`];
    for (const name of names) writeFileSync(join(state, name), 'partial');
    await backUp();
    for (const name of names) expect(namesIn(state)).not.toContain(name);
  });

  it('is never written into the state directory', async () => {
    const before = namesIn(state);
    await expect(backUp(join(state, 'ledger.db'), true)).rejects.toThrow(
      `cannot back up the state to ${state}/ledger.db: its directory is the state directory of mailcertd; give a file`,
    );
    expect(namesIn(state)).toEqual(before);
    expect(await recordIds(state)).toEqual([1]);
  });

  it('of a damaged event log is refused, and an earlier backup stays', async () => {
    const { size } = statSync(join(state, 'ledger.db'));
    writeFileSync(backup, 'old');
    const bytes = readFileSync(join(state, 'ledger.db'));
    bytes.fill(0xff, size - 8192, size - 4096);
    writeFileSync(join(state, 'ledger.db'), bytes);
    await expect(backUp(backup, true)).rejects.toThrow('restart the daemon, which repairs it, then back up again');
    expect(readFileSync(backup, 'utf8')).toBe('old');
  });

  it('needs an event log', async () => {
    await expect(
      openStateOperations(directory.at('none'), { clock }).backUp({ path: backup, replaces: false }, GO),
    ).rejects.toThrow(`cannot back up the state to ${backup}: it does not exist; no daemon has run here`);
    expect(existsSync(backup)).toBe(false);
  });

  it('of the event log of an older version is restored, and the next start upgrades it', async () => {
    rmSync(join(state, 'ledger.db'));
    const database = openSqlite(join(state, 'ledger.db'));
    migrate(database, 1);
    database.close();
    expect((await backUp()).schemaVersion).toBe(1);
    const other = directory.at('other');
    await restore(other);
    expect(await recordIds(other)).toEqual([]);
    expect(
      (await openStateOperations(other, { clock }).backUp({ path: backup, replaces: true }, GO)).schemaVersion,
    ).toBe(SCHEMA_VERSION);
  });
});

describe('a restore of the state', () => {
  beforeEach(async () => {
    await backUp();
    await using ledger = openLedger(state);
    await append(ledger, 1);
  });

  it('keeps the replaced event log, and the mode of its file', async () => {
    chmodSync(join(state, 'ledger.db'), 0o600);
    const { previousPath = '' } = await restore();
    expect(previousPath).toMatch(/\/ledger\.db\.before-restore-\d{8}T\d{9}Z$/);
    expect(statSync(join(state, 'ledger.db')).mode & 0o777).toBe(0o600);
    const previous = directory.at('previous');
    directory.write('previous/ledger.db', readFileSync(previousPath));
    expect(await recordIds(state)).toEqual([1]);
    expect(await recordIds(previous)).toEqual([1, 2]);
  });

  it('also keeps what is only in the write-ahead log of the replaced event log', async () => {
    const ledger = openLedger(state);
    await append(ledger, 2);
    const killed = directory.at('killed');
    for (const suffix of ['', '-wal', '-shm']) directory.write(`killed/ledger.db${suffix}`, '');
    for (const suffix of ['', '-wal', '-shm'])
      copyFileSync(join(state, `ledger.db${suffix}`), join(killed, `ledger.db${suffix}`));
    await ledger[Symbol.asyncDispose]();
    const { previousPath = '' } = await restore(killed);
    const previous = directory.at('previous');
    for (const suffix of ['', '-wal', '-shm'])
      directory.write(`previous/ledger.db${suffix}`, readFileSync(previousPath + suffix));
    expect(await recordIds(killed)).toEqual([1]);
    expect(await recordIds(previous)).toEqual([1, 2, 3]);
  });

  it('leaves nothing else in the state directory, even if SQLite needs files for the copy', async () => {
    const bytes = readFileSync(backup);
    const start = bytes.indexOf('SQLite format 3');
    // The database says that it has a write-ahead log, which a backup by mailcertd never does.
    bytes.fill(2, start + 18, start + 20);
    const end = bytes.length - 65;
    bytes.write(createHash('sha256').update(bytes.subarray(0, end)).digest('hex'), end, 'latin1');
    writeFileSync(backup, bytes);
    await restore();
    expect(namesIn(state).filter((name) => name.includes('.restor'))).toEqual([]);
    expect(await recordIds(state)).toEqual([1]);
  });

  it('is followed by a check of the whole event log, which finds a damaged index', async () => {
    damageIndex(join(state, 'ledger.db'));
    await backUp(backup, true);
    await restore();
    await using ledger = openLedger(state);
    expect(ledger.damage?.failure?.arguments['damage']).toBe('row 1 missing from index event_record_by_event_id');
    expect((await ledger.after(0, 10)).map(({ eventRecordId }) => eventRecordId)).toEqual([1, 2]);
  });

  it('is refused while a daemon runs, with the command that stops it', async () => {
    using _ = holdStateDirectory(state);
    await expect(restore()).rejects.toThrow(
      `cannot restore the state from ${backup}: the daemon is running (process ${process.pid}); stop it first: systemctl stop mailcertd`,
    );
  });

  it.each<readonly [string, () => void, string]>([
    ['is missing', () => (backup = directory.at('none')), 'it does not exist; check the path'],
    ['is a directory', () => (backup = directory.path), 'it is not a regular file'],
    ['is empty', () => truncateSync(backup, 0), 'it is not a backup of the state; give a file'],
    ['is a database', () => copyFileSync(join(state, 'ledger.db'), backup), 'it is not a backup of the state'],
    ['is truncated', () => truncateSync(backup, 5000), 'it is damaged: it has 5000 bytes instead of'],
    ['is longer', () => writeFileSync(backup, 'x', { flag: 'a' }), 'it is damaged: it has'],
    ['has another byte in its event log', () => flip(9000), 'it is damaged: its checksum is wrong'],
    ['has another byte in its header', () => replace('mail01', 'mail02'), 'its checksum is wrong'],
    ['is of a newer format', () => replace('"format":1', '"format":9'), 'in format 9, and this version supports 1'],
    [
      'has a newer event log',
      () => replace(`"schemaVersion":${SCHEMA_VERSION}`, '"schemaVersion":9'),
      `install mailcertd ${VERSION} or a newer one, then restore`,
    ],
  ])('changes nothing if the backup %s', async (_, spoil, message) => {
    const before = namesIn(state);
    spoil();
    await expect(restore()).rejects.toThrow(message);
    expect(namesIn(state).filter((name) => name !== 'lock.db')).toEqual(before.filter((name) => name !== 'lock.db'));
    expect(await recordIds(state)).toEqual([1, 2]);
  });

  const flip = (offset: number): void => {
    const bytes = readFileSync(backup);
    bytes[offset] = (bytes[offset] ?? 0) ^ 1;
    writeFileSync(backup, bytes);
  };
  const replace = (from: string, to: string): void =>
    writeFileSync(backup, Buffer.from(readFileSync(backup, 'latin1').replace(from, to), 'latin1'));

  it.runIf(needsRoot())('needs a state directory with an owner if root runs it', async () => {
    await expect(restore(directory.at('new'))).rejects.toThrow(
      'does not exist; create it for the account of the daemon: install -d -o mailcertd',
    );
    expect(existsSync(directory.at('new'))).toBe(false);
  });

  it('is not started after an interrupt', async () => {
    const interrupted = AbortSignal.abort();
    await expect(openStateOperations(state, { clock }).restore(backup, interrupted)).rejects.toThrow();
    expect(await recordIds(state)).toEqual([1, 2]);
  });
});

describe('the progress of a backup and of a restore', () => {
  beforeEach(async () => {
    await using ledger = openLedger(state);
    for (let revision = 1; revision <= 3; revision += 1) {
      await ledger.commit(SHARD, revision, change({ records: Array.from({ length: 5000 }, () => newRecord()) }));
    }
  });

  it('is in bytes of the event log, grows, and leaves time to draw it', async () => {
    const reported: Progress[] = [];
    const operations = openStateOperations(state, { clock, reportProgress: (progress) => reported.push(progress) });
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 0);
    const { size } = await operations.backUp({ path: backup, replaces: false }, GO);
    const backingUp = reported.splice(0);
    const turnsOfBackup = turns;
    await operations.restore(backup, GO);
    clearInterval(counting);

    expect(size).toBeGreaterThan(2_000_000);
    expect(new Set(backingUp.map(({ activity }) => activity))).toEqual(new Set(['back-up']));
    expect(backingUp.at(-1)).toEqual({ activity: 'back-up', done: size, total: size });
    expect(backingUp.some(({ done }) => done < size / 2)).toBe(true);
    expect(new Set(reported.map(({ activity }) => activity))).toEqual(new Set(['restore']));
    expect(reported[0]).toEqual({ activity: 'restore', done: 0, total: size });
    expect(reported.at(-1)?.done).toBeGreaterThan(size / 2);
    for (const progress of [backingUp, reported]) {
      const counts = progress.map(({ done }) => done);
      expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    }
    expect(turnsOfBackup).toBeGreaterThan(0);
    expect(turns).toBeGreaterThan(turnsOfBackup);
  });

  it('ends at an interrupt during a restore, and the event log stays', async () => {
    await backUp();
    const interrupt = new AbortController();
    const reportProgress = (): void => interrupt.abort();
    await expect(
      openStateOperations(state, { clock, reportProgress }).restore(backup, interrupt.signal),
    ).rejects.toThrow();
    expect((await recordIds(state)).length).toBe(100);
    expect(namesIn(state).filter((name) => name.includes('restor'))).toEqual([]);
  });
});
