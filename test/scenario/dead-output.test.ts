import { createServer, type Server, type Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import type { OutputHealth } from '../../src/domain/status/output-health.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { change, newRecord } from '../contract/ledger-samples.ts';
import { saying } from '../domain/failure/saying.ts';
import { freePort } from '../peers/free-port.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const SHARD = 'mail01.contoso.com';

/** A syslog server that stores the ID of every received record. */
class SyslogServer implements AsyncDisposable {
  readonly numbers: number[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => {
    this.#sockets.add(socket);
    let text = '';
    socket.setEncoding('utf8').on('error', () => undefined);
    socket.on('data', (piece: string) => {
      text += piece;
      const found = [...text.matchAll(/ recordId="(\d+)"/g)];
      this.numbers.push(...found.map(([, number]) => Number(number)));
      const last = found.at(-1);
      if (last !== undefined) text = text.slice(last.index + last[0].length);
    });
  });

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const until = (holds: () => unknown): Promise<unknown> => vi.waitFor(holds, { timeout: 20_000, interval: 20 });

test('a syslog server that rejects records for days does not retain records forever, and gets all kept ones afterwards', async () => {
  const port = await freePort();
  const output = `syslog:tcp://127.0.0.1:${port}`;
  await using scene = new Scene(NOON);
  scene.isWritten = true;
  scene.configure(
    `stores: [{ name: Other, path: store }]\nretention: { records: 1000, days: 400 }\nlogs: [{ type: syslog, address: "tcp://127.0.0.1:${port}" }]\n`,
  );
  scene.directory.write('store/README', '');
  const health = async (): Promise<OutputHealth | undefined> => {
    await using reader = openLedgerReader(scene.directory.at('state'));
    return (await reader.notifications.outputs())[0];
  };
  /** Appends records, all with the same time. */
  const append = async (count: number, timeCreated: number): Promise<void> => {
    await using ledger = openLedger(scene.directory.at('state'));
    const { revision } = await ledger.state(SHARD);
    const records = Array.from({ length: count }, () => newRecord({ timeCreated, level: 'Information' }));
    await ledger.commit(SHARD, revision, change({ records }));
  };
  const loggedEvents = async (): Promise<readonly (readonly [number, readonly string[]])[]> =>
    (await scene.records())
      .filter(({ eventId }) => eventId === 1500)
      .map(({ eventRecordId, parameters }) => [eventRecordId, parameters]);

  await scene.start();
  await until(async () => expect(await health()).toMatchObject({ failing: { since: NOON } }));
  expect(await health()).toMatchObject({ output, failing: { reason: 'connection_refused' } });
  await scene.stop();
  await append(5000, NOON + MINUTE);

  // A day later, all records are still pending.
  scene.now = NOON + DAY;
  await scene.start();
  await scene.stop();
  expect(await loggedEvents()).toEqual([]);
  expect((await health())?.waiting).toBeGreaterThan(5000);

  // Three days later, retention applies, and one event reports the records that were not written.
  scene.now = NOON + 3 * DAY;
  await scene.start();
  await until(async () => expect(await loggedEvents()).toHaveLength(1));
  await scene.stop();
  const [first] = await loggedEvents();
  const detail = `connect ECONNREFUSED 127.0.0.1:${port}`;
  expect(first?.[1]).toEqual([output, '', expect.stringMatching(/^40\d\d$/), '0', detail]);
  const missed = Number(first?.[1][2]);
  const [oldest] = await scene.records();
  expect(oldest?.eventRecordId).toBe(missed + 1);
  expect(await scene.records()).toContainEqual(
    expect.objectContaining({
      ...{ eventId: 1500, level: 'Error' },
      facts: {
        output,
        reason: 'connection_refused',
        detail,
        failure: saying(detail),
        firstRecordId: 1,
        lastRecordId: missed,
      },
    }),
  );

  // An hour later, more records are deleted, which is reported the next day.
  await append(100, NOON + DAY);
  scene.now = NOON + 3 * DAY + HOUR;
  await scene.start();
  await until(async () => expect((await scene.records())[0]?.eventRecordId).toBeGreaterThan(missed + 100));
  expect(await loggedEvents()).toHaveLength(1);
  expect(await health()).toMatchObject({ failing: { since: NOON } });

  // The server is back and receives all retained records, in order, once.
  await using server = new SyslogServer();
  await server.listen(port);
  await until(async () => expect(await health()).toMatchObject({ waiting: 0, failing: undefined }));
  await scene.stop();
  const kept = (await scene.records()).map(({ eventRecordId }) => eventRecordId);
  await until(() => expect(server.numbers).toHaveLength(kept.length));
  expect(server.numbers).toEqual(kept);

  // The missed records that were not reported yet are reported now.
  await scene.start();
  await until(async () => expect(await loggedEvents()).toHaveLength(2));
  await scene.stop();
  const [, second] = await loggedEvents();
  expect(second?.[1]).toEqual([output, '', String((kept[0] ?? 0) - missed - 1), '0', detail]);
  const all = (await scene.records()).map(({ eventRecordId }) => eventRecordId);
  await until(() => expect(server.numbers.at(-1)).toBe(all.at(-1)));
  expect(new Set(server.numbers).size).toBe(server.numbers.length);
}, 60_000);
