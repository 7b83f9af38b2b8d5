import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCommandLedger } from '../../src/adapters/sqlite/ledger/open-command-ledger.ts';
import { openLedgerReader } from '../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import type { Silence } from '../../src/domain/alert/silence.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { ChaosLives } from './chaos-lives.ts';
import { type ChaosOrder, DURING_T2, POINTS } from './chaos-order.ts';
import { compareDeliveries } from './compare-deliveries.ts';
import { hookErrors } from './compare-hooks.ts';
import { shownErrors } from './compare-shown.ts';
import { type Silenced, type SilencedFindings, silencedFindings } from './compare-silenced.ts';

/** True tests 200 kills, false each named point once and a few random times. */
const isFull = process.env['CHAOS'] === 'full';
const [OCCURRENCES, AT_RANDOM] = isFull ? [[1, 2, 3, 5, 8, 13], 84] : [[2], 6];
/**
 * The kills at the named points. Hooks run one after the other and are retried: more than five of
 * them would take longer than the scans of a life.
 */
const KILLS = OCCURRENCES.flatMap((occurrence) => POINTS.map((point) => ({ point, occurrence }))).filter(
  ({ point, occurrence }) => occurrence <= 5 || !point.endsWith(' hooks'),
);
const HEALTHY = ['a', 'b'];
/** The `groupWait` in ms, longer than a restart of the daemon: a group continues after a kill. */
const TOGETHER = 700;
const GROUPED = { a: 0, b: TOGETHER };
/**
 * The conditions that are sometimes silenced, and for how long in ms. The time is longer than a
 * kill and than a running daemon takes to apply a silence.
 */
const SILENCED = ['s3', 's5', 's7', 's9'];
const SILENCED_MS = 1500;
const HEEDED_WITHIN_MS = 500;
/**
 * The last silence is longer than the changes of the last life. Conditions that are then open can
 * only be sent at its end.
 */
const LAST_SILENCED_MS = 5000;
/**
 * The scans take longer than a silence takes to apply, and their order leaves one of SILENCED open.
 */
const LAST_PASSES = 55;

let lives: ChaosLives;
beforeAll(async () => {
  lives = await ChaosLives.open('killed-deliveries');
});
afterAll(() => lives[Symbol.asyncDispose]());
beforeEach(() => lives.begin());

/** Silences the conditions of SILENCED, as a command does, whether or not the daemon runs. */
async function silence(stateDirectory: string, lastsMs = SILENCED_MS): Promise<Silenced> {
  using orders = openCommandLedger(stateDirectory);
  const now = Date.now();
  const [startsAt, endsAt] = [now, now + lastsMs];
  const given: Silence = {
    ...{ silenceId: String(now), match: { names: SILENCED }, startsAt, endsAt, createdAt: now },
    ...{ isUntilCleared: false, conditionIds: [], reason: 'work', createdBy: 'root' },
  };
  await orders.add(given);
  return { startsAt, endsAt };
}

/**
 * Creates two hooks that store their input. The second one fails at first if the ID of the first
 * record is divisible by three.
 */
function hooksIn(directory: TemporaryDirectory): string {
  directory.write('heard/.keep', '');
  directory.write('hooks/01-writes', `#!/bin/sh\ncat >>'${directory.at('heard', '01')}'\n`, 0o755);
  const tried = `${directory.at('tried')}.$ALERT_ID`;
  directory.write(
    'hooks/02-fails-first',
    `#!/bin/sh\n[ -e "${tried}" ] || [ $((FIRST % 3)) -ne 0 ] || { : >"${tried}"; exit 75; }\ncat >>'${directory.at('heard', '02')}'\n`,
    0o755,
  );
  return directory.at('hooks');
}

/**
 * Runs many lives that end at various points, and one that delivers the rest. Returns the silences.
 */
async function livesAndDeaths(directory: TemporaryDirectory, more: Partial<ChaosOrder>): Promise<readonly Silenced[]> {
  expect(await lives.live(directory, more)).toBe('exit 0');
  const silences: Silenced[] = [];
  for (const [index, where] of KILLS.entries()) {
    if (index % 4 === 0) silences.push(await silence(directory.at('state')));
    const ended = await lives.live(directory, { ...more, ...where, passes: 1000 });
    expect(`${where.point}, ${where.occurrence}: ${ended}`).toBe(`${where.point}, ${where.occurrence}: SIGKILL`);
    // The times are not random, so that a failure can be reproduced.
    if (index < AT_RANDOM) await lives.live(directory, { ...more, passes: 1000 }, { killAfterMs: (index * 37) % 211 });
  }
  for (let index = KILLS.length; index < AT_RANDOM; index += 1)
    await lives.live(directory, { ...more, passes: 1000 }, { killAfterMs: (index * 37) % 211 });
  // The last life has the deliveries that 200 others left.
  const meanwhile = async (): Promise<void> => {
    const { startsAt, endsAt } = await silence(directory.at('state'), LAST_SILENCED_MS);
    silences.push({ startsAt: startsAt + HEEDED_WITHIN_MS, endsAt });
  };
  expect(await lives.live(directory, { ...more, passes: LAST_PASSES }, { patienceMs: 600_000, meanwhile })).toBe(
    'exit 0',
  );
  return silences;
}

const deaths = KILLS.length + AT_RANDOM;
const isSilenced = ({ facts: { fqdn = '' } }: EventRecord): boolean => SILENCED.includes(fqdn);

/** Returns the results of silences at both receivers. */
async function findingsOf(stateDirectory: string, silences: readonly Silenced[]): Promise<readonly SilencedFindings[]> {
  await using reader = openLedgerReader(stateDirectory);
  const records = (await reader.after(0, 1_000_000)).filter(isSilenced);
  return Promise.all(
    HEALTHY.map(async (notifier) =>
      silencedFindings(records, await reader.notifications.deliveries({ notifier }), silences),
    ),
  );
}

describe(`kill -9 at ${deaths} instants, at every named point and between them`, () => {
  test('loses nothing, groups related records, repeats an id only after a kill, keeps the order, and leaves no gap in the log files', {
    timeout: isFull ? 1_800_000 : 240_000,
  }, async () => {
    using directory = temporaryDirectory();
    const hooks = hooksIn(directory);
    const silences = await livesAndDeaths(directory, { groupWait: TOGETHER, hooks, isMirrored: true });
    expect(lives.kills).toBe(deaths);
    const { heard } = lives;
    expect(await compareDeliveries(directory.at('state'), heard, GROUPED, isSilenced)).toEqual([]);
    expect(heard.filter(({ receiver }) => receiver === 'hangs').length).toBeGreaterThan(3);
    expect(heard.filter(({ receiver }) => receiver === 'a').length).toBeGreaterThan(deaths);
    const together = heard.filter(({ receiver, records }) => receiver === 'b' && records.length > 1);
    expect(together.length).toBeGreaterThan(deaths / 10);
    expect(Math.max(...together.map(({ records }) => records.length))).toBeGreaterThan(3);
    const findings = await findingsOf(directory.at('state'), silences);
    expect(findings.flatMap(({ errors }) => errors)).toEqual([]);
    expect(findings.some(({ undelivered }) => undelivered > 0)).toBe(true);
    expect(findings.some(({ deliveredAtEnd }) => deliveredAtEnd > 0)).toBe(true);
    await using reader = openLedgerReader(directory.at('state'));
    const ofConditions = (await reader.after(0, 1_000_000)).filter(({ conditionId }) => conditionId !== undefined);
    expect(shownErrors(ofConditions, lives.shown, Date.now())).toEqual([]);
    const deliveries = await reader.notifications.deliveries({ notifier: 'hooks' });
    expect(hookErrors([directory.at('heard', '01'), directory.at('heard', '02')], deliveries)).toEqual([]);
    expect(deliveries.length).toBeGreaterThan(deaths / 10);
    expect(readdirSync(directory.path).filter((name) => name.startsWith('tried.')).length).toBeGreaterThan(0);
  });

  test('is detected for a ledger whose ids become visible out of order', { timeout: 240_000 }, async () => {
    using directory = temporaryDirectory();
    expect(await lives.live(directory, {})).toBe('exit 0');
    const order = { isOutOfOrder: true, groupWait: TOGETHER };
    expect(await lives.live(directory, { ...order, passes: 1000, point: 'after settle', occurrence: 40 })).toBe(
      'SIGKILL',
    );
    expect(await lives.live(directory, { ...order, passes: 40 })).toBe('exit 0');
    const errors = await compareDeliveries(directory.at('state'), lives.heard, GROUPED);
    for (const receiver of HEALTHY) expect(errors.join('\n')).toMatch(new RegExp(`never arrived at ${receiver}`));
    expect(errors.join('\n')).toContain('is in no log file');
  });

  test('is detected for a grouping whose additions a kill can lose', { timeout: 240_000 }, async () => {
    using directory = temporaryDirectory();
    const order = { groupingDefect: 'late', groupWait: TOGETHER } as const;
    expect(await lives.live(directory, { ...order, passes: 1000, point: DURING_T2, occurrence: 5 })).toBe('SIGKILL');
    expect(await lives.live(directory, { ...order, passes: 3 })).toBe('exit 0');
    const errors = await compareDeliveries(directory.at('state'), lives.heard, GROUPED);
    expect(errors.join('\n')).toMatch(/record \d+ is in 0 deliveries to b/);
    expect(errors.join('\n')).toMatch(/never arrived at b/);
    expect(errors.filter((error) => / to a\b| at a\b/.test(error))).toEqual([]);
  });

  test('is detected for a grouping that sends additions separately', { timeout: 240_000 }, async () => {
    using directory = temporaryDirectory();
    expect(await lives.live(directory, { groupingDefect: 'separate', groupWait: TOGETHER, passes: 20 })).toBe('exit 0');
    const errors = await compareDeliveries(directory.at('state'), lives.heard, GROUPED);
    expect(errors.join('\n')).toMatch(/record \d+ came to b apart from the alert that still gathered/);
  });
});
