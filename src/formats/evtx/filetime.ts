import type { Instant } from '../../domain/time.ts';

/** Milliseconds from 1601-01-01T00:00:00Z to 1970-01-01T00:00:00Z. */
const WINDOWS_EPOCH_MS = 11_644_473_600_000;
const TICKS_PER_MS = 10_000n;

/** Returns an instant as FILETIME: units of 100 ns since 1601. An earlier instant becomes 0. */
export function fileTime(at: Instant): bigint {
  return BigInt(Math.max(0, Math.trunc(at) + WINDOWS_EPOCH_MS)) * TICKS_PER_MS;
}
