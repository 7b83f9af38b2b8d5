import type { Match } from '../../domain/alert/match.ts';
import type { Route } from '../../domain/alert/route.ts';
import { MINUTE } from '../../domain/time.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';
import type { AlertmanagerPort, Heartbeat, Notifier } from '../ports/outputs.ts';
import type { Diagnostics } from '../ports/system.ts';
import { yieldToEventLoop } from '../scan/yield-to-event-loop.ts';
import { AlertmanagerSync } from './alertmanager-sync.ts';
import { type DeliverDependencies, Deliverer } from './deliver.ts';
import { type Noted, sendHeartbeats } from './heartbeat.ts';
import { Notification, type NotifyDependencies } from './notify.ts';
import { pause } from './pause.ts';
import { retryWithBackoff } from './retry-with-backoff.ts';
import { WakeSignal } from './wake-signal.ts';

/** A step that runs when its signal is set, or when the time that it returned has elapsed. */
interface Steps {
  /** The activity, for the log of a failed step. */
  readonly doing: string;
  readonly wakeSignal: WakeSignal;
  /** Returns how long to wait if the signal is not set, ms. */
  readonly step: (signal: AbortSignal) => Promise<number>;
}

/** Runs a step repeatedly until the signal. A failed step is logged and retried. */
async function runLoop(
  { doing, wakeSignal, step }: Steps,
  diagnostics: Diagnostics,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const restMs = await retryWithBackoff(doing, () => step(signal), diagnostics, signal);
    if (restMs === undefined) return;
    await wakeSignal.heard(restMs, signal);
  }
}

/** The longest wait before due deliveries are checked again, ms, because the clock may be set. */
const POLLS_EVERY_MS: number = MINUTE;

/** How long an attempt waits for a running scan at most, and how often it checks, ms. */
const MAX_WAIT_FOR_SCAN_MS = 1000;
const SCAN_POLLED_EVERY_MS = 20;

/** A notifier that sends alerts. */
export interface NotifierConfig {
  readonly notifier: Notifier;
  readonly route: Route;
  /** The timeout of one attempt, ms. */
  readonly timeoutMs: number;
}

/** An Alertmanager that receives the open conditions. */
export interface MirrorConfig {
  readonly mirror: AlertmanagerPort;
  readonly match: Match;
  readonly holdForMs: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** A receiver of heartbeats. */
export interface HeartbeatConfig {
  readonly heartbeat: Heartbeat;
  readonly intervalMs: number;
}

/** All recipients of one configuration. */
export interface Recipients {
  readonly notifiers: readonly NotifierConfig[];
  readonly shown: readonly MirrorConfig[];
  readonly beaten: readonly HeartbeatConfig[];
}

/** The dependencies of `NotificationService`. */
export interface NotificationServiceDependencies extends NotifyDependencies, DeliverDependencies {
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
   * One controller for each recipient: Node.js would warn of a leak if all listened to one signal.
   */
  readonly #endings: AbortController[] = [];
  readonly #followers: WakeSignal[] = [];
  #running: Promise<unknown> = Promise.resolve();

  private constructor(dependencies: NotificationServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Deletes the state of recipients that are no longer configured, and starts the others. */
  static async open(
    recipients: Recipients,
    dependencies: NotificationServiceDependencies,
  ): Promise<NotificationService> {
    const { notifiers, shown, beaten } = recipients;
    const [mirrors, heartbeats] = [
      shown.map(({ mirror }) => mirror.name),
      beaten.map(({ heartbeat }) => heartbeat.name),
    ];
    await dependencies.outbox.keepNotifiers([
      ...notifiers.map(({ notifier }) => notifier.name),
      ...mirrors,
      ...heartbeats,
    ]);
    for (const name of [...mirrors, ...heartbeats]) await dependencies.outbox.enable(name);
    const service = new NotificationService(dependencies);
    service.#running = Promise.all([
      ...notifiers.map((one) => service.#notify(one)),
      ...shown.map((one) => service.#show(one)),
      ...beaten.map((one) =>
        sendHeartbeats({ ...dependencies, ...one, noted: service.#noted(one.heartbeat.name) }, service.#untilClosed()),
      ),
      service.#listen(),
    ]);
    return service;
  }

  /**
   * Stops the service. Running attempts get a short time to end; pending deliveries stay pending.
   */
  async close(): Promise<void> {
    for (const ending of this.#endings) ending.abort();
    await this.#running;
  }

  #untilClosed(): AbortSignal {
    const ending = new AbortController();
    this.#endings.push(ending);
    return ending.signal;
  }

  async #listen(): Promise<void> {
    const changes = this.#dependencies.ledger.changed(this.#untilClosed());
    for await (const _ of changes) for (const wakeSignal of this.#followers) wakeSignal.ring();
  }

  async #notify({ notifier, route, timeoutMs }: NotifierConfig): Promise<void> {
    const { diagnostics, outbox, clock } = this.#dependencies;
    const { name } = notifier;
    const signal = this.#untilClosed();
    const notification = new Notification(route, this.#dependencies);
    const deliverer = new Deliverer(notifier, timeoutMs, this.#dependencies);
    const [follows, delivers] = [new WakeSignal(), new WakeSignal()];
    this.#followers.push(follows);
    let [isEnabled, isReclaimed, isDisabled] = [false, false, false];
    const follow = async (): Promise<number> => {
      const restMs = await notification.catchUp(signal);
      isEnabled = true;
      delivers.ring();
      return restMs;
    };
    const deliver = async (): Promise<number> => {
      if (!isEnabled) return POLLS_EVERY_MS;
      // No other worker exists: there is one daemon, with one deliverer for each notifier.
      if (!isReclaimed) await outbox.reclaim(name);
      isReclaimed = true;
      while (!signal.aborted && !isDisabled) {
        await this.#letPass(signal);
        const went = await deliverer.deliverNext(signal);
        isDisabled = went === 'disabled';
        if (went === 'none') break;
        await yieldToEventLoop();
      }
      if (isDisabled) {
        await deliverer.giveUpLate();
        return POLLS_EVERY_MS;
      }
      const due = await outbox.nextClaimableAt(name);
      return Math.min(POLLS_EVERY_MS, Math.max(0, (due ?? Number.POSITIVE_INFINITY) - clock.now()));
    };
    await Promise.all([
      runLoop({ doing: `selecting records for ${name}`, wakeSignal: follows, step: follow }, diagnostics, signal),
      runLoop({ doing: `sending to ${name}`, wakeSignal: delivers, step: deliver }, diagnostics, signal),
    ]);
  }

  /**
   * Waits for a running scan to finish, because a thousand deliveries would slow it down. The wait
   * is limited, because some scans are long.
   */
  async #letPass(signal: AbortSignal): Promise<void> {
    for (
      let waited = 0;
      waited < MAX_WAIT_FOR_SCAN_MS && this.#dependencies.isScanning();
      waited += SCAN_POLLED_EVERY_MS
    )
      await pause(SCAN_POLLED_EVERY_MS, signal);
  }

  /** Stores a result, and adds an event if the recipient is disabled by it. */
  #noted(name: string): Noted {
    const { outbox, disabled } = this.#dependencies;
    return (startedAt, outcome) => {
      const isStopped = outcome.kind === 'rejected' && outcome.disable;
      return outbox.recordOutcome(name, startedAt, outcome, isStopped ? [disabled(name, outcome)] : []);
    };
  }

  async #show(shown: MirrorConfig): Promise<void> {
    const { name } = shown.mirror;
    const mirroring = new AlertmanagerSync({ ...this.#dependencies, ...shown, noted: this.#noted(name) });
    const wakeSignal = new WakeSignal();
    this.#followers.push(wakeSignal);
    const step = (signal: AbortSignal): Promise<number> => mirroring.show(signal);
    const steps = { doing: `sending the open conditions to ${name}`, wakeSignal, step };
    await runLoop(steps, this.#dependencies.diagnostics, this.#untilClosed());
  }
}
