import { inBrackets } from '../../domain/event/reason-words.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import type { Heartbeat, Outcome } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { EdgeTriggeredLog } from './edge-triggered-log.ts';
import { pause } from './pause.ts';

/** How soon a sign of life that did not get through is tried again, ms: whoever waits for it allows for little. */
const RETRY_MS: number = 30 * SECOND;
/** Which part of an interval a beat may come early, so that many computers do not beat at once. Never late. */
const EARLY = 0.1;

/** Keeps what came of an attempt that is of no delivery. @throws {LedgerError} */
export type Noted = (startedAt: Instant, outcome: Outcome) => Promise<void>;

export interface HeartbeatDependencies {
  readonly heartbeat: Heartbeat;
  /** ms. */
  readonly everyMs: number;
  readonly clock: Clock;
  /** Keeps what came of a beat. */
  readonly noted: Noted;
  /** Whether certificates are watched: passes run, and the last one is not older than it may be. */
  isWatching(): boolean;
  /** At least 0, below 1. */
  random(): number;
  readonly diagnostics: Diagnostics;
}

/**
 * Gives signs of life until the signal, for as long as certificates are watched: its silence is the alarm, and so nothing is
 * sent at the end. Trouble is a note when it begins and one when it is over, and kept with what was sent; whose address is given
 * up is not asked again.
 */
export async function sendHeartbeats(means: HeartbeatDependencies, signal: AbortSignal): Promise<void> {
  const { heartbeat, everyMs, diagnostics } = means;
  const told = new EdgeTriggeredLog(`heartbeat ${heartbeat.name}`, diagnostics);
  while (!signal.aborted) {
    let waitMs = everyMs * (1 - EARLY * means.random());
    if (!means.isWatching()) {
      told.trouble('idle', 'not sent, because certificates are not watched at present');
      waitMs = Math.min(waitMs, RETRY_MS);
    } else {
      const startedAt = means.clock.now();
      const outcome = await heartbeat.beat(signal);
      if (signal.aborted) return;
      // Without a ledger that can be written to it is alive all the same.
      await means.noted(startedAt, outcome).catch((error: Error) => diagnostics.note('error', error.message));
      if (outcome.kind === 'delivered') told.over('sent again');
      else {
        const isGivenUp = outcome.kind === 'never' && outcome.disable;
        const next = isGivenUp ? 'it is not sent any more' : 'it is tried again';
        told.trouble(outcome.reason, `${outcome.detail}${inBrackets(outcome.reason, 'en')}; ${next}`);
        if (isGivenUp) return;
        // Who asked for patience waits for the next beat.
        const isPatient = outcome.kind === 'again' && outcome.notBefore !== undefined;
        if (!isPatient) waitMs = Math.min(waitMs, RETRY_MS);
      }
    }
    await pause(waitMs, signal);
  }
}
