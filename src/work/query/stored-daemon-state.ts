import type { Silence } from '../../domain/alert/silence.ts';
import type { OutputHealth } from '../../domain/status/output-health.ts';
import type { StatusIssue } from '../../domain/status/status.ts';
import { type Instant, MINUTE } from '../../domain/time.ts';
import type { LedgerState } from '../ports/ledger.ts';
import { SCAN_TIMEOUT_MS } from '../scan/scan-timeout.ts';

/** The scan interval that is assumed if the time of the next scan is unknown, ms. */
const ASSUMED_INTERVAL_MS: number = 30 * MINUTE;

/**
 * The age of the last heartbeat after which the daemon cannot store data, ms: three are missing.
 */
const MAX_HEARTBEAT_AGE_MS: number = MINUTE;

/** The state that the daemon stored, with the records and notifications that a status shows. */
export interface StoredDaemonState extends LedgerState {
  /** True if a daemon runs now. */
  readonly isRunning: boolean;
  /** The number of event records. */
  readonly records: number;
  readonly silences: readonly Silence[];
  readonly outputs: readonly OutputHealth[];
}

/**
 * Returns the end of the last scan if the next scan is overdue; undefined if it is not. It is
 * overdue after two intervals, or after one interval and the longest scan, whichever is longer, and
 * one more minute. A scan after a change can be due within a moment, so the interval can be very
 * short.
 */
export function silentSince({ scan }: LedgerState, now: Instant): Instant | undefined {
  if (scan === undefined) return undefined;
  const { endedAt, nextAt } = scan;
  const interval = nextAt === undefined || nextAt <= endedAt ? ASSUMED_INTERVAL_MS : nextAt - endedAt;
  return now > endedAt + interval + Math.max(interval, SCAN_TIMEOUT_MS) + MINUTE ? endedAt : undefined;
}

/**
 * Returns the time since which a running daemon has stored nothing; undefined if it stored a
 * heartbeat or a scan in the last minute, or never a heartbeat. After the clock was set back, one of their times can be
 * in the future. It is then ignored.
 */
function unstoredSince({ scan, storedAt }: LedgerState, now: Instant): Instant | undefined {
  if (storedAt === undefined) return undefined;
  const storeTimes = [storedAt, scan?.endedAt ?? storedAt];
  if (storeTimes.some((at) => Math.abs(now - at) <= MAX_HEARTBEAT_AGE_MS)) return undefined;
  const pastTimes = storeTimes.filter((at) => at <= now);
  return Math.max(...(pastTimes.length > 0 ? pastTimes : storeTimes));
}

/**
 * Returns true if the daemon's observation is current: the daemon runs, has scanned since its
 * start, scans on time, and can store data.
 */
export function isDaemonCurrent(daemon: StoredDaemonState, now: Instant): boolean {
  const isOnTime = silentSince(daemon, now) === undefined && unstoredSince(daemon, now) === undefined;
  return daemon.isRunning && daemon.scan !== undefined && daemon.startedAt === undefined && isOnTime;
}

/** Returns why the daemon's state may not be current, the most certain reason first. */
export function daemonIssueOf(daemon: StoredDaemonState, now: Instant): StatusIssue | undefined {
  const { isRunning, scan, startedAt } = daemon;
  if (!isRunning && scan !== undefined) return { kind: 'stopped', since: scan.endedAt };
  const unstored = unstoredSince(daemon, now);
  if (unstored !== undefined) return { kind: 'unstored', since: unstored };
  if (scan !== undefined && startedAt !== undefined) return { kind: 'starting', since: startedAt };
  const silent = silentSince(daemon, now);
  return silent === undefined ? undefined : { kind: 'silent', since: silent };
}
