import { cpSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { isSqliteError, openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { openCommandLedger } from '../../src/adapters/sqlite/ledger/open-command-ledger.ts';
import { TABLE_SHAPES } from '../../src/adapters/sqlite/schema/table-shapes.ts';

import { DAY, MINUTE, SECOND } from '../../src/domain/time.ts';
import { openSession } from '../../src/main/open-session.ts';
import { deskDependencies } from '../adapters/cli/desk.ts';
import { SHARD } from '../contract/ledger-samples.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { MailServer } from './mail-server.ts';
import { Scene } from './scene.ts';

/** The current time in whole seconds, as in certificates. */
const BASE = Math.floor(Date.now() / SECOND) * SECOND;

/** A receiver of alerts: one path accepts them, the other fails. */
const receiver = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(request.url === '/good' ? 204 : 500).end());
});

const until = (holds: () => boolean | Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => expect(await holds()).toBe(true), { timeout: 20_000, interval: 20 });

let scene: Scene;
let server: MailServer;

/** The commands that print data of the event log. */
const COMMANDS: readonly (readonly string[])[] = [
  ...['table', 'json'].map((format) => ['conditions', '--format', format]),
  ...['line', 'classic', 'json', 'xml'].map((format) => ['events', '--format', format]),
  ['events', 'show', '2'],
  ...['table', 'json'].map((format) => ['deliveries', 'list', '--format', format]),
  ['deliveries', 'show', 'd'],
  ...['table', 'json'].map((format) => ['silences', 'list', '--all', '--format', format]),
  ...['table', 'json'].map((format) => ['notifiers', 'list', '--format', format]),
];
/** The commands after a run of the daemon; the last one also reads the stores. */
const COMMANDS_AFTERWARDS: readonly (readonly string[])[] = [['events'], ['deliveries', 'list'], ['status']];

/** Runs a command and returns its output. */
async function typed(words: readonly string[]): Promise<string> {
  const { dependencies, printed } = deskDependencies({
    dependencies: {
      open: (_, locale) => openSession({ config: scene.directory.at('mailcertd.yaml'), stores: [] }, locale),
    },
  });
  await runCommandLine(words, dependencies);
  return `${printed.stdout}${printed.stderr}`;
}

/** Returns the commands that printed a stack trace or control characters. */
async function broken(commands: typeof COMMANDS): Promise<string[]> {
  const found: string[] = [];
  for (const words of commands) {
    const said = await typed(words);
    if (/^\s+at .*[:(]\d+/m.test(said) || /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(said))
      found.push(`${words.join(' ')}: ${said.slice(0, 2000)}`);
  }
  return found;
}

const ledgerFile = (): string => scene.directory.at('state/ledger.db');

function over<T>(use: (database: Database) => T): T {
  const database = openSqlite(ledgerFile());
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/** Restores the ledger as the daemon left it. */
function restore(): void {
  for (const name of readdirSync(scene.directory.at('state')))
    if (name.startsWith('ledger.db')) rmSync(scene.directory.at(`state/${name}`));
  for (const name of readdirSync(scene.directory.at('kept')))
    cpSync(scene.directory.at(`kept/${name}`), scene.directory.at(`state/${name}`));
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly isText: boolean;
}

/** Returns every column of every table of the event log. */
function columnsOf(): readonly Column[] {
  return over((database) =>
    database
      .prepare<[], { readonly table: string; readonly column: string; readonly type: string }>(
        `SELECT t.name AS "table", c.name AS "column", c.type FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
      )
      .all()
      .map(({ type, ...rest }) => ({ ...rest, isText: type === 'TEXT' })),
  );
}

const TEXTS: readonly unknown[] = [
  '',
  'garbage \u001b[31m',
  '{',
  'null',
  '5',
  '[]',
  '{}',
  '[5]',
  '["x"]',
  '{"connectors":5,"certificates":{},"notAfter":1e300,"kind":"available"}',
];
const NUMBERS: readonly unknown[] = [0, -1, 1, 4_000_000_000, 10n ** 15n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
/** Values that a damaged page may contain regardless of the schema. */
const OTHERS: readonly unknown[] = [null, Buffer.from('\u0000x'), 1.5];

/** The number of values for each table. */
const GARBAGE = process.env['CHAOS'] === 'full' ? 200 : 4;

function garbageFor({ isText }: Column): fc.Arbitrary<['newest' | 'oldest' | 'all', unknown]> {
  const usual = fc.constantFrom(...(isText ? TEXTS : NUMBERS));
  const value = fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: fc.constantFrom(...OTHERS), weight: 1 });
  return fc.tuple(fc.constantFrom('newest', 'oldest', 'all'), value);
}

/** Writes a value to a column of one row or of all rows. Returns whether anything changed. */
function flip({ table, column }: Column, value: unknown, which: 'newest' | 'oldest' | 'all'): boolean {
  return over((database) => {
    database.unsafeMode();
    database.pragma('ignore_check_constraints = ON');
    database.pragma('writable_schema = ON');
    const kept = database.prepare<[string], { sql: string }>('SELECT sql FROM sqlite_schema WHERE name = ?').get(table);
    // The constraints are removed, because damage does not respect them.
    const loose = kept?.sql.replace(/ STRICT/g, '').replaceAll(' NOT NULL', '');
    const replace = database.prepare('UPDATE sqlite_schema SET sql = ? WHERE name = ?');
    replace.run(loose, table);
    database.pragma('writable_schema = RESET');
    const order = which === 'all' ? '' : `ORDER BY 1 ${which === 'newest' ? 'DESC' : 'ASC'} LIMIT 1`;
    try {
      const where = `(SELECT 1 FROM ${table} LIMIT 1)`;
      const keys = database
        .prepare<[], { readonly name: string }>(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0`)
        .all()
        .map(({ name }) => `"${name}"`)
        .join();
      const rows = `SELECT ${keys || 'rowid'} FROM ${table} ${order}`;
      const isIn = keys.includes(',') ? `(${keys})` : keys || 'rowid';
      return (
        database.prepare(`UPDATE ${table} SET "${column}" = ? WHERE ${isIn} IN (${rows}) AND ${where}`).run(value)
          .changes > 0
      );
    } catch (failure) {
      // Two rows cannot have the same key, and a numeric key must be a number.
      if (!(isSqliteError(failure) && /^SQLITE_(CONSTRAINT|MISMATCH)/.test(failure.code))) throw failure;
      return false;
    } finally {
      database.pragma('writable_schema = ON');
      replace.run(kept?.sql, table);
      database.pragma('writable_schema = RESET');
    }
  });
}

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const made = makeCertificate({
    commonName: 'mail.contoso.com',
    notBefore: BASE - 80 * DAY,
    notAfter: BASE + 2 * DAY,
  });
  server = await MailServer.start(made);
  scene = new Scene(BASE - 10 * MINUTE);
  scene.probeLimits = { intervalMs: 40, maxConcurrent: 4, hostIntervalMs: 0 };
  scene.directory.write('chain.pem', made.privateKeyPem + made.certificatePem, 0o600);
  scene.directory.write('store/a.pem', made.certificatePem);
  scene.directory.write('store/a.key', made.privateKeyPem, 0o600);
  scene.configure(`computer: ${SHARD}
timezone: UTC
trust: []
stores: [{ name: My, path: store }, { name: Gone, path: gone }]
connectors:
  - { name: Edge, direction: receive, fqdn: mail.contoso.com, certificateFile: chain.pem, probe: { url: "smtp://127.0.0.1:${server.port}", timeout: 2s } }
  - { name: Inner, direction: receive, fqdn: inner.contoso.com }
notifiers:
  - { name: good, type: webhook, url: "${url}/good", groupWait: 0s }
  - { name: bad, type: webhook, url: "${url}/bad", groupWait: 0s }
`);
  await scene.start();
  const greeted = server.greeted;
  await until(() => server.greeted > greeted + 2);
  await scene.pass(BASE - 9 * MINUTE);
  {
    using orders = openCommandLedger(scene.directory.at('state'));
    await until(async () => (await orders.deliveries({ states: ['delivered'] })).length > 0);
    await until(async () => (await orders.health()).some(({ failing }) => failing !== undefined));
    for (const isUntilCleared of [true, false])
      await orders.add({
        silenceId: `a1b2c3d${isUntilCleared ? 1 : 2}`,
        match: { ids: [12014], connectors: ['In*'] },
        startsAt: BASE - DAY,
        endsAt: isUntilCleared ? undefined : BASE + DAY,
        isUntilCleared,
        conditionIds: isUntilCleared ? ['x'] : [],
        reason: 'ordered',
        createdBy: 'root',
        createdAt: BASE - DAY,
      });
  }
  await scene.stop();
  over((database) => {
    // Adds rows that this host does not produce.
    const at = BASE - 5 * MINUTE;
    const [condition] = database.prepare<[], string>('SELECT condition_id FROM condition').pluck().all();
    const delivery =
      "(SELECT delivery_id FROM delivery WHERE state NOT IN ('delivered', 'failed', 'canceled') LIMIT 1)";
    const requestedBy = { by: 'root', command: 'connectors reload Edge', at };
    const connectors = [{ connector: 'Edge', onDisk: [], addresses: [] }];
    const found = {
      rotationId: 'r',
      requestedBy,
      command: ['true'],
      at,
      isReloaded: true,
      connectors,
      failure: 'unknown',
    };
    database.exec(`INSERT INTO log_output VALUES ('file:/x', 1, ${at}, 'io_error', 'x', 2, 1, 2, NULL, NULL);
      INSERT INTO follower VALUES ('file:/x', 1);
      INSERT INTO suppressed VALUES ('good', '${condition}', 2);
      INSERT INTO delivery_part VALUES (${delivery}, 'hook', 1);
      INSERT INTO rotation VALUES ('r', '${SHARD}', '${JSON.stringify(found)}');
      INSERT INTO probe_request VALUES ('p', '${SHARD}', '["Edge"]');
      INSERT INTO damage (location, detail) VALUES ('/x', 'before');`);
  });
  cpSync(scene.directory.at('state'), scene.directory.at('kept'), {
    recursive: true,
    filter: (path) => !/(lock|cache|pid)/.test(path),
  });
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await new Promise((resolve) => receiver.close(resolve));
});

/** Starts and stops the daemon with the current ledger. */
async function live(): Promise<void> {
  scene.now = BASE + MINUTE;
  await scene.start();
  await scene.pass(BASE + 2 * MINUTE);
  await scene.stop();
}

describe('a ledger with any one value replaced by garbage', () => {
  test('is undamaged before', async () => {
    restore();
    for (const { table } of columnsOf())
      expect([table, over((database) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get())]).not.toEqual([
        table,
        0,
      ]);
    expect(await broken([...COMMANDS, ...COMMANDS_AFTERWARDS])).toEqual([]);
  });

  test.each(Object.keys(TABLE_SHAPES))(
    'in the table %s: the daemon starts, and no command prints a stack',
    async (table) => {
      const columns = columnsOf().filter((each) => each.table === table);
      const garbage = fc.constantFrom(...columns).chain((each) => fc.tuple(fc.constant(each), garbageFor(each)));
      const wrong: string[] = [];
      for (const [each, [which, value]] of fc.sample(garbage, GARBAGE)) {
        restore();
        if (!flip(each, value, which)) continue;
        const problems = await broken(COMMANDS);
        const start = await live().catch((failure: unknown) => [`start: ${failure}`]);
        problems.push(...(start ?? []), ...(await broken(COMMANDS_AFTERWARDS)));
        wrong.push(...problems.map((problem) => `${each.column} ${which} = ${String(value)}: ${problem}`));
        await scene.stop();
      }
      expect(wrong).toEqual([]);
    },
  );
});

/**
 * Returns the events of a start with a ledger that SQL changed, without start and stop of the
 * service.
 */
async function logged(sql: string): Promise<readonly string[]> {
  restore();
  over((database) => database.exec(`DELETE FROM damage; DELETE FROM rotation; ${sql}`));
  const before = over((database) => database.prepare('SELECT event_record_id FROM head').pluck().get());
  await live();
  const records = await scene.records();
  return records
    .filter(({ eventRecordId, eventId }) => eventRecordId > Number(before) && eventId !== 1000 && eventId !== 1001)
    .map(({ eventId, parameters }) => `${eventId} ${parameters[1]}`);
}

describe('the daemon on a damaged ledger', () => {
  test('is reported by 1105 with the lost data, and open conditions are notified', async () => {
    const events = await logged(`UPDATE condition SET needs = '5' WHERE event_id = 1100`);
    expect(events).toEqual([
      expect.stringMatching(
        /^1105 a value cannot be read: column needs of table condition, key \d+; rows lost: condition 1$/,
      ),
      // The event is raised again because its condition was lost.
      `1100 ${scene.directory.at('gone')}`,
    ]);
    expect(scene.diagnosed).toContainEqual(expect.stringMatching(/^error: the event log was damaged: a value cannot/));
  });

  test('says 1112 of a silence that cannot be read, and goes on notifying', async () => {
    const delivered = (): number =>
      over((database) =>
        Number(database.prepare("SELECT count(*) FROM delivery WHERE state = 'delivered'").pluck().get()),
      );
    restore();
    const before = delivered();
    expect(await logged(`UPDATE silence SET matcher = '{"ids":5}' WHERE silence_id = 'a1b2c3d2'`)).toEqual([
      '1112 matcher cannot be read',
    ]);
    scene.directory.write('gone/a.pem', '');
    scene.now = BASE + 3 * MINUTE;
    await scene.start();
    await until(() => delivered() > before);
    await scene.stop();
  });
});
