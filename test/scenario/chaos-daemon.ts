// The notification part of the daemon with its event log, composed as in the daemon. It has a
// ledger, a log file with rotation, and three HTTP notifiers, one of which never answers. It
// continually commits changes of ten conditions. With grouping, nine more conditions share a
// certificate. Tests kill it from outside, or it kills itself at the nth call of a named point. It
// is bundled like the daemon; its argument is a `ChaosOrder`.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { openEventSink } from '../../src/adapters/log/open-event-sink.ts';
import { type OpenLedger, openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import type { Condition } from '../../src/domain/condition/condition.ts';
import { definitionOf } from '../../src/domain/event/catalog/all.ts';
import type { Change, NewEventRecord } from '../../src/domain/event/event-record.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { LogOutputs } from '../../src/work/deliver/log-outputs.ts';
import { NotificationService, type Recipients } from '../../src/work/deliver/notification-service.ts';
import type { EventSink, Notifier } from '../../src/work/ports/outputs.ts';
import { notedDiagnostics } from '../fakes/noted-diagnostics.ts';
import { holding, plantInGrouping, showOutOfOrder } from './chaos-errors.ts';
import { ChaosNotifiers } from './chaos-notifiers.ts';
import { type ChaosOrder, DURING_T2 } from './chaos-order.ts';

const order: ChaosOrder = JSON.parse(process.argv[2] ?? '{}');
const SHARD = 'mail01.contoso.com';
/** The certificate of the nine connectors. */
const SHARED = '5F2C0A9B1E6D47C8A3B0D9E1F4C6B7A89D0E1F23';
const ALL: readonly Change[] = ['raised', 'escalated', 'repeated', 'cleared'];
const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
const diagnostics = notedDiagnostics((what) => void process.stderr.write(`${what}\n`));

let passed = 0;
/** Marks a named point, and kills the process if the order names it. */
function point(name: string): void {
  if (name !== order.point) return;
  passed += 1;
  if (passed === order.occurrence) process.kill(process.pid, 'SIGKILL');
}

/** Wraps a call with a named point before and after it. */
function between<T extends unknown[], R>(
  name: string,
  call: (...parameters: T) => Promise<R>,
): (...parameters: T) => Promise<R> {
  return async (...parameters) => {
    point(`before ${name}`);
    const answer = await call(...parameters);
    point(`after ${name}`);
    return answer;
  };
}

const rename = fs.renameSync;
fs.renameSync = (from, to) => {
  point('before rotation');
  rename(from, to);
  point('after rotation');
};
syncBuiltinESMExports();

const ledger: OpenLedger = openLedger(order.stateDirectory);
const { outbox } = ledger;
ledger.commit = between('T1', ledger.commit.bind(ledger));
ledger.advanceCursor = between('cursor', ledger.advanceCursor.bind(ledger));
if (order.groupingDefect !== undefined) plantInGrouping(order.groupingDefect, outbox, () => point(DURING_T2));
outbox.storeRouted = between('T2', outbox.storeRouted.bind(outbox));
outbox.claim = between('claim', outbox.claim.bind(outbox));
outbox.storeAttempt = between('settle', outbox.storeAttempt.bind(outbox));
if (order.isOutOfOrder) showOutOfOrder(ledger);
const notifiers = new ChaosNotifiers(order, between);
const third = order.third ?? 'hangs';

function webhookNamed(name: string): Notifier {
  const webhook = notifiers.webhook(name);
  return order.holds === undefined || name !== third ? webhook : holding(order.holds, webhook, outbox);
}

function file(): EventSink {
  const sink = openEventSink(
    { type: 'file', format: 'json', path: `${order.stateDirectory}/events.log`, maxSize: 60_000, keep: 1000 },
    { locale: 'en', offsetMinutes: () => 0, helpLink: '{id}', definitionOf },
    { stdout: process.stdout },
    {},
  );
  return { ...sink, write: between('write', sink.write.bind(sink)) };
}

const failedEvent = (notifier: string): NewEventRecord =>
  recordOf('once', { eventId: 1500, level: 'Information', parameters: [notifier, '', '1', '0', ''] });

const disabledEvent = (notifier: string): NewEventRecord =>
  recordOf('once', {
    ...{ eventId: 1501, level: 'Information', parameters: [notifier, ''] },
    facts: { notifier, detail: '' },
  });

function recordOf(change: Change, parts: Partial<NewEventRecord>): NewEventRecord {
  return {
    ...{ providerName: 'MSExchangeTransport', eventId: 12014, version: 0, level: 'Error', timeCreated: Date.now() },
    ...{ computer: SHARD, change, conditionId: undefined, facts: {}, remedy: [] },
    parameters: [String(dueMs), 'b', 'c'],
    ...parts,
  };
}

const NEXT: Readonly<Partial<Record<Change, Change>>> = {
  raised: 'escalated',
  escalated: 'repeated',
  repeated: 'cleared',
};
/** Returns the monotonic time in ms, which all processes share. */
const sharedMs = (): number => Number(process.hrtime.bigint()) / 1e6;
/** When the current scan was due. The scan itself may be late, if the process was blocked. */
let dueMs = sharedMs();

/**
 * The last change of each open condition. For conditions of an earlier daemon, it is `repeated`.
 */
const last = new Map<string, Change>();

/**
 * Returns at most two of the nine connectors in every other scan, so that a notifier without
 * grouping can keep up.
 */
function connectorsIn(revision: number): readonly string[] {
  if (order.groupWait === undefined || revision % 2 === 1) return [];
  return [...new Set([revision, revision * 2 + 1].map((number) => `connector ${number % 9}`))];
}

/** Advances two conditions: raised, escalated, repeated, cleared, and again from the start. */
async function pass(): Promise<void> {
  const { revision, open } = await ledger.state(SHARD);
  const after = new Map(open.map((condition) => [condition.subject, condition]));
  const records: NewEventRecord[] = [recordOf('once', { eventId: 1002, level: 'Information' })];
  const single = [`s${revision % 10}`, `s${(revision * 3 + 1) % 10}`];
  for (const subject of [...single, ...connectorsIn(revision)]) {
    const known = after.get(subject);
    const change = known === undefined ? 'raised' : (NEXT[last.get(subject) ?? 'escalated'] ?? 'cleared');
    const conditionId = known?.conditionId ?? `${subject}/${revision}`;
    const facts = {
      ...({ fqdn: '', fqdnSource: 'connector', reason: 'certificate-host-mismatch' } as const),
      ...(single.includes(subject) ? { fqdn: subject } : { connector: subject, thumbprint: SHARED }),
    };
    const now = Date.now();
    last.set(subject, change);
    if (change === 'cleared') {
      after.delete(subject);
      const evidence = { scope: 'store:My', at: now, reason: 'observed' } as const;
      const cleared = { eventId: 12014, raisedAt: now, evidence };
      records.push(
        recordOf(change, { eventId: 1900, level: 'Information', conditionId, facts: { ...facts, cleared } }),
      );
    } else {
      const condition: Condition = {
        ...{ conditionId, eventId: 12014, subject, needs: ['store:My'], urgency: 0, level: 'Error', raisedAt: now },
        ...{ notifiedAt: now, parameters: ['a', 'b', 'c'], facts, remedy: [] },
      };
      after.set(subject, condition);
      records.push(recordOf(change, { conditionId, facts }));
    }
  }
  await ledger.commit(SHARD, revision, { records, open: [...after.values()], memory: undefined, scan: undefined });
}

const configs: Recipients['notifiers'][number][] = ['a', 'b', third].map((name) => ({
  notifier: webhookNamed(name),
  timeoutMs: name === 'hangs' ? 300 : 10 * SECOND,
  route: {
    ...{ notifier: name, match: { levels: ['Error', 'Warning'] }, holdFor: 0, retryFor: 48 * HOUR },
    groupWait: name === 'b' ? (order.groupWait ?? 0) : 0,
    changes: ALL,
  },
}));

if (order.hooks !== undefined) {
  const match = { levels: ['Error'], names: ['s0', 's1'] } as const;
  const route = {
    ...{ notifier: 'hooks', match, holdFor: 0, retryFor: 48 * HOUR },
    groupWait: order.groupWait ?? 0,
    changes: ALL,
  };
  configs.push({ notifier: notifiers.hooks(order.hooks), timeoutMs: 10 * SECOND, route });
}
const alertmanagers: Recipients['alertmanagers'] =
  order.isMirrored === true
    ? [
        {
          alertmanager: notifiers.mirror(),
          match: { levels: ['Error'] },
          holdForMs: 0,
          intervalMs: MINUTE,
          timeoutMs: 10 * SECOND,
        },
      ]
    : [];

const outputs = await LogOutputs.open([file()], { ledger, clock, diagnostics });
const service = await NotificationService.open(
  { notifiers: configs, alertmanagers, heartbeats: [] },
  {
    ...{ ledger, outbox, silences: outbox, shard: SHARD, clock, diagnostics, newId: randomUUID, random: Math.random },
    isHealthy: () => true,
    isScanning: () => false,
    skippedRecord: failedEvent,
    deliveryFailedRecord: ({ notifier }) => failedEvent(notifier),
    notifierDisabledRecord: disabledEvent,
  },
);

/**
 * Waits until the healthy notifiers have received everything, including the conditions that a
 * silence suppressed. If record IDs become visible out of order, skipped records are never
 * received, so the function does not wait for these records.
 */
async function drained(): Promise<void> {
  const isDone = async (name: string): Promise<boolean> => {
    const head = (await ledger.newestRecordId()) - (order.isOutOfOrder ? 4 : 0);
    const isFollowed =
      ((await outbox.position(name)) ?? 0) >= head && (await outbox.nextClaimableAt(name)) === undefined;
    return isFollowed && (await outbox.suppressed(name, 0, 1)).length === 0;
  };
  const healthy = [
    ...configs.map(({ notifier }) => notifier.name),
    ...alertmanagers.map((one) => one.alertmanager.name),
  ];
  for (const name of healthy) while (name !== third && !(await isDone(name))) await wait(10);
}

process.stdout.write('ready\n');
dueMs = sharedMs();
for (let passes = 0; passes < order.passes; passes += 1) {
  await pass();
  // If the process is late by several intervals, the missed scans are skipped.
  dueMs += order.intervalMs * Math.max(1, Math.ceil((sharedMs() - dueMs) / order.intervalMs));
  await wait(Math.max(0, dueMs - sharedMs()));
}
await drained();
await service.close();
await outputs.close();
await ledger[Symbol.asyncDispose]();
