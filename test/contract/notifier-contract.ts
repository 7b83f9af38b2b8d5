import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { REASONS } from '../../src/domain/failure/problem.ts';
import type { Notifier, Outcome } from '../../src/work/ports/outputs.ts';
import { HOSTILE_NAMES, hostileAlert, raisedRecord, type SampleAlert, sampleAlert } from './alert-samples.ts';
import { NOON } from './ledger-samples.ts';

/** The behavior of the receiver. */
export type Behavior =
  /** Accepts alerts. */
  | 'takes'
  /** Receives alerts and answers with a temporary error. */
  | 'fails'
  /** Receives alerts and never answers. */
  | 'hangs';

/** A notifier under test, with its receiver. */
export interface NotifierBench extends AsyncDisposable {
  readonly notifier: Notifier;
  behave(how: Behavior): Promise<void> | void;
  /** Returns the IDs of all received alerts, one per attempt, in order. */
  received(): Promise<readonly string[]> | readonly string[];
  /** Stops the receiver: no server or no program. */
  remove(): Promise<void> | void;
  /** The secrets of the notifier, which no outcome may contain; empty if it has none. */
  readonly secrets: readonly string[];
}

/** The settings of a notifier under test. */
export interface BenchSettings {
  /** The timeout of an attempt in ms. */
  readonly timeout: number;
}

/** The resources that an attempt must close: sockets, DNS queries, processes and their pipes. */
const OPENED = /^(TCP|TLS|Pipe|Process|GetAddrInfo|FSReq|FILEHANDLE)/i;

const opened = (): number => process.getActiveResourcesInfo().filter((kind) => OPENED.test(kind)).length;

const never = (): AbortSignal => new AbortController().signal;

/** Checks the properties of every outcome. */
function expectWellFormed(outcome: Outcome, secrets: readonly string[]): void {
  expect(['delivered', 'retry', 'rejected']).toContain(outcome.kind);
  // The event log stores the detail, so it must be short.
  expect(failureText(outcome.failure, 'en').length).toBeLessThanOrEqual(4096);
  for (const secret of secrets) expect(JSON.stringify(outcome)).not.toContain(secret);
  if (outcome.kind === 'delivered') return;
  expect(REASONS).toContain(outcome.reason);
  // The detail must explain more than the reason.
  expect(failureText(outcome.failure, 'en')).not.toBe('');
  if (outcome.kind === 'retry' && outcome.notBefore !== undefined) {
    expect(Number.isSafeInteger(outcome.notBefore)).toBe(true);
  }
}

/**
 * Defines the contract tests of every notifier, with a real receiver.
 * @param open starts a receiver that accepts alerts
 */
export function notifierContract(title: string, open: (settings: BenchSettings) => Promise<NotifierBench>): void {
  const deliver = async (
    { notifier, secrets }: NotifierBench,
    { delivery, alert }: SampleAlert,
    signal: AbortSignal = never(),
  ): Promise<Outcome> => {
    const outcome = await notifier.deliver(delivery, alert, signal);
    expectWellFormed(outcome, secrets);
    return outcome;
  };

  describe(`${title}, as a notifier`, () => {
    it('sends an alert once, with its id', async () => {
      await using bench = await open({ timeout: 30_000 });
      expect(await deliver(bench, sampleAlert('alert-1'))).toMatchObject({ kind: 'delivered' });
      expect(await bench.received()).toEqual(['alert-1']);
    });

    it('sends the same id at every retry, and another id for another alert', async () => {
      await using bench = await open({ timeout: 30_000 });
      const sample = sampleAlert('alert-1');
      await bench.behave('fails');
      for (const attempts of [0, 1]) {
        const { delivery, alert } = sample;
        expect(await deliver(bench, { delivery: { ...delivery, attempts }, alert })).toMatchObject({ kind: 'retry' });
      }
      await bench.behave('takes');
      const { delivery, alert } = sample;
      expect(await deliver(bench, { delivery: { ...delivery, attempts: 2 }, alert })).toMatchObject({
        kind: 'delivered',
      });
      expect(await deliver(bench, sampleAlert('alert-2'))).toMatchObject({ kind: 'delivered' });
      expect(await bench.received()).toEqual(['alert-1', 'alert-1', 'alert-1', 'alert-2']);
    });

    it.each(['raised', 'repeated', 'escalated', 'cleared', 'once', 'test'] as const)(
      'sends an alert that is %s',
      async (state) => {
        await using bench = await open({ timeout: 30_000 });
        const cleared = raisedRecord({
          eventId: 1900,
          level: 'Information',
          change: 'cleared',
          parameters: ['12014', 'mail.contoso.com', '2026-03-01T11:00:00Z'],
          facts: {
            connector: 'Default MAIL01',
            cleared: {
              eventId: 12014,
              level: 'Error',
              raisedAt: NOON,
              evidence: { scope: 'store:My', at: NOON, reason: 'observed' },
            },
          },
          remedy: [],
        });
        const record = state === 'cleared' ? cleared : raisedRecord({ change: state === 'test' ? 'once' : state });
        expect(await deliver(bench, sampleAlert('alert-1', { state, records: [record] }))).toMatchObject({
          kind: 'delivered',
        });
        expect(await bench.received()).toEqual(['alert-1']);
      },
    );

    it('sends an alert with nine records as one message', async () => {
      await using bench = await open({ timeout: 30_000 });
      const others = Array.from({ length: 8 }, (_, index) =>
        raisedRecord({ eventRecordId: index + 2, conditionId: `condition-${index + 2}` }),
      );
      expect(await deliver(bench, sampleAlert('alert-1', { records: [raisedRecord(), ...others] }))).toMatchObject({
        kind: 'delivered',
      });
      expect(await bench.received()).toEqual(['alert-1']);
    });

    it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 24), name]))(
      'sends an alert about an object named %j',
      async (_, name) => {
        await using bench = await open({ timeout: 30_000 });
        expect(await deliver(bench, hostileAlert('alert-1', name))).toMatchObject({ kind: 'delivered' });
        expect(await bench.received()).toEqual(['alert-1']);
      },
    );

    it('does not mix up alerts that are sent at the same time', async () => {
      await using bench = await open({ timeout: 30_000 });
      const ids = Array.from({ length: 12 }, (_, index) => `alert-${index}`);
      const outcomes = await Promise.all(ids.map((id) => deliver(bench, sampleAlert(id))));
      expect(outcomes.map(({ kind }) => kind)).toEqual(ids.map(() => 'delivered'));
      expect([...(await bench.received())].sort()).toEqual([...ids].sort());
    });

    it('returns an outcome for each error of the remote server, and never rejects', async () => {
      await using bench = await open({ timeout: 30_000 });
      await bench.behave('fails');
      expect(await deliver(bench, sampleAlert('alert-1'))).toMatchObject({ kind: 'retry' });
      await bench.remove();
      const outcome = await deliver(bench, sampleAlert('alert-2'));
      expect(outcome.kind).not.toBe('delivered');
    });

    it('waits for a response no longer than its timeout', async () => {
      await using bench = await open({ timeout: 300 });
      await bench.behave('hangs');
      const startedAt = performance.now();
      expect(await deliver(bench, sampleAlert('alert-1'))).toMatchObject({ kind: 'retry' });
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    });

    it('ends soon after the signal', async () => {
      await using bench = await open({ timeout: 60_000 });
      await bench.behave('hangs');
      const stop = new AbortController();
      const delivery = deliver(bench, sampleAlert('alert-1'), stop.signal);
      await vi.waitFor(async () => expect(await bench.received()).toHaveLength(1), 20_000);
      const stoppedAt = performance.now();
      stop.abort();
      expect(await delivery).toMatchObject({ kind: 'retry', notBefore: undefined });
      expect(performance.now() - stoppedAt).toBeLessThan(10_000);
    });

    it('sends nothing after the signal', async () => {
      await using bench = await open({ timeout: 30_000 });
      expect(await deliver(bench, sampleAlert('alert-1'), AbortSignal.abort())).toMatchObject({ kind: 'retry' });
      expect(await bench.received()).toEqual([]);
    });

    it('leaves no socket, no process and no listener of the signal', async () => {
      await using bench = await open({ timeout: 300 });
      const { signal } = new AbortController();
      const before = opened();
      for (const how of ['takes', 'fails', 'hangs'] as const) {
        await bench.behave(how);
        await deliver(bench, sampleAlert(`alert-${how}`), signal);
      }
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      await vi.waitFor(() => expect(opened()).toBeLessThanOrEqual(before), 20_000);
    });
  });
}
