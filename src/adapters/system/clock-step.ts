import type { Instant } from '../../domain/time.ts';

/** Both clocks, read at one moment. */
export interface ClockReading {
  readonly now: Instant;
  readonly monotonicMs: number;
}

/**
 * A wall clock that gains or loses this much between two readings was set, ms. A clock that is slewed loses half a
 * millisecond a second, and rounding costs one.
 */
export const STEP_THRESHOLD_MS = 2000;

/** How far the wall clock was set between two readings, ms, forward positive; 0 when it only went on. */
export function clockStep(before: ClockReading, after: ClockReading): number {
  const gained = after.now - before.now - (after.monotonicMs - before.monotonicMs);
  return Math.abs(gained) >= STEP_THRESHOLD_MS ? Math.round(gained) : 0;
}
