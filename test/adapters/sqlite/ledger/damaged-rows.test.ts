import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { openCommandLedger } from '../../../../src/adapters/sqlite/ledger/open-command-ledger.ts';
import { type OpenLedger, openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { SCHEMA_VERSION } from '../../../../src/adapters/sqlite/schema/schema.ts';
import { TABLE_SHAPES } from '../../../../src/adapters/sqlite/schema/table-shapes.ts';
import type { Silence } from '../../../../src/domain/alert/silence.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { EMPTY_MEMORY } from '../../../../src/domain/observation/memory.ts';
import { all, change, NOON, newRecord, probed, raised, SHARD } from '../../../contract/ledger-samples.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { SmallDisk } from '../../../fixtures/small-disk.ts';
import { needs } from '../../../peers/needs.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const LOG_OUTPUT = 'file:/var/log/mailcertd.log';

const silence = (silenceId: string): Silence => ({
  silenceId,
  match: { ids: [12014] },
  startsAt: NOON,
  endsAt: undefined,
  isUntilCleared: false,
  conditionIds: [],
  reason: 'ordered',
  createdBy: 'root',
  createdAt: NOON,
});

/**
 * Creates a ledger with records, two open conditions, memory, silences and a log output, and closes
 * it.
 */
async function filled(directory: string = stateDirectory()): Promise<{ directory: string; file: string }> {
  const ledger = openLedger(directory);
  const [first, second] = [raised('a'), raised('b')];
  const memory = { ...EMPTY_MEMORY, probes: new Map([['Edge', probed(NOON)]]) };
  const records = [first.record, second.record, ...Array.from({ length: 50 }, () => newRecord())];
  const open = [first.condition, second.condition];
  await ledger.commit(
    SHARD,
    0,
    change({ records, open, memory, scan: { startedAt: NOON, endedAt: NOON, nextAt: NOON } }),
  );
  await ledger.advanceCursor(LOG_OUTPUT, 40);
  await ledger[Symbol.asyncDispose]();
  using orders = openCommandLedger(directory);
  await orders.add(silence('11111111'));
  await orders.add(silence('22222222'));
  return { directory, file: join(directory, 'ledger.db') };
}

function alter(file: string, sql: string): void {
  const database = openSqlite(file);
  database.exec(sql);
  database.close();
}

async function seen(ledger: OpenLedger): Promise<object> {
  const state = await ledger.state(SHARD);
  return {
    records: await ledger.count(),
    head: await ledger.newestRecordId(),
    open: state.open.map(({ conditionId }) => conditionId),
    probes: [...state.memory.probes.keys()],
    silences: (await ledger.outbox.silences()).map(({ silenceId }) => silenceId),
    follower: await ledger.cursor(LOG_OUTPUT),
  };
}

const WHOLE = {
  records: 52,
  head: 52,
  open: ['a', 'b'],
  probes: ['Edge'],
  silences: ['11111111', '22222222'],
  follower: 40,
};

describe('a required value that cannot be read', () => {
  it.each<[string, string, object, string]>([
    [
      'facts of an open condition’s record',
      "UPDATE event_record SET facts = '{' WHERE event_record_id = 1",
      { records: 51, open: ['b'] },
      'a value cannot be read: column facts of table event_record, key 1; rows lost: event_record 1',
    ],
    [
      'facts that are JSON of another content',
      `UPDATE event_record SET facts = '{"connectors":5}' WHERE event_record_id = 1`,
      { records: 51, open: ['b'] },
      'a value cannot be read: column facts of table event_record, key 1; rows lost: event_record 1',
    ],
    [
      'a fact that the text of an open condition needs, in its record',
      "UPDATE event_record SET facts = json_remove(facts, '$.fqdn') WHERE event_record_id = 1",
      { open: ['b'] },
      'a value cannot be read: column facts.fqdn of table condition, key 1; rows lost: condition 1',
    ],
    [
      'a fact that the text of an open condition needs, of a later scan',
      "UPDATE condition SET latest_facts = '{}' WHERE condition_id = 'a'",
      { open: ['b'] },
      'a value cannot be read: column facts.fqdn of table condition, key 1; rows lost: condition 1',
    ],
    [
      'a parameter that the text of an open condition needs',
      "UPDATE event_record SET parameters = '[]' WHERE event_record_id = 1",
      { open: ['b'] },
      'a value cannot be read: column parameters of table condition, key 1; rows lost: condition 1',
    ],
    [
      'needs',
      "UPDATE condition SET needs = 'x' WHERE condition_id = 'a'",
      { open: ['b'] },
      'a value cannot be read: column needs of table condition, key 1; rows lost: condition 1',
    ],
    [
      'memory',
      "UPDATE memory SET value = '[]'",
      { probes: [] },
      `a value cannot be read: column value of table memory, key "${SHARD}", "probe:Edge"; rows lost: memory 1`,
    ],
    ...['{"status":"trusted","anchor":"system","limit":"200"}', '{"status":"self-signed","isUncertain":1}'].map(
      (chain): [string, string, object, string] => [
        `the chain verdict ${chain} in memory`,
        `UPDATE memory SET value = json_set(value, '$.result.value[0].conversation.value.tls.chain', json('${chain}'))`,
        { probes: [] },
        `a value cannot be read: column value of table memory, key "${SHARD}", "probe:Edge"; rows lost: memory 1`,
      ],
    ),
    ['a head of 0', 'UPDATE head SET event_record_id = 0', {}, 'it ends with record 52 instead of 0; no row was lost'],
    ['no head', 'DELETE FROM head', {}, 'the number of its newest record is missing; no row was lost'],
    [
      'a head far above',
      'UPDATE head SET event_record_id = 1000000000000000',
      {},
      'it ends with record 52 instead of 1000000000000000; no row was lost',
    ],
    [
      'the number of a record',
      'UPDATE event_record SET event_record_id = 1000000000000000 WHERE event_record_id = 30',
      { records: 51 },
      'it ends with record 1000000000000000 instead of 52; rows lost: event_record 1',
    ],
    [
      'all records, with the head',
      'DELETE FROM event_record; DELETE FROM head',
      { records: 0, open: [] },
      'the number of its newest record is missing; no row was lost',
    ],
    [
      'the number of a record in another table',
      'UPDATE event_subject SET event_record_id = 1000000000000000 WHERE event_record_id = 52; DELETE FROM head',
      {},
      'the number of its newest record is missing; rows lost: event_subject 1',
    ],
    [
      'the place of a log output',
      'UPDATE follower SET event_record_id = 77',
      { follower: 52 },
      'a log output or notifier has already read record 77, but the log ends with record 52; no row was lost',
    ],
    [
      'a missing table',
      'DROP TABLE rotation',
      {},
      `its schema is not that of version ${SCHEMA_VERSION}: rotation is missing or different; no row was lost`,
    ],
    [
      'a missing column',
      'ALTER TABLE shard DROP COLUMN started_at',
      {},
      `its schema is not that of version ${SCHEMA_VERSION}: shard is missing or different; no row was lost`,
    ],
    ['a lost version', 'PRAGMA user_version = 0', {}, 'it has tables, but no schema version; no row was lost'],
  ])('%s: the ledger is set aside, and the rest is kept', async (_what, sql, lost, detail) => {
    const { directory, file } = await filled();
    alter(file, sql);
    const ledger = openLedger(directory, { now: NOON });
    expect(ledger.damage).toEqual({
      reason: 'event_log_damaged',
      location: `${file}.damaged-20260301T120000Z`,
      failure: saying(detail),
    });
    expect(await seen(ledger)).toEqual({ ...WHOLE, ...lost });
    const { revision } = await ledger.state(SHARD);
    const [written] = await ledger.commit(SHARD, revision, change({ records: [newRecord()] }));
    expect(written?.eventRecordId).toBe(53);
    await ledger[Symbol.asyncDispose]();
    expect(existsSync(`${file}.damaged-20260301T120000Z`)).toBe(true);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it('is reported until a record of it is stored, and not again', async () => {
    const { directory, file } = await filled();
    alter(file, 'DELETE FROM head');
    for (const isNoted of [false, true]) {
      const ledger = openLedger(directory);
      expect(ledger.damage).toMatchObject({ reason: 'event_log_damaged' });
      if (isNoted) await ledger.forgetDamage();
      await ledger[Symbol.asyncDispose]();
    }
    await using ledger = openLedger(directory);
    expect(ledger.damage).toBeUndefined();
  });

  it('is reported as it was stored by an earlier version, as a text', async () => {
    const { directory, file } = await filled();
    const detail = 'database disk image is malformed; no row was lost';
    alter(file, `INSERT INTO damage (location, detail) VALUES ('/var/lib/damaged', '${detail}')`);
    await using ledger = openLedger(directory);
    expect(ledger.damage).toEqual({
      reason: 'event_log_damaged',
      location: '/var/lib/damaged',
      failure: saying(detail),
    });
  });

  it('of a type that its column cannot have removes its row', async () => {
    const { directory, file } = await filled();
    const database = openSqlite(file);
    database.unsafeMode();
    database.pragma('writable_schema = ON');
    const loose = "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'condition'";
    const strict = "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'condition'";
    database.exec(loose);
    database.pragma('writable_schema = RESET');
    database.exec("UPDATE condition SET needs = x'00ff' WHERE condition_id = 'b'");
    database.pragma('writable_schema = ON');
    database.exec(strict);
    database.close();
    await using ledger = openLedger(directory);
    expect(failureText(ledger.damage?.failure ?? '', 'en')).toBe(
      'a value cannot be read: column needs of table condition, key 2; rows lost: some rows of table condition',
    );
    expect(await seen(ledger)).toEqual({ ...WHOLE, open: ['a'] });
  });

  it('is one line for a reader', async () => {
    const { directory, file } = await filled();
    alter(file, "UPDATE condition SET needs = 'x' WHERE condition_id = 'a'");
    await using reader = openLedgerReader(directory);
    await expect(reader.state(SHARD)).rejects.toThrow(
      /^cannot read the event log .*ledger\.db: it is damaged \(a value cannot be read: column needs of table condition, key "a"\); restart mailcertd, which moves the damaged file away [^\n]+$/,
    );
  });
});

it('a rebuilt ledger that a kill kept from its place is moved there', async () => {
  const { directory, file } = await filled();
  renameSync(file, `${file}.new`);
  for (const suffix of ['-wal', '-shm']) renameSync(file + suffix, `${file}.damaged${suffix}`);
  await using ledger = openLedger(directory);
  expect(ledger.damage).toBeUndefined();
  expect(await seen(ledger)).toEqual(WHOLE);
});

it.runIf(needs('mount'))(
  'a damaged ledger without space for a copy is set aside, and the log begins without it',
  async () => {
    using disk = new SmallDisk(join(stateDirectory(), 'small'));
    const { directory, file } = await filled(disk.path);
    const long = `json_object('detail', hex(zeroblob(1000000)))`;
    alter(file, `UPDATE condition SET needs = 'x'; UPDATE event_record SET facts = ${long} WHERE event_record_id = 30`);
    disk.leave({ blocks: 150 });
    const ledger = openLedger(directory, { now: NOON });
    expect(failureText(ledger.damage?.failure ?? '', 'en')).toMatch(/; no row was copied: database or disk is full$/);
    expect(await ledger.newestRecordId()).toBe(0);
    await ledger[Symbol.asyncDispose]();
    expect(readdirSync(directory)).toContain('ledger.db.damaged-20260301T120000Z');
  },
);

describe('a damaged row that is not required', () => {
  it('of an old record is shown as damaged, and the others as they are', async () => {
    const { directory, file } = await filled();
    alter(file, "UPDATE event_record SET parameters = '{}', event_id = 12016 WHERE event_record_id = 30");
    await using ledger = openLedger(directory);
    expect(ledger.damage).toBeUndefined();
    const records = await all(ledger.records({}));
    expect(records.map(({ eventRecordId }) => eventRecordId)).toEqual(
      Array.from({ length: 52 }, (_, index) => index + 1),
    );
    expect(records[29]).toMatchObject({ eventId: 1113, parameters: ['30', '12016', 'a parameter is not a text'] });
    expect(records.filter(({ eventId }) => eventId === 1113)).toHaveLength(1);
  });

  it('of an old record is pruned like any other, with its index entries', async () => {
    const { directory, file } = await filled();
    alter(file, "UPDATE event_record SET facts = '{' WHERE event_record_id = 30");
    const ledger = openLedger(directory);
    await ledger.advanceCursor(LOG_OUTPUT, 52);
    while ((await ledger.prune({ records: 1, days: 1000 }, NOON)) > 0);
    await ledger[Symbol.asyncDispose]();
    const database = openSqlite(file);
    const left = database.prepare('SELECT DISTINCT event_record_id FROM event_subject ORDER BY 1').pluck().all();
    database.close();
    expect(left).toEqual([1, 2, 52]);
  });

  it('of a silence suppresses nothing, is reported once and removed', async () => {
    const { directory, file } = await filled();
    alter(file, "UPDATE silence SET matcher = '5' WHERE silence_id = '11111111'");
    const reader = openLedgerReader(directory);
    expect(await reader.notifications.unreadableSilences()).toEqual([
      { silenceId: '11111111', failure: saying('matcher cannot be read') },
    ]);
    await reader[Symbol.asyncDispose]();
    await using ledger = openLedger(directory);
    expect(ledger.damage).toBeUndefined();
    expect((await ledger.outbox.silences()).map(({ silenceId }) => silenceId)).toEqual(['22222222']);
    const reported: unknown[] = [];
    const recordOf = (found: unknown): ReturnType<typeof newRecord> => {
      reported.push(found);
      return newRecord({
        eventId: 1112,
        parameters: ['11111111', ''],
        facts: { reason: 'record_malformed', detail: '' },
      });
    };
    expect(await ledger.removeUnreadableSilences(recordOf)).toBe(1);
    expect(await ledger.removeUnreadableSilences(recordOf)).toBe(0);
    expect(reported).toEqual([{ silenceId: '11111111', failure: saying('matcher cannot be read') }]);
    expect((await ledger.after(52, 10)).map(({ eventId }) => eventId)).toEqual([1112]);
  });

  it('of a silence whose conditions cannot be read can be ended, and prevents no pruning', async () => {
    const { directory, file } = await filled();
    alter(file, "UPDATE silence SET condition_ids = '{', until_cleared = 1");
    using orders = openCommandLedger(directory);
    expect(await orders.expire('11111111', NOON)).toBe(false);
    await using ledger = openLedger(directory);
    await ledger.prune({ records: 1000, days: 1 }, NOON);
  });
});

it('an error of pruning begins with the operation that failed', async () => {
  const { directory, file } = await filled();
  await using ledger = openLedger(directory);
  alter(file, 'DROP TABLE suppressed');
  await expect(ledger.prune({ records: 1, days: 1 }, NOON)).rejects.toThrow(/^cannot prune the event log .*suppressed/);
});

it('every column of every table has a shape', async () => {
  const { file } = await filled();
  const database = openSqlite(file);
  const columns = database
    .prepare<[], string>(
      `SELECT t.name || '.' || c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all();
  database.close();
  const shaped = Object.entries(TABLE_SHAPES).flatMap(([table, shape]) =>
    Object.keys(shape.columns).map((column) => `${table}.${column}`),
  );
  expect(shaped.sort()).toEqual(columns.sort());
});
