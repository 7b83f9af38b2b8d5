import type { Silence } from '../../domain/alert/silence.ts';
import { silencedBy } from '../../domain/alert/silenced.ts';
import { undeliveredSince } from '../../domain/alert/undelivered-since.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { connectorUnreachable } from '../../domain/event/catalog/connector-unreachable.ts';
import { storeUnreadable } from '../../domain/event/catalog/store-unreadable.ts';
import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import { isProbed } from '../../domain/observation/coverage.ts';
import { listedEndpoints } from '../../domain/served/listed-endpoints.ts';
import { isNeverAnswered, isNeverProbed, outdatedSince } from '../../domain/served/outdated.ts';
import { type OutputHealth, unwrittenSince } from '../../domain/status/output-health.ts';
import type { ListedNotifier, Status, StatusIssue, StoreState } from '../../domain/status/status.ts';
import { type Instant, MINUTE } from '../../domain/time.ts';
import type { Scan } from '../operations/query-operations.ts';
import type { LedgerState } from '../ports/ledger.ts';
import { SCAN_TIMEOUT_MS } from '../scan/scan-timeout.ts';

/** The interval that is assumed if the time of the next scan is unknown, ms. */
const SILENT_AFTER_MS: number = 30 * MINUTE;

/**
 * The age of a heartbeat after which the daemon counts as unable to store data: three heartbeats
 * are then missing.
 */
const UNSTORED_AFTER_MS: number = MINUTE;

/** Sorts conditions: most severe first, then oldest first. */
export function byUrgency(conditions: readonly Condition[]): readonly Condition[] {
  return [...conditions].sort((a, b) => LEVEL_NUMBERS[a.level] - LEVEL_NUMBERS[b.level] || a.raisedAt - b.raisedAt);
}

/**
 * Returns when the daemon became silent; undefined: its last state is current. Two intervals, or
 * one interval and the longest scan, must have elapsed. The longer of the two counts, because a
 * scan after a change can be due within a moment.
 */
function silentSince({ scan }: LedgerState, now: Instant): Instant | undefined {
  if (scan === undefined) return undefined;
  const { endedAt, nextAt } = scan;
  const interval = nextAt === undefined || nextAt <= endedAt ? SILENT_AFTER_MS : nextAt - endedAt;
  return now > endedAt + interval + Math.max(interval, SCAN_TIMEOUT_MS) + MINUTE ? endedAt : undefined;
}

/**
 * Returns the time since which a running daemon has stored nothing; undefined: it stores data. A
 * heartbeat or a scan of the last minute proves that. After the clock was set back, one of the two
 * can be in the future, and is then ignored.
 */
function unstoredSince({ scan, storedAt }: LedgerState, now: Instant): Instant | undefined {
  if (storedAt === undefined) return undefined;
  const stored = [storedAt, scan?.endedAt ?? storedAt];
  if (stored.some((at) => Math.abs(now - at) <= UNSTORED_AFTER_MS)) return undefined;
  const past = stored.filter((at) => at <= now);
  return Math.max(...(past.length > 0 ? past : stored));
}

function undelivered(notifiers: readonly ListedNotifier[], now: Instant): readonly StatusIssue[] {
  return notifiers.flatMap(({ notifier, health }): readonly StatusIssue[] => {
    const since = undeliveredSince(notifier, health, now);
    const { lastFailure, isDisabled } = health;
    if (since === undefined || lastFailure === undefined) return [];
    return [{ kind: 'undelivered', notifier: notifier.name, since, reason: lastFailure.reason, isDisabled }];
  });
}

function unwritten(outputs: readonly OutputHealth[], now: Instant): readonly StatusIssue[] {
  return outputs.flatMap((health): readonly StatusIssue[] => {
    const { output, waiting, failing } = health;
    const since = unwrittenSince(health, now);
    if (since === undefined || failing === undefined) return [];
    return [{ kind: 'unwritten', output, since, reason: failing.reason, waiting }];
  });
}

/**
 * Returns the servers whose certificates are unknown: those that were not probed since a change,
 * that were never probed, or that have not answered yet. An unreachable server is a condition
 * instead. Addresses that name resolution no longer returns do not count.
 */
function unproven(connectors: Status['connectors'], open: readonly Condition[]): readonly StatusIssue[] {
  const unreachable = new Set(
    open.flatMap(({ eventId, subject }) => (eventId === connectorUnreachable.eventId ? [subject] : [])),
  );
  const probed = connectors
    .filter(({ connector }) => isProbed(connector) && !unreachable.has(connector.name))
    .map(({ connector, served }) => ({ connector, served: served && listedEndpoints(served) }));
  const never = probed.filter(({ served }) => served === undefined || isNeverProbed(served));
  const unanswered = probed.filter(({ served }) => served !== undefined && isNeverAnswered(served));
  const changes = probed.flatMap(({ connector, served }) => {
    const since = outdatedSince(served);
    return since === undefined ? [] : [{ name: connector.name, since }];
  });
  const named = never.map(({ connector }) => connector.name);
  return [
    ...(changes.length === 0 ? [] : [doubtOf(changes)]),
    ...(named.length === 0 ? [] : [{ kind: 'unproven' as const, connectors: named, since: undefined }]),
    ...(unanswered.length === 0
      ? []
      : [{ kind: 'unanswered' as const, connectors: unanswered.map(({ connector }) => connector.name) }]),
  ];
}

function doubtOf(changes: readonly { readonly name: string; readonly since: Instant }[]): StatusIssue {
  const since = Math.min(...changes.map((each) => each.since));
  return { kind: 'unproven', connectors: changes.map(({ name }) => name), since };
}

/** Returns the conditions and connectors that the command found and the daemon has not scanned. */
function unscanned({ unscanned: problems, unloaded }: ScanForStatus): readonly StatusIssue[] {
  const findings = byUrgency(problems).map(
    ({ eventId, level, subject, parameters, facts, remedy }): StatusIssue => ({
      kind: 'unscanned',
      finding: { eventId, level, subject, parameters, facts, remedy },
    }),
  );
  return unloaded.length === 0 ? findings : [{ kind: 'unloaded', connectors: unloaded }, ...findings];
}

/** The scan of a command, compared with the state that the daemon stored. */
export interface ScanForStatus extends Pick<Scan, 'at' | 'connectors' | 'stores'> {
  /** The conditions of level Warning or above that the daemon would raise if it scanned now. */
  readonly unscanned: readonly Condition[];
  /** The connectors that the daemon has not scanned. */
  readonly unloaded: readonly string[];
  readonly observedAt?: Status['observedAt'];
}

/**
 * Returns the stores that this account cannot read. A store of which it cannot read some files
 * counts if the certificate of a connector is therefore unknown.
 */
function unreadableIn({ connectors, stores }: ScanForStatus): readonly StoreDefinition[] {
  const missed = new Set(
    connectors.flatMap(({ selection }) => (selection.kind === 'unknown' ? selection.unavailable : [])),
  );
  const isClosed = (state: StoreState): boolean =>
    state.kind === 'unreadable' ||
    (state.seenByDaemonAt === undefined &&
      missed.has(`store:${state.store.name}`) &&
      state.problems.some(({ reason }) => reason === 'permission_denied'));
  return stores.filter(isClosed).map(({ store }) => store);
}

/** The state that the daemon stored. */
export interface LeftByDaemon extends LedgerState {
  /** True: a daemon runs now. */
  readonly isRunning: boolean;
  readonly records: number;
  readonly silences: readonly Silence[];
  readonly outputs: readonly OutputHealth[];
}

/**
 * Returns true if the daemon's observation is current: the daemon runs, has scanned since its start,
 * scans on time, and can store data.
 */
export function isUpToDate(left: LeftByDaemon, now: Instant): boolean {
  const isOnTime = silentSince(left, now) === undefined && unstoredSince(left, now) === undefined;
  return left.isRunning && left.scan !== undefined && left.startedAt === undefined && isOnTime;
}

/**
 * Combines the daemon's state and the scan of this command into one status. Unreadable stores and
 * silenced conditions are never OK.
 * @param ledger undefined: no daemon has run here
 */
export function statusOf(
  computer: string,
  ledger: LeftByDaemon | undefined,
  notifiers: readonly ListedNotifier[],
  scan: ScanForStatus,
): Status {
  const open = byUrgency(ledger?.open ?? []);
  const issues: StatusIssue[] = [];
  if (ledger?.scan === undefined) issues.push({ kind: 'never-scanned' });
  const silent = ledger === undefined ? undefined : silentSince(ledger, scan.at);
  const stopped = ledger?.isRunning === false ? ledger.scan?.endedAt : undefined;
  const starting = ledger?.scan === undefined ? undefined : ledger.startedAt;
  const unstored = ledger === undefined ? undefined : unstoredSince(ledger, scan.at);
  if (stopped !== undefined) issues.push({ kind: 'stopped', since: stopped });
  else if (unstored !== undefined) issues.push({ kind: 'unstored', since: unstored });
  else if (starting !== undefined) issues.push({ kind: 'starting', since: starting });
  else if (silent !== undefined) issues.push({ kind: 'silent', since: silent });
  for (const condition of open) {
    if (condition.eventId === storeUnreadable.eventId)
      issues.push({ kind: 'unreadable', store: condition.subject, since: condition.raisedAt });
  }
  for (const { name } of unreadableIn(scan)) {
    const isReported = open.some(({ eventId, subject }) => eventId === storeUnreadable.eventId && subject === name);
    if (!isReported) issues.push({ kind: 'unreadable', store: name, since: undefined });
  }
  if (ledger?.scan !== undefined && stopped === undefined && silent === undefined) {
    issues.push(...unproven(scan.connectors, open), ...unscanned(scan));
  }
  issues.push(...undelivered(notifiers, scan.at), ...unwritten(ledger?.outputs ?? [], scan.at));
  // An unreadable store makes the status UNKNOWN, not PROBLEM.
  const wrong = open.some(({ eventId, level }) => eventId !== storeUnreadable.eventId && level !== 'Information');
  return {
    computer,
    now: scan.at,
    verdict: wrong ? 'problem' : issues.length > 0 ? 'unknown' : 'ok',
    issues,
    open,
    silenced: silencedBy(open, ledger?.silences ?? [], scan.at),
    connectors: scan.connectors,
    stores: scan.stores,
    observedAt: scan.observedAt,
    notifiers,
    outputs: ledger?.outputs ?? [],
    daemon: ledger?.scan && {
      ...ledger.scan,
      ...(ledger.storedAt === undefined ? {} : { storedAt: ledger.storedAt }),
      records: ledger.records,
    },
  };
}
