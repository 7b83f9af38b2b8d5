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

/** Something that is done whenever its bell rings, or the time that it asked for is over. */
interface Steps {
  /** What is being done, for the note of a step that failed. */
  readonly doing: string;
  readonly bell: WakeSignal;
  /** Answers how long nothing needs to be done unless the bell rings, ms. */
  readonly step: (signal: AbortSignal) => Promise<number>;
}

/** Takes step after step until the signal; one that fails is taken again, and noted. */
async function runLoop({ doing, bell, step }: Steps, diagnostics: Diagnostics, signal: AbortSignal): Promise<void> {
  for (;;) {
    const restMs = await retryWithBackoff(doing, () => step(signal), diagnostics, signal);
    if (restMs === undefined) return;
    await bell.heard(restMs, signal);
  }
}

/** What is due is looked for at least so often: the clock may be set, ms. */
const LOOKS_EVERY_MS: number = MINUTE;

/** How long an attempt waits for a pass that is under way, at most, and how often it looks, ms. */
const PASS_GOES_FIRST_MS = 1000;
const PASS_LOOKED_FOR_EVERY_MS = 20;

/** Somebody who is told alerts. */
export interface NotifierConfig {
  readonly notifier: Notifier;
  readonly route: Route;
  /** Of one attempt, ms. */
  readonly timeoutMs: number;
}

/** Somebody who is shown what is open. */
export interface MirrorConfig {
  readonly mirror: AlertmanagerPort;
  readonly match: Match;
  readonly holdForMs: number;
  readonly everyMs: number;
  readonly timeoutMs: number;
}

/** Somebody who hears that all is alive. */
export interface HeartbeatConfig {
  readonly heartbeat: Heartbeat;
  readonly everyMs: number;
}

/** All who are told under one configuration. */
export interface Recipients {
  readonly told: readonly NotifierConfig[];
  readonly shown: readonly MirrorConfig[];
  readonly beaten: readonly HeartbeatConfig[];
}

export interface NotificationServiceDependencies extends NotifyDependencies, DeliverDependencies {
  readonly ledger: LedgerReader;
  readonly shard: Shard;
  /** Whether certificates are watched. */
  readonly isWatching: () => boolean;
  /** Whether a pass is under way. */
  readonly isPassing: () => boolean;
}

/** Telling under one configuration, until it is closed. Trouble of one delays no other, and no pass. */
export class NotificationService {
  readonly #means: NotificationServiceDependencies;
  /** One for each who is told: of one that all listened to, Node would warn as of a leak. */
  readonly #endings: AbortController[] = [];
  readonly #followers: WakeSignal[] = [];
  #running: Promise<unknown> = Promise.resolve();

  private constructor(means: NotificationServiceDependencies) {
    this.#means = means;
  }

  /** Forgets whoever is not among them any more, and tells those who are. */
  static async open(audience: Recipients, means: NotificationServiceDependencies): Promise<NotificationService> {
    const { told, shown, beaten } = audience;
    const [mirrors, heartbeats] = [
      shown.map(({ mirror }) => mirror.name),
      beaten.map(({ heartbeat }) => heartbeat.name),
    ];
    await means.outbox.keepNotifiers([...told.map(({ notifier }) => notifier.name), ...mirrors, ...heartbeats]);
    for (const name of [...mirrors, ...heartbeats]) await means.outbox.enable(name);
    const telling = new NotificationService(means);
    telling.#running = Promise.all([
      ...told.map((one) => telling.#tell(one)),
      ...shown.map((one) => telling.#show(one)),
      ...beaten.map((one) =>
        sendHeartbeats({ ...means, ...one, noted: telling.#noted(one.heartbeat.name) }, telling.#untilClosed()),
      ),
      telling.#listen(),
    ]);
    return telling;
  }

  /** Ends it; what is on its way stays on its way. An attempt under way has a moment to end. */
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
    const changes = this.#means.ledger.changed(this.#untilClosed());
    for await (const _ of changes) for (const bell of this.#followers) bell.ring();
  }

  async #tell({ notifier, route, timeoutMs }: NotifierConfig): Promise<void> {
    const { diagnostics, outbox, clock } = this.#means;
    const { name } = notifier;
    const signal = this.#untilClosed();
    const notification = new Notification(route, this.#means);
    const deliverer = new Deliverer(notifier, timeoutMs, this.#means);
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
      if (!isEnabled) return LOOKS_EVERY_MS;
      // Whoever had taken something before is no more: there is one daemon, and in it one that tells this notifier.
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
        return LOOKS_EVERY_MS;
      }
      const due = await outbox.nextDue(name);
      return Math.min(LOOKS_EVERY_MS, Math.max(0, (due ?? Number.POSITIVE_INFINITY) - clock.now()));
    };
    await Promise.all([
      runLoop({ doing: `choosing what ${name} is told`, bell: follows, step: follow }, diagnostics, signal),
      runLoop({ doing: `telling ${name}`, bell: delivers, step: deliver }, diagnostics, signal),
    ]);
  }

  /** A pass goes first: a thousand alerts on their way would slow it down. Not for long, for there are long ones. */
  async #letPass(signal: AbortSignal): Promise<void> {
    for (let waited = 0; waited < PASS_GOES_FIRST_MS && this.#means.isPassing(); waited += PASS_LOOKED_FOR_EVERY_MS)
      await pause(PASS_LOOKED_FOR_EVERY_MS, signal);
  }

  /** Where it is the last attempt, an event says so. */
  #noted(name: string): Noted {
    const { outbox, disabled } = this.#means;
    return (startedAt, outcome) => {
      const isGivenUp = outcome.kind === 'never' && outcome.disable;
      return outbox.recordOutcome(name, startedAt, outcome, isGivenUp ? [disabled(name, outcome)] : []);
    };
  }

  async #show(shown: MirrorConfig): Promise<void> {
    const { name } = shown.mirror;
    const mirroring = new AlertmanagerSync({ ...this.#means, ...shown, noted: this.#noted(name) });
    const bell = new WakeSignal();
    this.#followers.push(bell);
    const step = (signal: AbortSignal): Promise<number> => mirroring.show(signal);
    const steps = { doing: `showing ${name} what is open`, bell, step };
    await runLoop(steps, this.#means.diagnostics, this.#untilClosed());
  }
}
