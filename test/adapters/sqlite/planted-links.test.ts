import { Buffer } from 'node:buffer';
import { chownSync, existsSync, lchownSync, lstatSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../src/adapters/sqlite/better-sqlite3.ts';
import { openReaderCache } from '../../../src/adapters/sqlite/cache/open-reader-cache.ts';
import { markDamaged } from '../../../src/adapters/sqlite/damage-mark.ts';
import { openCommandLedger } from '../../../src/adapters/sqlite/ledger/open-command-ledger.ts';
import { openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { holdStateDirectory } from '../../../src/adapters/sqlite/lock/hold-state-directory.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../peers/needs.ts';

/** The account that owns the state directory, which is not trusted. */
const OWNER = 1500;
const SECRET = 'root:x:0:0\n';

let directory: TemporaryDirectory;
let state: string;
let secret: string;

beforeEach(() => {
  directory = temporaryDirectory();
  mkdirSync(directory.at('state'));
  mkdirSync(directory.at('root'));
  secret = directory.write('root/secret', SECRET, 0o600);
  state = directory.at('state');
  chownSync(state, OWNER, OWNER);
});
afterEach(() => directory[Symbol.dispose]());

/**
 * Creates a link of the owner in the state directory. Its target is a file that only root can
 * change or create.
 */
function plant(name: string, target: string): void {
  lchownSync(directory.link(`state/${name}`, target), OWNER, OWNER);
}

/**
 * Returns a rollback journal that only contains the name of a super-journal.
 * @see https://www.sqlite.org/fileformat.html#the_rollback_journal
 */
function journalThatNames(path: string): Buffer {
  const magic = Buffer.from('d9d505f920a163d7', 'hex');
  const name = Buffer.from(path);
  const head = Buffer.alloc(512);
  magic.copy(head);
  for (const [at, value] of [0, 1, 1, 512, 4096].entries()) head.writeUInt32BE(value, 8 + 4 * at);
  const numbers = [2 ** 30 / 4096 + 1, name.length, name.reduce((sum, byte) => sum + byte, 0)].map((value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  });
  const [page, length, checksum] = numbers;
  return Buffer.concat([head, page ?? head, name, length ?? head, checksum ?? head, magic]);
}

describe.runIf(needsRoot())('root, in a state directory that belongs to another account', () => {
  it('writes its process ID into no file that a link leads to', () => {
    plant('mailcertd.pid', secret);
    const hold = holdStateDirectory(state);
    expect(readFileSync(directory.at('state/mailcertd.pid'), 'utf8')).toBe(`${process.pid}\n`);
    expect(statSync(directory.at('state/mailcertd.pid')).uid).toBe(OWNER);
    hold[Symbol.dispose]();
    expect(readFileSync(secret, 'utf8')).toBe(SECRET);
  });

  it.each<[string, string, () => unknown]>([
    ['lock.db', 'cannot lock the state directory', () => holdStateDirectory(state)],
    ['ledger.db', 'cannot open the event log', () => openLedger(state)],
  ])('creates and changes nothing at the target of the link %s', (name, doing, open) => {
    plant(name, directory.at('root/new'));
    expect(open).toThrow(`${doing} ${directory.at('state', name)}: it is not a regular file; remove it`);
    expect(existsSync(directory.at('root/new'))).toBe(false);
  });

  it('keeps no file cache, and creates no mark, at the target of a link', () => {
    plant('reader-cache.db', directory.at('root/new'));
    plant('ledger.db.doubtful', directory.at('root/new'));
    const notes: string[] = [];
    openReaderCache(
      state,
      'test',
      notedDiagnostics((what) => void notes.push(what)),
    )[Symbol.dispose]();
    expect(notes).toEqual([expect.stringMatching(/reader-cache\.db: it is not a regular file; /)]);
    markDamaged(directory.at('state/ledger.db'));
    expect(existsSync(directory.at('root/new'))).toBe(false);
  });

  it('opens no database that a link leads to', async () => {
    await openLedger(directory.at('root'))[Symbol.asyncDispose]();
    for (const suffix of ['-wal', '-shm']) expect(existsSync(directory.at(`root/ledger.db${suffix}`))).toBe(true);
    plant('ledger.db', directory.at('root/ledger.db'));
    const before = readFileSync(directory.at('root/ledger.db'));
    for (const open of [openLedger, openLedgerReader, openCommandLedger]) {
      expect(() => open(state)).toThrow(
        /state\/ledger\.db: it is a link, which is not followed; replace it with the file, or remove it$/,
      );
    }
    expect(readFileSync(directory.at('root/ledger.db'))).toEqual(before);
    expect(lstatSync(directory.at('state/ledger.db')).isSymbolicLink()).toBe(true);
  });

  it.each(['-wal', '-shm', '-journal'])('has SQLite create nothing at the target of the link ledger.db%s', (suffix) => {
    plant(`ledger.db${suffix}`, directory.at('root/new'));
    expect(() => openLedger(state)).toThrow(/^cannot open the event log [^\n]+ is not accessible [^\n]+$/);
    expect(existsSync(directory.at('root/new'))).toBe(false);
  });

  it.each<[string, () => unknown]>([
    ['lock.db', () => holdStateDirectory(state)],
    ['ledger.db', () => openLedger(state)],
  ])('has SQLite remove no file that a journal of %s names', (name, open) => {
    const path = directory.at('state', name);
    const database = openSqlite(path);
    database.exec('CREATE TABLE begun (text TEXT)');
    database.close();
    directory.write(`state/${name}-journal`, journalThatNames(secret));
    expect(open).toThrow(/its -journal file belongs to another database; remove the -journal file$/);
    expect(readFileSync(secret, 'utf8')).toBe(SECRET);
  });
});

describe('a state directory that is reached by a link', () => {
  it('works like any other', async () => {
    await using ledger = openLedger(directory.link('reached', state));
    expect(await ledger.newestRecordId()).toBe(0);
  });
});
