import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../work/ports/system.ts';

/** Readings of all clocks at one moment. */
export interface ClockReading {
  /** The wall clock, which can be set. */
  readonly now: Instant;
  /** Stops while the host is suspended. */
  readonly monotonicMs: number;
  /** Does not stop while the host is suspended. */
  readonly uptimeMs: number;
}

/**
 * The minimum difference between two clocks that counts as a change, ms. Smaller differences are
 * normal: a slewed clock differs by 0.5 ms per second, and rounding causes 1 ms.
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
export function clockStep(previous: ClockReading, current: ClockReading): number {
  const stepMs = current.now - previous.now - (current.uptimeMs - previous.uptimeMs);
  return Math.abs(stepMs) >= STEP_THRESHOLD_MS ? Math.round(stepMs) : 0;
}

/** Returns how long the host was suspended between two readings, ms; 0 if it was not. */
export function suspendedBetween(previous: ClockReading, current: ClockReading): number {
  const suspendedMs = current.uptimeMs - previous.uptimeMs - (current.monotonicMs - previous.monotonicMs);
  return suspendedMs >= STEP_THRESHOLD_MS ? Math.round(suspendedMs) : 0;
}
