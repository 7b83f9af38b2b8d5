import { expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openDeliveryOrders } from '../../../../src/adapters/sqlite/outbox/open-delivery-orders.ts';
import type { NewDelivery } from '../../../../src/domain/alert/delivery.ts';
import { testDelivery } from '../../../../src/domain/alert/test-delivery.ts';
import { HOUR } from '../../../../src/domain/time.ts';
import type { Settlement } from '../../../../src/work/ports/outbox.ts';
import type { Outcome } from '../../../../src/work/ports/outputs.ts';
import { change, NOON, newRecord, SHARD } from '../../../contract/ledger-samples.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();

const DELIVERED: Outcome = { kind: 'delivered', detail: '' };
const BUSY: Outcome = { kind: 'again', reason: 'server_error', detail: 'HTTP 503', notBefore: undefined };
const LATE: Outcome = { kind: 'again', reason: 'timed_out', detail: 'no answer', notBefore: undefined };
const REFUSED: Outcome = { kind: 'never', reason: 'refused', detail: 'HTTP 400', disable: false };

const delivery = (notifier: string): NewDelivery => ({
  ...{ deliveryId: notifier, notifier, groupKey: '[]', createdAt: NOON, dueAt: NOON, giveUpAt: NOON + HOUR },
  records: [{ eventRecordId: 1, conditionId: undefined, isFirst: false }],
});

it('An older ledger takes on how telling goes from the attempts that it keeps', async () => {
  const directory = stateDirectory();
  const ledger = openLedger(directory);
  await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
  const told: readonly (readonly [string, readonly (readonly [Outcome, Settlement])[]])[] = [
    [
      'calm',
      [
        [BUSY, NOON + 1],
        [DELIVERED, 'delivered'],
      ],
    ],
    [
      'failing',
      [
        [DELIVERED, NOON],
        [BUSY, NOON + 1],
        [LATE, NOON + 2],
      ],
    ],
    ['refused', [[REFUSED, 'given-up']]],
    ['waiting', []],
  ];
  for (const [notifier, attempts] of told) {
    const routed = { deliveries: [delivery(notifier)], additions: [], suppressed: [], unsuppressed: [] };
    await ledger.outbox.advance(notifier, 1, routed, NOON);
    for (const [index, [outcome, next]] of attempts.entries()) {
      const attempt = { attempt: index + 1, startedAt: NOON + index, durationMs: 5, outcome };
      await ledger.outbox.settle(notifier, attempt, next);
    }
  }
  const orders = openDeliveryOrders(directory);
  const marked = { attempt: 1, startedAt: NOON, durationMs: 5, outcome: BUSY };
  await orders.recordTest(testDelivery('test', 'calm', NOON), marked);
  const before = await orders.health();
  expect(before.map(({ notifier }) => notifier)).toEqual(['calm', 'failing', 'refused', 'waiting']);
  orders[Symbol.dispose]();
  await ledger[Symbol.asyncDispose]();

  const database = openSqlite(`${directory}/ledger.db`);
  database.exec(
    `DROP TABLE telling; DROP TABLE outcome_count; DROP TABLE rotation; DROP TABLE delivery_part; DROP TABLE log_output;
    ALTER TABLE delivery DROP COLUMN log_head`,
  );
  database.pragma('user_version = 2');
  database.close();

  await openLedger(directory)[Symbol.asyncDispose]();
  using after = openDeliveryOrders(directory);
  expect(await after.health()).toEqual(before);
});
