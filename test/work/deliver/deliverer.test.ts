import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SECOND } from '../../../src/domain/time.ts';
import { Deliverer, type DelivererDependencies } from '../../../src/work/deliver/deliverer.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { NOON } from '../../contract/ledger-samples.ts';
import { saying } from '../../domain/failure/saying.ts';
import { NotificationStage, Receiver } from './notification-stage.ts';

const TIMEOUT_MS = 30 * SECOND;

/** Returns the outcome that is stored for a notifier that never ends. */
async function outcomeIfStopped(afterMs: number): Promise<Outcome | undefined> {
  const receiver = new Receiver('a');
  receiver.answer = () => new Promise(() => undefined);
  let stored: Outcome | undefined;
  const delivery = { notifier: 'a', deliveryId: 'd1', attempts: 0, retryUntil: NOON + 60 * SECOND };
  const outbox: Partial<DelivererDependencies['outbox']> = {
    claim: async () => [{ delivery, alert: { records: [] } }] as never,
    storeAttempt: async (_id, { outcome }) => {
      stored = outcome;
    },
  };
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
  const dependencies = { ...new NotificationStage().dependencies, clock, outbox } as DelivererDependencies;
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(), afterMs);
  const delivering = new Deliverer(receiver, TIMEOUT_MS, dependencies).deliverNext(stopping.signal);
  await vi.advanceTimersByTimeAsync(60 * SECOND);
  await delivering;
  return stored;
}

describe('the outcome for a notifier that ignores its signal', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOON });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('names the elapsed time and the timeout', async () => {
    const detail = 'did not stop after 34.5 s (timeout: 30 s)';
    expect(await outcomeIfStopped(50 * SECOND)).toMatchObject({
      kind: 'retry',
      reason: 'timed_out',
      failure: saying(detail),
    });
  });

  test('names the elapsed time and the shutdown if that ended the attempt', async () => {
    const detail = 'was interrupted after 3.5 s because mailcertd stopped';
    expect(await outcomeIfStopped(SECOND)).toMatchObject({ kind: 'retry', failure: saying(detail) });
  });

  test('names the timeout if it ended before the grace period of the shutdown', async () => {
    const detail = 'did not stop after 34.5 s (timeout: 30 s)';
    expect(await outcomeIfStopped(33 * SECOND)).toMatchObject({ failure: saying(detail) });
  });
});
