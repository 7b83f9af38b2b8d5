import { AlertmanagerClient } from '../../src/adapters/notify/alertmanager/alertmanager-client.ts';
import { ExecNotifier } from '../../src/adapters/notify/hook/exec-notifier.ts';
import { WebhookNotifier } from '../../src/adapters/notify/http/webhook-notifier.ts';
import { TrustedRoots } from '../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../src/adapters/starttls/create-lookup.ts';
import { runProgram } from '../../src/adapters/system/run-program.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { SECOND } from '../../src/domain/time.ts';
import type { AlertmanagerAlert } from '../../src/formats/alert-body/alertmanager-alert.ts';
import type { AlertmanagerPort, Notifier } from '../../src/work/ports/outputs.ts';
import { alertmanagerOptions } from '../fixtures/alertmanager-options.ts';
import type { ChaosOrder } from './chaos-order.ts';

/** Wraps a call with a named point before and after it. */
type Between = <T extends unknown[], R>(
  name: string,
  call: (...parameters: T) => Promise<R>,
) => (...parameters: T) => Promise<R>;

const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * The notifiers of chaos-daemon.ts, composed like the real ones but with bodies that a test can
 * read.
 */
export class ChaosNotifiers {
  readonly #order: ChaosOrder;
  readonly #between: Between;

  constructor(order: ChaosOrder, between: Between) {
    this.#order = order;
    this.#between = between;
  }

  /** Returns a webhook without a signature; one named `hangs` has a short timeout. */
  webhook(name: string): Notifier {
    const notifier = new WebhookNotifier(
      {
        ...{ name, endpoint: { url: `${this.#order.url}/${name}` }, secretFile: undefined, tokenFile: undefined },
        ...{
          timeout: name === 'hangs' ? 300 : 10 * SECOND,
          caFile: undefined,
          proxy: undefined,
          allowUnverified: false,
        },
      },
      {
        clock,
        trustedRoots: new TrustedRoots([]),
        createLookup,
        body: ({ records }) =>
          JSON.stringify(
            records.map(({ eventRecordId, conditionId, parameters }) => [eventRecordId, conditionId, parameters[0]]),
          ),
      },
    );
    return { name, deliver: this.#between('attempt', notifier.deliver.bind(notifier)) };
  }

  /** Returns hooks that receive the life, the delivery and its records as one line of JSON. */
  hooks(directory: string): Notifier {
    const life = this.#order.url.split('/').at(-1);
    const idsOf = (records: readonly EventRecord[]): unknown =>
      records.map(({ eventRecordId, conditionId }) => [eventRecordId, conditionId]);
    const notifier = new ExecNotifier(
      { name: 'hooks', run: { directory }, timeout: 10 * SECOND },
      {
        variables: ({ alertId, records: [first] }) => ({ ALERT_ID: alertId, FIRST: String(first?.eventRecordId) }),
        body: ({ alertId, records }) => `${JSON.stringify([life, alertId, idsOf(records)])}\n`,
        environment: process.env,
        runProgram,
      },
    );
    return { name: 'hooks', deliver: this.#between('hooks', notifier.deliver.bind(notifier)) };
  }

  mirror(): AlertmanagerPort {
    const alertOf = (conditionId: string, startsAt: number, endsAt: number): AlertmanagerAlert => ({
      ...{ labels: { condition_id: conditionId }, annotations: {} },
      ...{ startsAt: new Date(startsAt).toISOString(), endsAt: new Date(endsAt).toISOString() },
    });
    const alertmanager = new AlertmanagerClient(alertmanagerOptions(`${this.#order.url}/mirror`), {
      ...{ clock, trustedRoots: new TrustedRoots([]), createLookup },
      alerts: (open, cleared, until) => [
        ...open.map(({ conditionId, raisedAt }) => alertOf(conditionId, raisedAt, until)),
        ...cleared.map(({ conditionId = '', timeCreated }) => alertOf(conditionId, timeCreated, timeCreated)),
      ],
    });
    return { name: 'mirror', send: this.#between('showing', alertmanager.send.bind(alertmanager)) };
  }
}
