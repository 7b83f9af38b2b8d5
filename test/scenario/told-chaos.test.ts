import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import configuration from '../../rolldown.config.ts';
import { openLedgerReader } from '../../src/adapters/sqlite/open-ledger-reader.ts';
import { type TemporaryFolder, temporaryFolder } from '../fixtures/temporary-folder.ts';
import { compareTold, type Heard } from './compare-told.ts';
import { POINTS, type ToldOrder } from './told-order.ts';

const SOURCE = fileURLToPath(new URL('told-daemon.ts', import.meta.url));
/** Within the repository, where its packages are found. */
const DAEMON = fileURLToPath(new URL('../../var/told/daemon.js', import.meta.url));
/** 200 instants, or each named point once and a few at random. */
const isFull = process.env['CHAOS'] === 'full';
const [OCCURRENCES, AT_RANDOM] = isFull ? [[1, 2, 3, 5, 8, 13], 104] : [[2], 6];
const HEALTHY = ['a', 'b'];

let heard: Heard[] = [];
let kills = 0;
let lives = 0;
/** Answers at once, but on /hangs, where it never does. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [, life = '', receiver = ''] = (request.url ?? '').split('/');
    const records = JSON.parse(Buffer.concat(chunks).toString());
    heard.push({ receiver, deliveryId: String(request.headers['webhook-id']), records, at: Date.now(), life });
    if (receiver !== 'hangs') response.writeHead(204).end();
  });
});

beforeAll(async () => {
  await build({ ...configuration[0], input: { daemon: SOURCE }, output: { dir: dirname(DAEMON) } });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  heard = [];
  kills = 0;
});

/** One life of the daemon. Answers how it ended; one that does not end is ended. */
async function live(
  folder: TemporaryFolder,
  order: Partial<ToldOrder>,
  killAfterMs?: number,
  patienceMs = 60_000,
): Promise<string> {
  const { port } = server.address() as AddressInfo;
  lives += 1;
  const given: ToldOrder = {
    ...{ stateDirectory: folder.at('state'), url: `http://127.0.0.1:${port}/${lives}`, passes: 0, everyMs: 30 },
    ...order,
  };
  const daemon = spawn(process.execPath, [DAEMON, JSON.stringify(given)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const late = setTimeout(() => daemon.kill('SIGABRT'), patienceMs);
  daemon.stdout.on('data', () => {
    if (killAfterMs !== undefined) setTimeout(() => daemon.kill('SIGKILL'), killAfterMs);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    daemon.once('exit', (...how) => resolve(how)),
  );
  clearTimeout(late);
  if (signal === 'SIGKILL') kills += 1;
  return signal ?? `exit ${code}`;
}

/** Many lives that end amid something, and one that tells what is left. */
async function livesAndDeaths(folder: TemporaryFolder, more: Partial<ToldOrder>): Promise<void> {
  expect(await live(folder, {})).toBe('exit 0');
  const named = OCCURRENCES.flatMap((occurrence) => POINTS.map((point) => ({ point, occurrence })));
  for (const [index, where] of named.entries()) {
    const ended = await live(folder, { ...more, ...where, passes: 1000 });
    expect(`${where.point}, ${where.occurrence}: ${ended}`).toBe(`${where.point}, ${where.occurrence}: SIGKILL`);
    // By no dice: a failure is to come again.
    if (index < AT_RANDOM) await live(folder, { ...more, passes: 1000 }, (index * 37) % 211);
  }
  for (let index = named.length; index < AT_RANDOM; index += 1)
    await live(folder, { ...more, passes: 1000 }, (index * 37) % 211);
  // It has what 200 others left.
  expect(await live(folder, { ...more, passes: 3 }, undefined, 600_000)).toBe('exit 0');
}

const deaths = OCCURRENCES.length * POINTS.length + AT_RANDOM;

describe(`kill -9 at ${deaths} instants, at every named point and between them`, () => {
  test('loses nothing, repeats an id only after a kill, keeps the order, and leaves no gap in the log files', {
    timeout: isFull ? 1_800_000 : 240_000,
  }, async () => {
    using folder = temporaryFolder();
    await livesAndDeaths(folder, {});
    expect(kills).toBe(deaths);
    expect(await compareTold(folder.at('state'), heard, HEALTHY)).toEqual([]);
    expect(heard.filter(({ receiver }) => receiver === 'hangs').length).toBeGreaterThan(3);
    expect(heard.filter(({ receiver }) => receiver === 'a').length).toBeGreaterThan(deaths);
  });

  test('is found out of a ledger whose ids become visible out of order', { timeout: 240_000 }, async () => {
    using folder = temporaryFolder();
    expect(await live(folder, {})).toBe('exit 0');
    const isOutOfOrder = true;
    expect(await live(folder, { isOutOfOrder, passes: 1000, point: 'after settle', occurrence: 40 })).toBe('SIGKILL');
    expect(await live(folder, { isOutOfOrder, passes: 40 })).toBe('exit 0');
    const faults = await compareTold(folder.at('state'), heard, HEALTHY);
    for (const receiver of HEALTHY) expect(faults.join('\n')).toMatch(new RegExp(`never arrived at ${receiver}`));
    expect(faults.join('\n')).toContain('stands in no log file');
  });
});

describe('a notifier that never answers', () => {
  /** How long it took until the healthy ones had a record, ms: of a hundred, the slowest but one. */
  async function slowest(third: string): Promise<number> {
    using folder = temporaryFolder();
    heard = [];
    const order = { third, everyMs: 25 };
    expect(await live(folder, { ...order, passes: isFull ? 400 : 100 })).toBe('exit 0');
    await using reader = openLedgerReader(folder.at('state'));
    const written = new Map((await reader.after(0, 100_000)).map((one) => [one.eventRecordId, one.timeCreated]));
    const took = heard
      // Of the first passes it is the program's start that takes its time.
      .filter(({ receiver, records: [[id] = [0]] }) => HEALTHY.includes(receiver) && id > 90)
      .map(({ at, records: [[id] = [0]] }) => at - (written.get(id) ?? 0))
      .sort((one, other) => one - other);
    return took[Math.floor(took.length * 0.99)] ?? 0;
  }

  test('makes the slowest of a hundred deliveries to the others less than a tenth slower than one that answers', {
    timeout: 600_000,
  }, async () => {
    // What else the host does is more than this is about: the best of several is what the program itself needs.
    // Among other tests on few cores, a turn of the scheduler is more than a tenth of so little.
    const grain = isFull ? 0 : 10;
    let [answering, hanging] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < 8; round += 1) {
      answering = Math.min(answering, await slowest('answers'));
      hanging = Math.min(hanging, await slowest('hangs'));
      if (round > 0 && hanging < answering * 1.1 + grain) break;
    }
    console.log(`p99 beside one that answers ${answering} ms, beside one that never does ${hanging} ms`);
    expect(hanging).toBeLessThan(answering * 1.1 + grain);
  });
});
