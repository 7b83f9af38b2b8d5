import { Buffer } from 'node:buffer';
import { chownSync, existsSync, lchownSync, lstatSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../src/adapters/sqlite/better-sqlite3.ts';
import { openReaderCache } from '../../../src/adapters/sqlite/cache/open-reader-cache.ts';
import { markDamaged } from '../../../src/adapters/sqlite/doubtful.ts';
import { openDeliveryOrders } from '../../../src/adapters/sqlite/ledger/open-delivery-orders.ts';
import { openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { holdStateDirectory } from '../../../src/adapters/sqlite/lock/hold-state-directory.ts';
import { type TemporaryFolder, temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { needsRoot } from '../../peers/needs.ts';

/** The account that the state directory belongs to, and that is not to be trusted. */
const OWNER = 1500;
const SECRET = 'root:x:0:0\n';

let folder: TemporaryFolder;
let state: string;
let secret: string;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(folder.at('state'));
  mkdirSync(folder.at('root'));
  secret = folder.write('root/secret', SECRET, 0o600);
  state = folder.at('state');
  chownSync(state, OWNER, OWNER);
});
afterEach(() => folder[Symbol.dispose]());

/**
 * The owner's links in the state directory: their targets are files that only root can change, or
 * create.
 */
function plant(name: string, target: string): void {
  lchownSync(folder.link(`state/${name}`, target), OWNER, OWNER);
}

/** A rollback journal with nothing in it but the name of another. @see https://www.sqlite.org/fileformat.html#the_rollback_journal */
function journalThatNames(path: string): Buffer {
  const magic = Buffer.from('d9d505f920a163d7', 'hex');
  const name = Buffer.from(path);
  const head = Buffer.alloc(512);
  magic.copy(head);
  for (const [at, value] of [0, 1, 1, 512, 4096].entries()) head.writeUInt32BE(value, 8 + 4 * at);
  const numbers = [2 ** 30 / 4096 + 1, name.length, name.reduce((sum, octet) => sum + octet, 0)].map((value) => {
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(value);
    return octets;
  });
  const [page, length, checksum] = numbers;
  return Buffer.concat([head, page ?? head, name, length ?? head, checksum ?? head, magic]);
}

describe.runIf(needsRoot())('root, in a state directory that belongs to another account', () => {
  it('writes its process ID into no file that a link leads to', () => {
    plant('mailcertd.pid', secret);
    const hold = holdStateDirectory(state);
    expect(readFileSync(folder.at('state/mailcertd.pid'), 'utf8')).toBe(`${process.pid}\n`);
    expect(statSync(folder.at('state/mailcertd.pid')).uid).toBe(OWNER);
    hold[Symbol.dispose]();
    expect(readFileSync(secret, 'utf8')).toBe(SECRET);
  });

  it.each<[string, string, () => unknown]>([
    ['lock.db', 'taking the lock', () => holdStateDirectory(state)],
    ['ledger.db', 'cannot open the event log', () => openLedger(state)],
  ])('creates and changes nothing at the target of the link %s', (name, doing, open) => {
    plant(name, folder.at('root/new'));
    expect(open).toThrow(`${doing} ${folder.at('state', name)}: it is not a regular file; remove it`);
    expect(existsSync(folder.at('root/new'))).toBe(false);
  });

  it('keeps no file cache, and creates no mark, at the target of a link', () => {
    plant('reader-cache.db', folder.at('root/new'));
    plant('ledger.db.doubtful', folder.at('root/new'));
    const notes: string[] = [];
    openReaderCache(state, 'test', { note: (_level, what) => void notes.push(what) })[Symbol.dispose]();
    expect(notes).toEqual([expect.stringMatching(/reader-cache\.db: it is not a regular file; /)]);
    markDamaged(folder.at('state/ledger.db'));
    expect(existsSync(folder.at('root/new'))).toBe(false);
  });

  it('opens no database that a link leads to', async () => {
    await openLedger(folder.at('root'))[Symbol.asyncDispose]();
    for (const suffix of ['-wal', '-shm']) expect(existsSync(folder.at(`root/ledger.db${suffix}`))).toBe(true);
    plant('ledger.db', folder.at('root/ledger.db'));
    const before = readFileSync(folder.at('root/ledger.db'));
    for (const open of [openLedger, openLedgerReader, openDeliveryOrders]) {
      expect(() => open(state)).toThrow(
        /state\/ledger\.db: it is a link, which is not followed; replace it with the file, or remove it$/,
      );
    }
    expect(readFileSync(folder.at('root/ledger.db'))).toEqual(before);
    expect(lstatSync(folder.at('state/ledger.db')).isSymbolicLink()).toBe(true);
  });

  it.each(['-wal', '-shm', '-journal'])('has SQLite create nothing at the target of the link ledger.db%s', (suffix) => {
    plant(`ledger.db${suffix}`, folder.at('root/new'));
    expect(() => openLedger(state)).toThrow(/^cannot open the event log [^\n]+ cannot be opened [^\n]+$/);
    expect(existsSync(folder.at('root/new'))).toBe(false);
  });

  it.each<[string, () => unknown]>([
    ['lock.db', () => holdStateDirectory(state)],
    ['ledger.db', () => openLedger(state)],
  ])('has SQLite remove no file that a journal of %s names', (name, open) => {
    const path = folder.at('state', name);
    const database = openSqlite(path);
    database.exec('CREATE TABLE begun (text TEXT)');
    database.close();
    folder.write(`state/${name}-journal`, journalThatNames(secret));
    expect(open).toThrow(/its -journal file belongs to another database; remove the -journal file$/);
    expect(readFileSync(secret, 'utf8')).toBe(SECRET);
  });
});

describe('a state directory that is reached by a link', () => {
  it('works like any other', async () => {
    await using ledger = openLedger(folder.link('reached', state));
    expect(await ledger.head()).toBe(0);
  });
});
