import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sendHeartbeats } from '../../../src/work/deliver/send-heartbeats.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { said } from '../../domain/failure/said.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';

const MINUTE = 60_000;
const DELIVERED: Outcome = { kind: 'delivered', failure: said('HTTP 200 OK') };
const again = (detail: string): Outcome => ({
  kind: 'retry',
  reason: 'server_error',
  failure: said(detail),
  notBefore: undefined,
});

/** A heartbeat every five minutes, its receiver, and the monitor on which it depends. */
class Scene {
  readonly beats: number[] = [];
  readonly notes: string[] = [];
  readonly stopping: AbortController = new AbortController();
  readonly kept: (readonly [number, string])[] = [];
  outcome: Outcome = DELIVERED;
  noted = async (startedAt: number, { kind }: Outcome): Promise<void> => void this.kept.push([startedAt, kind]);
  watching = true;
  random = 0;
  ended = false;

  start(): void {
    const heartbeat = {
      name: 'alive',
      send: async (): Promise<Outcome> => {
        this.beats.push(performance.now());
        return this.outcome;
      },
    };
    const dependencies = {
      heartbeat,
      intervalMs: 5 * MINUTE,
      clock: { now: () => performance.now(), monotonicMs: () => performance.now() },
      recordOutcome: (startedAt: number, outcome: Outcome) => this.noted(startedAt, outcome),
      isHealthy: () => this.watching,
      random: () => this.random,
      diagnostics: notedDiagnostics((what, level) => void this.notes.push(`${level}: ${what}`)),
    };
    void sendHeartbeats(dependencies, this.stopping.signal).then(() => {
      this.ended = true;
    });
  }
}

let scene: Scene;
beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  scene = new Scene();
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (minutes: number): Promise<unknown> => vi.advanceTimersByTimeAsync(minutes * MINUTE);

describe('a heartbeat', () => {
  test('is sent at once and at every interval', async () => {
    scene.start();
    await pass(11);
    expect(scene.beats).toEqual([0, 5 * MINUTE, 10 * MINUTE]);
    expect(scene.notes).toEqual([]);
  });

  test('is stored with its outcome, and is sent even if that cannot be stored', async () => {
    scene.start();
    await pass(1);
    scene.outcome = again('HTTP 503');
    await pass(5);
    expect(scene.kept.slice(0, 2)).toEqual([
      [0, 'delivered'],
      [5 * MINUTE, 'retry'],
    ]);
    scene.notes.length = 0;
    scene.outcome = DELIVERED;
    scene.noted = () => Promise.reject(new Error('the disk is full'));
    const before = scene.beats.length;
    await pass(11);
    expect(scene.beats.length).toBeGreaterThan(before + 1);
    expect(scene.notes).toContain('error: the disk is full');
  });

  test('is sent up to a tenth of the interval early, and never late', async () => {
    scene.random = 0.999_999;
    scene.start();
    await pass(5);
    expect(scene.beats).toEqual([0, expect.closeTo(4.5 * MINUTE, -2)]);
  });

  test('stops when monitoring stops, and is sent within half a minute when it continues', async () => {
    scene.start();
    await pass(1);
    scene.watching = false;
    await pass(60);
    expect(scene.beats).toEqual([0]);
    scene.watching = true;
    await pass(0.5);
    expect(scene.beats).toHaveLength(2);
    expect(scene.notes).toEqual([
      'warning: heartbeat alive: not sent, because certificates are currently not monitored',
      'info: heartbeat alive: sending resumed',
    ]);
  });

  test('that fails is retried after 30 seconds, and an hour of failures is logged twice', async () => {
    scene.outcome = again('HTTP 503');
    scene.start();
    await pass(60);
    expect(scene.beats.slice(0, 3)).toEqual([0, 30_000, 60_000]);
    scene.outcome = DELIVERED;
    await pass(1);
    expect(scene.notes).toEqual([
      'warning: heartbeat alive: HTTP 503 (server error); retrying',
      'info: heartbeat alive: sending resumed',
    ]);
  });

  test('whose error changes every time is logged once for each reason', async () => {
    scene.start();
    for (let time = 0; time < 100; time += 1) {
      const reason = time % 2 === 0 ? 'timed_out' : 'connection_lost';
      scene.outcome = { kind: 'retry', reason, failure: said(`after ${time} ms`), notBefore: undefined };
      await pass(0.5);
    }
    expect(scene.notes).toHaveLength(2);
  });

  test.each([
    ['no longer than the delay of a retry', 5000, 30_000],
    ['longer than the delay of a retry', 2 * MINUTE, 2 * MINUTE],
    ['longer than the interval', 60 * MINUTE, 5 * MINUTE],
  ])('whose receiver requests a delay %s is retried after it, at the latest after the interval', async (_, ms, at) => {
    scene.outcome = { kind: 'retry', reason: 'too_many_requests', failure: said('HTTP 429'), notBefore: ms };
    scene.start();
    await pass(6);
    expect(scene.beats.slice(0, 2)).toEqual([0, at]);
  });

  test('to an address that is gone is not sent any more', async () => {
    scene.outcome = { kind: 'rejected', reason: 'gone', failure: said('HTTP 410'), disable: true };
    scene.start();
    await pass(60);
    expect(scene.beats).toEqual([0]);
    expect(scene.ended).toBe(true);
    expect(scene.notes).toEqual([
      'warning: heartbeat alive: HTTP 410 (the address no longer exists); no further heartbeats are sent',
    ]);
  });

  test('that is rejected is sent again nevertheless', async () => {
    scene.outcome = { kind: 'rejected', reason: 'refused', failure: said('HTTP 400'), disable: false };
    scene.start();
    await pass(2);
    expect(scene.beats.length).toBeGreaterThan(2);
  });

  test('ends with the signal, without a last one', async () => {
    scene.start();
    await pass(1);
    scene.stopping.abort();
    await pass(60);
    expect(scene.ended).toBe(true);
    expect(scene.beats).toEqual([0]);
  });
});
