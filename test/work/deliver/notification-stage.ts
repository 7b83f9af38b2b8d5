import type { Alert } from '../../../src/domain/alert/alert.ts';
import type { Delivery } from '../../../src/domain/alert/delivery.ts';
import type { Route } from '../../../src/domain/alert/route.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { Change, NewEventRecord } from '../../../src/domain/event/event-record.ts';
import { HOUR, type Instant, SECOND } from '../../../src/domain/time.ts';
import {
  NotificationService,
  type NotificationServiceDependencies,
  type Recipients,
} from '../../../src/work/deliver/notification-service.ts';
import type { Notifier, Outcome } from '../../../src/work/ports/outputs.ts';
import { change, NOON, newRecord, raised, recordOf, SHARD } from '../../contract/ledger-samples.ts';
import { said } from '../../domain/failure/said.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';

export const DELIVERED: Outcome = { kind: 'delivered', failure: said() };
export const GONE: Outcome = { kind: 'rejected', reason: 'gone', failure: said('HTTP 410'), disable: true };
export const REFUSED: Outcome = { kind: 'rejected', reason: 'refused', failure: said('HTTP 400'), disable: false };
export const UNSAFE: Outcome = {
  kind: 'retry',
  reason: 'hook_unsafe',
  failure: said('mode 0777'),
  notBefore: undefined,
};
export const BUSY: Outcome = { kind: 'retry', reason: 'server_error', failure: said('HTTP 503'), notBefore: undefined };

/** A notifier that answers as configured, and keeps its alerts. */
export class Receiver implements Notifier {
  readonly name: string;
  readonly heard: Alert[] = [];
  readonly ids: string[] = [];
  answer: (alert: Alert, signal: AbortSignal) => Promise<Outcome> | Outcome = () => DELIVERED;

  constructor(name: string) {
    this.name = name;
  }

  async deliver({ deliveryId }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    this.ids.push(deliveryId);
    this.heard.push(alert);
    return this.answer(alert, signal);
  }

  /** The state and the record numbers of each alert. */
  get lines(): readonly string[] {
    return this.heard.map(({ state, records }) =>
      [state, ...records.map(({ eventRecordId }) => eventRecordId)].join(' '),
    );
  }
}

function routeTo(notifier: string, parts: Partial<Route> = {}): Route {
  const changes: readonly Change[] = ['raised', 'escalated', 'repeated', 'cleared'];
  return {
    notifier,
    match: { levels: ['Error', 'Warning'] },
    changes,
    groupWait: 0,
    holdFor: 0,
    retryFor: 48 * HOUR,
    ...parts,
  };
}

/** The notification service with a ledger in memory and a clock that the test sets. */
export class NotificationStage {
  readonly ledger: MemoryLedger = new MemoryLedger();
  readonly notes: string[] = [];
  readonly open: Map<string, Condition> = new Map();
  now: Instant = NOON;
  /** By subject: the number of its current condition. */
  readonly #lives = new Map<string, number>();
  #ids = 0;
  #service: NotificationService | undefined;

  get dependencies(): NotificationServiceDependencies {
    const event = (eventId: number, parameters: readonly string[]): NewEventRecord =>
      newRecord({ eventId, providerName: 'mailcertd', parameters, timeCreated: this.now, facts: {} });
    return {
      ledger: this.ledger,
      outbox: this.ledger.outbox,
      silences: this.ledger.outbox,
      shard: SHARD,
      clock: { now: () => this.now, monotonicMs: () => this.now },
      diagnostics: notedDiagnostics((what, level) => void this.notes.push(`${level}: ${what}`)),
      newId: () => {
        this.#ids += 1;
        return `d${this.#ids}`;
      },
      random: () => 0,
      isHealthy: () => true,
      isScanning: () => false,
      skippedRecord: (notifier, records) => event(1500, [notifier, '', String(records), '0', '']),
      deliveryFailedRecord: ({ notifier, deliveryId, records }, { attempt }) =>
        event(1500, [notifier, deliveryId, String(records.length), String(attempt), '']),
      notifierDisabledRecord: (notifier) => event(1501, [notifier, '']),
    };
  }

  async start(recipients: Partial<Recipients>): Promise<void> {
    this.#service = await NotificationService.open(
      { notifiers: [], alertmanagers: [], heartbeats: [], ...recipients },
      this.dependencies,
    );
  }

  async stop(): Promise<void> {
    await this.#service?.close();
    this.#service = undefined;
  }

  /** Commits a scan with raised, repeated or cleared conditions. */
  async pass(...changes: readonly (readonly [Change, string])[]): Promise<void> {
    const records = changes.map(([what, id]): NewEventRecord => {
      const facts = { connector: 'Default MAIL01', fqdn: `${id}.contoso.com` };
      const known = this.open.get(id) ?? raised(id, { facts }).condition;
      const condition = { ...known, notifiedAt: this.now };
      if (what === 'cleared') this.open.delete(id);
      else this.open.set(id, condition);
      const record = recordOf(condition, what);
      const evidence = { scope: 'store:My', at: this.now, reason: 'observed' } as const;
      const cleared = { eventId: record.eventId, raisedAt: NOON, evidence };
      return what === 'cleared'
        ? { ...record, eventId: 1900, level: 'Information', facts: { ...record.facts, cleared } }
        : record;
    });
    const { revision } = await this.ledger.state(SHARD);
    await this.ledger.commit(SHARD, revision, change({ records, open: [...this.open.values()] }));
  }

  /**
   * Commits a scan of subjects. Each subject has a new condition whenever it is raised; a change of
   * a subject that is not open raises it.
   */
  async passOf(changes: readonly (readonly [subject: string, Change])[]): Promise<void> {
    const lived = changes.map(([subject, what]): readonly [Change, string] => {
      const life = this.#lives.get(subject) ?? 1;
      const isOpen = this.open.has(`${subject}${life}`);
      if (what === 'cleared' && isOpen) this.#lives.set(subject, life + 1);
      return [isOpen ? what : 'raised', `${subject}${life}`];
    });
    await this.pass(...lived);
  }

  /** Returns the configuration of one notifier. */
  static configOf(notifier: Notifier, parts: Partial<Route> = {}): Recipients['notifiers'][number] {
    return { notifier, route: routeTo(notifier.name, parts), timeoutMs: 30 * SECOND };
  }
}
