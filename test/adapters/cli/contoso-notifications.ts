import type { ConfiguredNotifier } from '../../../src/domain/alert/configured-notifier.ts';
import type { DeliveryRecord, NewDelivery } from '../../../src/domain/alert/delivery.ts';
import { nextAttempt } from '../../../src/domain/alert/next-attempt.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { NotificationDependencies } from '../../../src/work/manage/notification-dependencies.ts';
import type { DeliveryResult } from '../../../src/work/ports/outbox.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { said } from '../../domain/failure/said.ts';
import { NOON } from '../../domain/world.ts';
import type { MemoryLedger } from '../../fakes/memory-ledger.ts';

const notifier = (
  parts: Pick<ConfiguredNotifier, 'name' | 'type'> & Partial<ConfiguredNotifier>,
): ConfiguredNotifier => ({
  match: { levels: ['Error', 'Warning'] },
  changes: ['raised', 'escalated', 'repeated', 'cleared'],
  interval: undefined,
  ...parts,
});

/** The notifiers of the host in the documentation. */
export const CONTOSO_NOTIFIERS: readonly ConfiguredNotifier[] = [
  notifier({ name: 'hooks', type: 'exec' }),
  notifier({ name: 'ops', type: 'webhook', match: { levels: ['Error'] }, changes: ['raised', 'cleared'] }),
  notifier({ name: 'mail', type: 'mail' }),
  notifier({ name: 'am', type: 'alertmanager', changes: undefined, interval: MINUTE }),
  notifier({ name: 'alive', type: 'heartbeat', match: undefined, changes: undefined, interval: 5 * MINUTE }),
];

const DONE: Outcome = { kind: 'delivered', failure: said('10-postfix: done, after 0.0 s\nreloaded postfix') };
const TAKEN: Outcome = { kind: 'delivered', failure: said('HTTP 204') };
const BUSY: Outcome = {
  kind: 'retry',
  reason: 'server_error',
  failure: said('RCPT TO: 451 4.3.0 try again later'),
  notBefore: undefined,
};

type Attempt = readonly [Instant, number, Outcome, DeliveryResult];

/** Returns failed attempts, each with the delay that the daemon keeps before the next one. */
function failedAttempts(first: Instant, count: number): readonly Attempt[] {
  const attempts: Attempt[] = [];
  let at = first;
  for (let attempt = 1; attempt <= count; attempt += 1) {
    const durationMs = 1200;
    const next = nextAttempt(
      { attempts: attempt, at: at + durationMs, notBefore: undefined, retryUntil: first + 2 * DAY },
      0.5,
    );
    attempts.push([at, durationMs, BUSY, next ?? 'failed']);
    at = next ?? at;
  }
  return attempts;
}

/**
 * Adds the deliveries of the host in the documentation, whose mail server has failed since ten
 * o'clock.
 */
export async function notifyContoso({ outbox }: MemoryLedger): Promise<void> {
  const old = NOON - 4 * HOUR;
  const late = NOON - 2 * HOUR;
  const add = async (
    deliveryId: string,
    name: string,
    createdAt: Instant,
    records: readonly DeliveryRecord[],
    attempts: readonly Attempt[],
  ): Promise<void> => {
    const delivery: NewDelivery = {
      deliveryId,
      notifier: name,
      groupKey: '["mail01.contoso.com"]',
      createdAt,
      dueAt: createdAt,
      retryUntil: createdAt + 2 * DAY,
      records,
    };
    const head = Math.max(...records.map(({ eventRecordId }) => eventRecordId));
    const routed = { deliveries: [delivery], additions: [], suppressed: [], unsuppressed: [] };
    await outbox.storeRouted(name, head, routed, createdAt);
    for (const [index, [startedAt, durationMs, outcome, next]] of attempts.entries()) {
      await outbox.storeAttempt(deliveryId, { attempt: index + 1, startedAt, durationMs, outcome }, next);
    }
  };
  const recordOf = (eventRecordId: number): DeliveryRecord => ({
    eventRecordId,
    conditionId: `condition-${eventRecordId}`,
    isFirst: true,
  });
  const after = (at: Instant, seconds: number): Instant => at + seconds * SECOND;
  await add(
    '1f6d0c52-6d0e-4c1b-8f53-0c6a3a9d1e01',
    'hooks',
    after(old, 2),
    [recordOf(1)],
    [[after(old, 2), 212, DONE, 'delivered']],
  );
  await add(
    '2b9e4a10-0c77-4f0e-9a4e-6f1d2c3b4a02',
    'mail',
    after(old, 2),
    [recordOf(1)],
    [[after(old, 2), 480, TAKEN, 'delivered']],
  );
  await add(
    '3c8d5b21-1d88-4a1f-8b5f-7a2e3d4c5b03',
    'hooks',
    after(late, 2),
    [recordOf(2), recordOf(3)],
    [[after(late, 2), 198, DONE, 'delivered']],
  );
  await add(
    '4d7c6a32-2e99-4b20-9c60-8b3f4e5d6c04',
    'ops',
    after(late, 2),
    [recordOf(2)],
    [[after(late, 2), 64, TAKEN, 'delivered']],
  );
  await add(
    '5e6b7943-3faa-4c31-8d71-9c405f6e7d05',
    'mail',
    after(late, 2),
    [recordOf(2), recordOf(3)],
    failedAttempts(after(late, 2), 12),
  );
  await outbox.recordOutcome('am', NOON - MINUTE, TAKEN);
  await outbox.recordOutcome('am', NOON - 20 * SECOND, TAKEN);
  await outbox.recordOutcome('alive', NOON - 8 * MINUTE, {
    ...{ kind: 'retry', reason: 'timed_out', notBefore: undefined },
    failure: said('GET https://hc-ping.example: timed out after 30 s'),
  });
  await outbox.recordOutcome('alive', NOON - 7 * MINUTE, TAKEN);
  await outbox.recordOutcome('alive', NOON - 2 * MINUTE, TAKEN);
  await outbox.add({
    silenceId: '5c1f0e2a',
    match: { ids: [12018], connectors: ['Client MAIL01'] },
    startsAt: NOON - 3 * HOUR,
    endsAt: NOON + 7 * DAY,
    isUntilCleared: false,
    conditionIds: [],
    reason: 'renewal is ordered, ticket 4711',
    createdBy: 'root (sudo: ann)',
    createdAt: NOON - 3 * HOUR,
  });
}

/** The outcomes of test alerts on the host in the documentation. */
export const CONTOSO_DELIVERIES: Partial<NotificationDependencies> = {
  newSilenceId: () => '8d20b7f4',
  newDeliveryId: () => '6f5a8854-40bb-4d42-9e82-ad5160708e06',
  openTester: async () => ({
    account: 'mailcertd',
    test: async (name) => (name === 'mail' ? BUSY : name === 'hooks' ? DONE : TAKEN),
  }),
};
