import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomFrom } from '../fixtures/random.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { ChaosLives } from './chaos-lives.ts';
import type { ChaosOrder } from './chaos-order.ts';
import { ratioOf, type Stretch, type Verdict, verdictOf } from './delay-ratio.ts';

// This test measures the time from the due time of a scan to the arrival of its records at a
// healthy receiver. It uses real connections and the monotonic clock. The due time is used because
// a blocked process delays scans, too. Two daemons run at the same time: in one, the third notifier
// answers, and in the other, it never does. unresponsive-notifier.test.ts tests without timing which step
// waits for which.

const isFull = process.env['CHAOS'] === 'full';
const HEALTHY = ['a', 'b'];
const BOUND = 1.1;
const STRETCH_MS = 500;
/** The first scans are slow because of the start of the program. */
const STARTED = 90;

let lives: ChaosLives;
beforeAll(async () => {
  lives = await ChaosLives.open('unresponsive');
});
afterAll(() => lives[Symbol.asyncDispose]());
beforeEach(() => lives.begin());

/** Runs two daemons at the same time. */
async function round(isSwapped: boolean, more: Partial<ChaosOrder>): Promise<readonly Stretch[]> {
  using directory = temporaryDirectory();
  const thirds = isSwapped ? ['hangs', 'answers'] : ['answers', 'hangs'];
  lives.begin();
  const first = lives.lives + 1;
  const lived = thirds.map((third) => {
    const order = { intervalMs: 25, passes: 200, third, stateDirectory: directory.at(third) };
    return lives.live(directory, third === 'hangs' ? { ...order, ...more } : order);
  });
  expect(await Promise.all(lived)).toEqual(['exit 0', 'exit 0']);
  const stretches = new Map<number, [number[], number[]]>();
  for (const { receiver, life, atMs, records } of lives.heard) {
    const [[id, , dueMs] = [0, '', '']] = records;
    if (!HEALTHY.includes(receiver) || id <= STARTED) continue;
    const at = Math.floor(Number(dueMs) / STRETCH_MS);
    const stretch = stretches.get(at) ?? [[], []];
    stretch[thirds[Number(life) - first] === 'hangs' ? 1 : 0].push(atMs - Number(dueMs));
    stretches.set(at, stretch);
  }
  return [...stretches.values()].filter((sides) => sides.every((side) => side.length > 0));
}

/** Repeats rounds until there is a verdict or the time limit is reached. */
async function decided(withinMs: number, more: Partial<ChaosOrder> = {}): Promise<Verdict> {
  const until = performance.now() + withinMs;
  const stretches: Stretch[] = [];
  for (let index = 0; ; index += 1) {
    stretches.push(...(await round(index % 2 === 1, more)));
    const verdict = verdictOf(stretches, BOUND, randomFrom(index + 1));
    if (verdict === 'undecided' && performance.now() < until) continue;
    const { low, ratio, high, base } = ratioOf(stretches, randomFrom(index + 1));
    const [from, is, to, slowest] = [low, ratio, high, base].map((one) => one.toFixed(3));
    console.log(
      `p99 next to one that never answers: ${is} times (${from} to ${to}), of ${slowest} ms in ${stretches.length} stretches`,
    );
    return verdict;
  }
}

describe('a notifier that never responds', () => {
  /**
   * Returns the fraction of deliveries to the others that arrived during a request to the hanging
   * receiver.
   */
  async function shareDuringAttempts(order: Partial<ChaosOrder>): Promise<number> {
    using directory = temporaryDirectory();
    expect(await lives.live(directory, { intervalMs: 25, ...order })).toBe('exit 0');
    const events = lives.heard.filter(({ receiver }) => HEALTHY.includes(receiver));
    const during = events.filter(({ atMs }) => lives.hung.some(([from, until]) => atMs > from && atMs < until));
    expect(lives.hung.length).toBeGreaterThan(1);
    return during.length / events.length;
  }

  test('does not make the others wait for its attempts: they get most alerts during those', async () => {
    expect(await shareDuringAttempts({ passes: 60 })).toBeGreaterThan(0.5);
  });

  test('would be detected if no other worker could take deliveries that are due meanwhile', async () => {
    expect(await shareDuringAttempts({ passes: 8, holds: 'claim' })).toBeLessThan(0.5);
  });

  // A loaded machine may never reach a verdict, so this test is only in the full run.
  describe.runIf(isFull)('next to two that respond', () => {
    test('makes the slowest of a hundred deliveries to them less than a tenth slower than one that responds', {
      timeout: 1_800_000,
    }, async () => {
      expect(await decided(1_200_000)).toBe('below');
    });

    test('would be detected if it blocked the process', { timeout: 600_000 }, async () => {
      expect(await decided(300_000, { holds: 'loop' })).toBe('above');
    });
  });
});
