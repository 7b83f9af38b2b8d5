import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../work/ports/system.ts';

/** Readings of all clocks at one moment. */
export interface ClockReading {
  readonly now: Instant;
  readonly monotonicMs: number;
  readonly uptimeMs: number;
}

/**
 * The difference between the clocks above which the wall clock counts as set, ms. A slewed clock
 * differs by 0.5 ms per second, and rounding by 1 ms.
 */
export const STEP_THRESHOLD_MS = 2000;

/** Reads the clocks. */
export function readClock(clock: Clock): ClockReading {
  const monotonicMs = clock.monotonicMs();
  return { now: clock.now(), monotonicMs, uptimeMs: clock.uptimeMs?.() ?? monotonicMs };
}

/**
 * Returns how far the wall clock was set between two readings, ms; positive if forward, and 0 if it
 * was not set.
 */
export function clockStep(previous: ClockReading, after: ClockReading): number {
  const stepMs = after.now - previous.now - (after.uptimeMs - previous.uptimeMs);
  return Math.abs(stepMs) >= STEP_THRESHOLD_MS ? Math.round(stepMs) : 0;
}

/** Returns how long the host was suspended between two readings, ms; 0 if it was not. */
export function suspendedBetween(previous: ClockReading, after: ClockReading): number {
  const suspendedMs = after.uptimeMs - previous.uptimeMs - (after.monotonicMs - previous.monotonicMs);
  return suspendedMs >= STEP_THRESHOLD_MS ? Math.round(suspendedMs) : 0;
}
