import type { Match } from '../../domain/alert/match.ts';
import type { Route } from '../../domain/alert/route.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { MINUTE } from '../../domain/time.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';
import type { AlertmanagerPort, Heartbeat, Notifier } from '../ports/outputs.ts';
import type { Diagnostics } from '../ports/system.ts';
import { yieldToEventLoop } from '../scan/yield-to-event-loop.ts';
import { AlertmanagerSync } from './alertmanager-sync.ts';
import { Deliverer, type DelivererDependencies } from './deliverer.ts';
import { NotificationRouter, type RouterDependencies } from './notification-router.ts';
import { pause } from './pause.ts';
import { retryWithBackoff } from './retry-with-backoff.ts';
import { type RecordOutcome, sendHeartbeats } from './send-heartbeats.ts';
import { WakeSignal } from './wake-signal.ts';

/**
 * A step that runs again when its wake signal is set, or when the time that it returned has
 * elapsed.
 */
interface LoopStep {
  /** The activity, for the log of a failed step. */
  readonly activity: Failure;
  readonly wakeSignal: WakeSignal;
  /** Returns the time until the next run if the wake signal is not set, ms. */
  readonly step: (signal: AbortSignal) => Promise<number>;
}

/** Runs a step repeatedly until the signal. A failed step is logged and retried. */
async function runLoop(
  { activity, wakeSignal, step }: LoopStep,
  diagnostics: Diagnostics,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const delayMs = await retryWithBackoff(activity, () => step(signal), diagnostics, signal);
    if (delayMs === undefined) return;
    await wakeSignal.wait(delayMs, signal);
  }
}

/** The maximum time until due deliveries are checked again, ms, because the clock may be set. */
const MAX_POLL_INTERVAL_MS: number = MINUTE;

/** The maximum time that an attempt waits for a running scan, ms. */
const MAX_WAIT_FOR_SCAN_MS = 1000;
/** How often an attempt checks if the scan still runs, ms. */
const SCAN_POLL_INTERVAL_MS = 20;

/** A notifier that sends alerts, and which records it receives. */
export interface NotifierConfig {
  readonly notifier: Notifier;
  readonly route: Route;
  /** The timeout of one attempt, ms. */
  readonly timeoutMs: number;
}

/** An Alertmanager that receives the open conditions. */
export interface AlertmanagerConfig {
  readonly alertmanager: AlertmanagerPort;
  readonly match: Match;
  /** How long a condition must be open before it is sent, ms. */
  readonly holdForMs: number;
  /** The interval at which the open conditions are sent without a change, ms. */
  readonly intervalMs: number;
  /** The timeout of one request, ms. */
  readonly timeoutMs: number;
}

/** A receiver of heartbeats. */
export interface HeartbeatConfig {
  readonly heartbeat: Heartbeat;
  /** Between two heartbeats, ms. */
  readonly intervalMs: number;
}

/** All recipients of one configuration. */
export interface Recipients {
  readonly notifiers: readonly NotifierConfig[];
  readonly alertmanagers: readonly AlertmanagerConfig[];
  readonly heartbeats: readonly HeartbeatConfig[];
}

/** The dependencies of `NotificationService`. */
export interface NotificationServiceDependencies extends RouterDependencies, DelivererDependencies {
  readonly ledger: LedgerReader;
  readonly shard: Shard;
  /** Returns true while monitoring works. */
  readonly isHealthy: () => boolean;
  /** Returns true while a scan runs. */
  readonly isScanning: () => boolean;
}

/**
 * The service that sends notifications under one configuration, until it is closed. The failure of
 * one recipient delays no other recipient and no scan.
 */
export class NotificationService {
  readonly #dependencies: NotificationServiceDependencies;
  /**
   * One controller for each loop: with many listeners on one signal, Node.js would warn of a leak.
   */
  readonly #abortControllers: AbortController[] = [];
  /** Set after each change of the event log. */
  readonly #wakeSignals: WakeSignal[] = [];
  #running: Promise<unknown> = Promise.resolve();

  private constructor(dependencies: NotificationServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Starts the configured recipients. Deletes the stored state of other recipients, and enables
   * Alertmanagers and heartbeats that were disabled. Notifiers enable themselves.
   */
  static async open(
    recipients: Recipients,
    dependencies: NotificationServiceDependencies,
  ): Promise<NotificationService> {
    const { notifiers, alertmanagers, heartbeats } = recipients;
    const otherNames = [
      ...alertmanagers.map(({ alertmanager }) => alertmanager.name),
      ...heartbeats.map(({ heartbeat }) => heartbeat.name),
    ];
    await dependencies.outbox.deleteOtherNotifiers([...notifiers.map(({ notifier }) => notifier.name), ...otherNames]);
    for (const name of otherNames) await dependencies.outbox.enable(name);
    const service = new NotificationService(dependencies);
    service.#running = Promise.all([
      ...notifiers.map((config) => service.#runNotifier(config)),
      ...alertmanagers.map((config) => service.#runAlertmanager(config)),
      ...heartbeats.map((config) => {
        const recordOutcome = service.#outcomeRecorder(config.heartbeat.name);
        return sendHeartbeats({ ...dependencies, ...config, recordOutcome }, service.#newSignal());
      }),
      service.#wakeOnChanges(),
    ]);
    return service;
  }

  /**
   * Stops the service. Running attempts get a short time to end; pending deliveries stay pending.
   */
  async close(): Promise<void> {
    for (const controller of this.#abortControllers) controller.abort();
    await this.#running;
  }

  /** Returns a new signal that is aborted when the service closes. */
  #newSignal(): AbortSignal {
    const controller = new AbortController();
    this.#abortControllers.push(controller);
    return controller.signal;
  }

  /**
   * Wakes the loops that read the event log after each change of the log, until the service closes.
   */
  async #wakeOnChanges(): Promise<void> {
    const changes = this.#dependencies.ledger.changed(this.#newSignal());
    for await (const _ of changes) for (const wakeSignal of this.#wakeSignals) wakeSignal.wake();
  }

  /**
   * Runs the two loops of a notifier: one routes new records into deliveries, the other sends the
   * due deliveries. The second one waits until the first one has enabled the notifier.
   */
  async #runNotifier({ notifier, route, timeoutMs }: NotifierConfig): Promise<void> {
    const { diagnostics, outbox, clock } = this.#dependencies;
    const { name } = notifier;
    const signal = this.#newSignal();
    const router = new NotificationRouter(route, this.#dependencies);
    const deliverer = new Deliverer(notifier, timeoutMs, this.#dependencies);
    const routingSignal = new WakeSignal();
    const deliverySignal = new WakeSignal();
    this.#wakeSignals.push(routingSignal);
    let isEnabled = false;
    let areClaimsReleased = false;
    let isDisabled = false;
    const routeRecords = async (): Promise<number> => {
      const delayMs = await router.catchUp(signal);
      isEnabled = true;
      deliverySignal.wake();
      return delayMs;
    };
    const sendDueDeliveries = async (): Promise<number> => {
      if (!isEnabled) return MAX_POLL_INTERVAL_MS;
      // No other worker exists: there is one daemon, with one deliverer for each notifier.
      if (!areClaimsReleased) await outbox.releaseClaims(name);
      areClaimsReleased = true;
      while (!signal.aborted && !isDisabled) {
        await this.#waitForScan(signal);
        const result = await deliverer.deliverNext(signal);
        isDisabled = result === 'disabled';
        if (result === 'none') break;
        await yieldToEventLoop();
      }
      if (isDisabled) {
        await deliverer.failOverdue();
        return MAX_POLL_INTERVAL_MS;
      }
      const nextAt = (await outbox.nextClaimableAt(name)) ?? Number.POSITIVE_INFINITY;
      return Math.min(MAX_POLL_INTERVAL_MS, Math.max(0, nextAt - clock.now()));
    };
    await Promise.all([
      runLoop(
        { activity: DIAGNOSTIC_FAILURES.selecting_records({ name }), wakeSignal: routingSignal, step: routeRecords },
        diagnostics,
        signal,
      ),
      runLoop(
        { activity: DIAGNOSTIC_FAILURES.sending_alerts({ name }), wakeSignal: deliverySignal, step: sendDueDeliveries },
        diagnostics,
        signal,
      ),
    ]);
  }

  /**
   * Waits until a running scan has ended, because many deliveries would slow the scan down. The
   * time is limited, because some scans are long.
   */
  async #waitForScan(signal: AbortSignal): Promise<void> {
    for (
      let waitedMs = 0;
      waitedMs < MAX_WAIT_FOR_SCAN_MS && this.#dependencies.isScanning();
      waitedMs += SCAN_POLL_INTERVAL_MS
    )
      await pause(SCAN_POLL_INTERVAL_MS, signal);
  }

  /**
   * Returns a function that stores the result of a request to a recipient, with an event if the
   * result disables the recipient.
   */
  #outcomeRecorder(name: string): RecordOutcome {
    const { outbox, notifierDisabledRecord } = this.#dependencies;
    return (startedAt, outcome) => {
      const isDisabled = outcome.kind === 'rejected' && outcome.disable;
      return outbox.recordOutcome(name, startedAt, outcome, isDisabled ? [notifierDisabledRecord(name, outcome)] : []);
    };
  }

  async #runAlertmanager(config: AlertmanagerConfig): Promise<void> {
    const { name } = config.alertmanager;
    const recordOutcome = this.#outcomeRecorder(name);
    const alertmanagerSync = new AlertmanagerSync({ ...this.#dependencies, ...config, recordOutcome });
    const wakeSignal = new WakeSignal();
    this.#wakeSignals.push(wakeSignal);
    const syncStep: LoopStep = {
      activity: DIAGNOSTIC_FAILURES.sending_conditions({ name }),
      wakeSignal,
      step: (signal) => alertmanagerSync.sync(signal),
    };
    await runLoop(syncStep, this.#dependencies.diagnostics, this.#newSignal());
  }
}
