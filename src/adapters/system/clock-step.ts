import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../work/ports/system.ts';

/** The clocks, read at one moment. */
export interface ClockReading {
  readonly now: Instant;
  readonly monotonicMs: number;
  readonly uptimeMs: number;
}

/**
 * A wall clock that gains or loses this much between two readings was set, ms. A clock that is slewed loses half a
 * millisecond a second, and rounding costs one.
 */
export const STEP_THRESHOLD_MS = 2000;

/** Reads the clocks. */
export function readClock(clock: Clock): ClockReading {
  const monotonicMs = clock.monotonicMs();
  return { now: clock.now(), monotonicMs, uptimeMs: clock.uptimeMs?.() ?? monotonicMs };
}

/** Returns how far the wall clock was set between two readings, ms, forward positive; 0: it was not set. */
export function clockStep(before: ClockReading, after: ClockReading): number {
  const gained = after.now - before.now - (after.uptimeMs - before.uptimeMs);
  return Math.abs(gained) >= STEP_THRESHOLD_MS ? Math.round(gained) : 0;
}

/** Returns how long the host was suspended between two readings, ms; 0: it was not. */
export function suspendedBetween(before: ClockReading, after: ClockReading): number {
  const slept = after.uptimeMs - before.uptimeMs - (after.monotonicMs - before.monotonicMs);
  return slept >= STEP_THRESHOLD_MS ? Math.round(slept) : 0;
}
