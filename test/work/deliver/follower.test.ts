import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { Follower } from '../../../src/work/deliver/follower.ts';
import { LogOutputError } from '../../../src/work/errors.ts';
import type { EventSink } from '../../../src/work/ports/outputs.ts';
import { change, NOON, newRecord, SHARD } from '../../contract/ledger-samples.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';
import { said } from '../../domain/failure/said.ts';
import { saying } from '../../domain/failure/saying.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';

/** An output that can fail. It keeps acknowledged records apart from received ones. */
class Sink implements EventSink {
  readonly name = 'file:/var/log/mailcertd/events.log';
  readonly resumesAfterRestart: boolean;
  readonly written: number[] = [];
  attempts = 0;
  problem: string | undefined;
  onWrite: () => Promise<void> = async () => undefined;

  constructor(resumesAfterRestart = true) {
    this.resumesAfterRestart = resumesAfterRestart;
  }

  async write(records: readonly EventRecord[]): Promise<void> {
    this.attempts += 1;
    await this.onWrite();
    if (this.problem !== undefined) throw new Error(this.problem);
    this.written.push(...records.map(({ eventRecordId }) => eventRecordId));
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

class Scene {
  readonly ledger: MemoryLedger = new MemoryLedger();
  readonly notes: string[] = [];
  readonly ending: AbortController = new AbortController();

  follow(sink: EventSink): Promise<Follower> {
    const diagnostics = notedDiagnostics((what) => void this.notes.push(what));
    return Follower.open(sink, { ledger: this.ledger, clock: { now: () => NOON }, diagnostics });
  }

  async append(count: number): Promise<void> {
    const { revision } = await this.ledger.state(SHARD);
    const records = Array.from({ length: count }, () => newRecord());
    await this.ledger.commit(SHARD, revision, change({ records }));
  }
}

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const { signal } = new AbortController();

describe('a catch-up', () => {
  test('writes every record after its position, in order, in batches of 500', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    await scene.append(1201);
    await follower.catchUp(signal);
    expect(sink.written).toEqual(numbers(1, 1201));
    expect(sink.attempts).toBe(3);
    expect(await scene.ledger.cursor(sink.name)).toBe(1201);
  });

  test('moves its stored position only after the output has acknowledged', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    await scene.append(600);
    const places: number[] = [];
    sink.onWrite = async () => void places.push(await scene.ledger.cursor(sink.name));
    await follower.catchUp(signal);
    expect(places).toEqual([0, 500]);
    expect(await scene.ledger.cursor(sink.name)).toBe(600);
  });

  test('with a failed batch repeats the whole batch, and loses nothing', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    await scene.append(501);
    sink.onWrite = async () => {
      sink.problem = sink.attempts === 2 ? 'ENOSPC: no space left on device' : undefined;
    };
    await expect(follower.catchUp(signal)).rejects.toThrow('ENOSPC');
    expect(await scene.ledger.cursor(sink.name)).toBe(500);
    await scene.append(2);
    await follower.catchUp(signal);
    expect(sink.written).toEqual(numbers(1, 503));
  });

  test('after a crash between acknowledgment and position repeats, and loses nothing', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    await scene.append(3);
    const advance = scene.ledger.advanceCursor.bind(scene.ledger);
    scene.ledger.advanceCursor = async () => {
      throw new Error('killed');
    };
    await expect(follower.catchUp(signal)).rejects.toThrow('killed');
    scene.ledger.advanceCursor = advance;
    const again = await scene.follow(sink);
    await again.catchUp(signal);
    expect(sink.written).toEqual([1, 2, 3, 1, 2, 3]);
  });

  test('begins at its stored position; a terminal begins at the head each time', async () => {
    const scene = new Scene();
    const [file, terminal] = [new Sink(), new Sink(false)];
    await (await scene.follow(file)).catchUp(signal);
    await scene.append(2);
    for (const sink of [file, terminal]) await (await scene.follow(sink)).catchUp(signal);
    expect([file.written, terminal.written]).toEqual([[1, 2], []]);
    await scene.append(1);
    for (const sink of [file, terminal]) await (await scene.follow(sink)).catchUp(signal);
    expect([file.written, terminal.written]).toEqual([[1, 2, 3], []]);
  });

  test('writes nothing once it is aborted', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    await scene.append(1);
    await follower.catchUp(AbortSignal.abort());
    expect(sink.attempts).toBe(0);
  });
});

describe('an output that accepts no records', () => {
  const health = async (scene: Scene): Promise<unknown> => (await scene.ledger.outbox.outputs())[0];

  test('is known to fail since the first time, also to the next daemon, until it accepts records', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    await scene.append(2);
    sink.onWrite = async () => {
      const problem = { reason: 'connection_refused', failure: said('connect ECONNREFUSED') } as const;
      throw new LogOutputError(sink.name, madeUpFailure('sending to loghost: connect ECONNREFUSED'), problem);
    };
    await expect(follower.catchUp(signal)).rejects.toThrow('sending to loghost');
    const failing = { since: NOON, reason: 'connection_refused', failure: said('connect ECONNREFUSED') };
    expect(await health(scene)).toEqual({ output: sink.name, waiting: 2, failing });
    const next = await scene.follow(sink);
    sink.onWrite = async () => undefined;
    expect(await health(scene)).toMatchObject({ failing });
    await next.catchUp(signal);
    expect(await health(scene)).toEqual({ output: sink.name, waiting: 0, failing: undefined });
  });

  test('fails because of its own errors, and not because it was aborted', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    await scene.append(1);
    sink.problem = 'a record that cannot be written';
    const ending = new AbortController();
    sink.onWrite = async () => ending.abort();
    await expect(follower.catchUp(ending.signal)).rejects.toThrow();
    expect(await health(scene)).toMatchObject({ failing: undefined });
    sink.onWrite = async () => undefined;
    await expect(follower.catchUp(signal)).rejects.toThrow();
    expect(await health(scene)).toMatchObject({
      failing: { reason: 'io_error', failure: saying('a record that cannot be written') },
    });
  });
});

describe('a follower', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  test('writes the existing records, then those of every commit, until it is stopped', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    await scene.append(1);
    const running = follower.run(scene.ending.signal);
    await settle();
    await scene.append(2);
    await settle();
    expect(sink.written).toEqual([1, 2, 3]);
    scene.ending.abort();
    await running;
    await scene.append(1);
    await settle();
    expect(sink.written).toEqual([1, 2, 3]);
  });

  test('does not miss a commit that is made while it reads the end of the log', async () => {
    const scene = new Scene();
    const sink = new Sink();
    const follower = await scene.follow(sink);
    const after = scene.ledger.after.bind(scene.ledger);
    let reads = 0;
    scene.ledger.after = async (from, limit) => {
      const found = await after(from, limit);
      reads += 1;
      if (reads === 1) await scene.append(1);
      return found;
    };
    const running = follower.run(scene.ending.signal);
    await settle();
    expect(sink.written).toEqual([1]);
    scene.ending.abort();
    await running;
  });

  test('retries after errors, with increasing delays up to a minute, logs each, and loses nothing', async () => {
    const scene = new Scene();
    const sink = new Sink();
    sink.problem = 'EIO: i/o error';
    const follower = await scene.follow(sink);
    await scene.append(3);
    const running = follower.run(scene.ending.signal);
    await settle();
    const waits: number[] = [];
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const before = sink.attempts;
      await settle(seconds * 1000 - 1);
      expect(sink.attempts).toBe(before);
      await settle(1);
      expect(sink.attempts).toBe(before + 1);
      waits.push(seconds);
    }
    expect(scene.notes.slice(0, 2)).toEqual([
      `writing events to ${sink.name}: EIO: i/o error; mailcertd tries again in 1 s, all stored records are written later`,
      `writing events to ${sink.name}: EIO: i/o error; mailcertd tries again in 2 s, all stored records are written later`,
    ]);
    await scene.append(1);
    sink.problem = undefined;
    await settle(60_000);
    expect(sink.written).toEqual([1, 2, 3, 4]);
    sink.problem = 'again';
    await scene.append(1);
    await settle();
    expect(scene.notes.at(-1)).toContain('mailcertd tries again in 1 s');
    scene.ending.abort();
    await running;
  });

  test('of a failing output stops at once, and delays no other', async () => {
    const scene = new Scene();
    const [bad, good] = [new Sink(), new Sink(false)];
    bad.problem = 'EIO';
    const followers = await Promise.all([scene.follow(bad), scene.follow(good)]);
    const running = followers.map((follower) => follower.run(scene.ending.signal));
    await scene.append(2);
    await settle();
    expect(good.written).toEqual([1, 2]);
    scene.ending.abort();
    await Promise.all(running);
    expect(bad.written).toEqual([]);
  });
});
