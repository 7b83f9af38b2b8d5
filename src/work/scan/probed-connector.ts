import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { isProbed } from '../../domain/connector/is-probed.ts';
import { hasSameServerVisibleSettings, probeDefinition } from '../../domain/connector/probe-definition.ts';
import { type ProbeTarget, probeUrl } from '../../domain/connector/probe-target.ts';
import { endAlternation } from '../../domain/served/alternating-certificates.ts';
import { awaitedExpiry } from '../../domain/served/awaited-expiry.ts';
import { differsInMeaning } from '../../domain/served/differs-in-meaning.ts';
import { isMidReload } from '../../domain/served/is-mid-reload.ts';
import type { OutdatedCause } from '../../domain/served/outdated-result.ts';
import type { ProbeBasis } from '../../domain/served/served.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import { CertificatesOnDisk } from './certificates-on-disk.ts';
import type { Due } from './due-queue.ts';
import { type ConnectorChanges, type ProbeEnd, ProbeResults } from './probe-results.ts';
import {
  confirmationDelay,
  isRegularProbe,
  MAX_RELOAD_MS,
  RELOAD_MS,
  regularDelay,
  retryDelay,
} from './probe-times.ts';
import {
  isFailure,
  isStarttlsRefused,
  isStillOutdated,
  isUnconfirmed,
  isWithoutTls,
  type ProbedEndpoints,
  withoutUnlisted,
} from './probed-endpoints.ts';
import { ProblemDurations } from './problem-durations.ts';

/**
 * The delay after the end of the grace period before a server is probed again, ms: some file
 * systems store whole seconds.
 */
const AFTER_GRACE_MS: number = SECOND;
/** The delay after the expiry of a served certificate before its server is probed, ms. */
const AFTER_EXPIRY_MS: number = SECOND;

/** A connector that is probed at its target. */
export type ConnectorWithProbe = Connector & { readonly probe: ProbeTarget };

/** Returns true if a connector is probed. */
export function hasProbe(connector: Connector): connector is ConnectorWithProbe {
  return isProbed(connector);
}

/** The input from which the time of the next probe is computed. */
export interface PlanningContext {
  readonly now: Instant;
  /** On the monotonic clock. */
  readonly nowMs: number;
  /** When the first interval began, on the monotonic clock. */
  readonly startedMs: number;
  /** How many servers have an open condition. */
  readonly failingServers: number;
  /** Between two regular probes. */
  readonly intervalMs: number;
}

/**
 * The start of a probe. Its result is evidence (shows what the server serves now) if no change was
 * detected between start and end.
 */
export interface ProbeStart {
  /** The changes of the connector that were detected before the start. */
  readonly changes: ConnectorChanges;
  /** On the monotonic clock. */
  readonly atMs: number;
  /** True if it is neither regular nor the first one after a change. */
  readonly isRetry: boolean;
}

/** The results of a committed scan for one connector. */
export interface ConnectorScan {
  /**
   * The certificates on disk that its server should serve; undefined: unknown, or the server is not
   * one of the operator.
   */
  readonly certificates: readonly StoredCertificate[] | undefined;
  /**
   * When a scan first saw the current files and settings, and these certificates; undefined:
   * unknown.
   */
  readonly basis: Pick<ProbeBasis, 'since' | 'arrivedAt'> | undefined;
  /** The change that was detected after its latest probe; undefined: none. */
  readonly outdatedBy: OutdatedCause | undefined;
  /** True if a condition is open about the certificates that a server of the operator serves. */
  readonly hasOpenCondition: boolean;
  readonly now: Instant;
  /** On the monotonic clock. */
  readonly nowMs: number;
  /** How many servers have an open condition. */
  readonly failingServers: number;
  readonly intervalMs: number;
}

/**
 * The effect of a probe result on scans.
 * - `none`: a scan would have the same result as before
 * - `changed`: a scan may have another result
 * - `awaited`: the first evidence since a change, without which scans conclude nothing
 */
export type ResultEffect = 'none' | 'changed' | 'awaited';

/** A connector that is probed at one URL, with its latest result and its next probe time. */
export class ProbedConnector implements Due {
  /** When its next probe is due, on the monotonic clock, ms. */
  dueMs: number;
  /** Its index in the queue of due probes, written only by the queue; -1: not in the queue. */
  index = -1;
  isProbeRunning = false;
  /**
   * True if no probe has ended since this process started to probe it, or since the host was
   * suspended.
   */
  isFirstProbePending = true;
  #connector: ConnectorWithProbe;
  #hasOpenCondition = false;
  readonly #results: ProbeResults;
  readonly #durations = new ProblemDurations();
  #onDisk: CertificatesOnDisk | undefined;
  /**
   * When the first change since the latest committed scan with evidence was detected, on the
   * monotonic clock, ms; undefined: no change since then.
   */
  #firstChangeMs: number | undefined;
  /** Until when the server may be reloading after the latest change, on the monotonic clock, ms. */
  #reloadedByMs: number = Number.NEGATIVE_INFINITY;
  /** When the latest probe began that was not a retry, on the monotonic clock, ms. */
  #lastRegularMs: number = Number.NEGATIVE_INFINITY;
  /** True if there was no evidence since the latest change. */
  #isEvidenceAwaited = false;
  /**
   * True if the latest result mixes the states before and after a reload. It is not evidence, and
   * the server is probed again soon.
   */
  #wasMidReload = false;

  /** @param remembered the outdated result of an earlier process at the same URL */
  constructor(connector: ConnectorWithProbe, remembered: ProbedEndpoints | undefined, dueMs: number) {
    this.dueMs = dueMs;
    this.#connector = connector;
    this.#results = new ProbeResults(remembered);
  }

  get url(): string {
    return probeUrl(this.#connector.probe);
  }

  get connector(): ConnectorWithProbe {
    return this.#connector;
  }

  /** undefined: no probe has ended, and no result is remembered. */
  get result(): ProbedEndpoints | undefined {
    return this.#results.latest;
  }

  /**
   * Replaces the definition, which has the same URL. Returns the cause if this outdates the earlier
   * results; undefined: they stay evidence.
   */
  redefine(connector: ConnectorWithProbe): OutdatedCause | undefined {
    const previousDefinition = probeDefinition(this.#connector);
    const isRedefined = connector !== this.#connector && probeDefinition(connector) !== previousDefinition;
    this.#connector = connector;
    if (!isRedefined) return undefined;
    return hasSameServerVisibleSettings(previousDefinition, connector) ? 'other' : 'server';
  }

  /** Returns its result for a scan. @see ProbeResults.forScan */
  resultFor(now: Instant, endedAtScanStart: number, stored: ProbedEndpoints | undefined): ProbedEndpoints {
    return this.#results.forScan(this.url, now, endedAtScanStart, stored);
  }

  /** Returns true if all evidence is from probes that ended after a scan began. */
  isTooNewFor(endedAtScanStart: number): boolean {
    return this.#results.isTooNewFor(endedAtScanStart);
  }

  /**
   * Receives a committed scan. Returns the time by which the connector must be probed, on the
   * monotonic clock, ms; undefined: as planned.
   */
  onScanCommitted(scan: ConnectorScan): number | undefined {
    const { certificates, basis, outdatedBy, hasOpenCondition, now, nowMs, failingServers, intervalMs } = scan;
    this.#onDisk = certificates && new CertificatesOnDisk(certificates, basis, now);
    if (outdatedBy !== undefined) this.outdate(now, nowMs, outdatedBy);
    else if (this.#results.hadLatestScanEvidence) this.#firstChangeMs = undefined;
    this.#results.onScanCommitted(outdatedBy !== undefined);
    const isNewlyOpen = hasOpenCondition && !this.#hasOpenCondition;
    this.#hasOpenCondition = hasOpenCondition;
    const expiry = awaitedExpiry(this.result);
    const hasExpired = expiry !== undefined && expiry < now;
    if (outdatedBy !== undefined || hasExpired) return nowMs;
    if (!isNewlyOpen || isStarttlsRefused(this.result)) return undefined;
    return nowMs + retryDelay(this.#durations.noteProblem(nowMs, intervalMs), failingServers, intervalMs);
  }

  /** Notes the start of a probe, which the caller makes. */
  startProbe(atMs: number, intervalMs: number): ProbeStart {
    const isFirst = this.isFirstProbePending || this.#isEvidenceAwaited || isStillOutdated(this.result);
    const isRetry = !isFirst && !isRegularProbe(atMs - this.#lastRegularMs, intervalMs);
    if (!isRetry) this.#lastRegularMs = atMs;
    this.isProbeRunning = true;
    // A request during the probe sets an earlier time again.
    this.dueMs = Number.POSITIVE_INFINITY;
    return { changes: this.#results.changes, atMs, isRetry };
  }

  /**
   * Receives a result. It is not evidence in these cases:
   * - a change was detected since the probe started
   * - the server offered no TLS, and may be reloading
   * - it mixes the states before and after a reload
   */
  acceptResult(result: ProbedEndpoints, { changes, atMs }: ProbeStart, end: ProbeEnd): ResultEffect {
    // After a change of the server, the result must not continue the series of earlier answers.
    const current = changes.server === this.#results.changes.server ? result : endAlternation(result);
    const previous = this.result;
    const wasFirstProbe = this.isFirstProbePending;
    this.isFirstProbePending = false;
    const wasEvidenceAwaited = this.#isEvidenceAwaited;
    const isReloading = atMs < this.#reloadedByMs && isWithoutTls(current);
    this.#wasMidReload = isMidReload(previous, current);
    const isEvidence = changes === this.#results.changes && !isReloading && !this.#wasMidReload;
    this.#isEvidenceAwaited = !isEvidence;
    const latest = this.#results.accept(current, isEvidence, end);
    if (wasEvidenceAwaited && isEvidence) return 'awaited';
    const isChanged =
      wasFirstProbe ||
      (this.#isOverdue(latest) && !this.#isOverdue(previous)) ||
      differsInMeaning(previous, latest, this.#connector.probe.failureThreshold);
    return isChanged ? 'changed' : 'none';
  }

  /**
   * Plans the next probe, after a probe or a change: the next regular one, or earlier to confirm a
   * failure, to detect a fix, or when the state of the server should change.
   */
  planNextProbe({ now, nowMs, startedMs, failingServers, intervalMs }: PlanningContext): void {
    // Retries do not probe addresses that name resolution no longer returns.
    const result = withoutUnlisted(this.result);
    const differing = this.#onDisk?.differingAddresses(this.#connector, result, now) ?? [];
    const hasProblem = this.#hasOpenCondition || differing.length > 0 || isFailure(result) || isWithoutTls(result);
    const refusedMs = isStarttlsRefused(result) ? this.#durations.noteRefusal(nowMs, intervalMs) : undefined;
    const problemMs = hasProblem ? this.#durations.noteProblem(nowMs, intervalMs) : 0;
    const needsConfirmation = this.#wasMidReload || isUnconfirmed(result, this.#connector.probe);
    let delay = regularDelay(this.url, nowMs - startedMs, intervalMs);
    if (refusedMs !== undefined) delay = refusedMs;
    else if (needsConfirmation) delay = Math.min(delay, confirmationDelay(intervalMs));
    else if (hasProblem) delay = Math.min(delay, retryDelay(problemMs, failingServers, intervalMs));
    // When the reload must have ended.
    if (hasProblem && nowMs < this.#reloadedByMs) delay = Math.min(delay, this.#reloadedByMs - nowMs);
    // When an address must serve the certificate on disk.
    for (const { dueAt } of differing) if (dueAt > now) delay = Math.min(delay, dueAt - now + AFTER_GRACE_MS);
    // When a served certificate expires.
    const expiry = awaitedExpiry(result);
    if (expiry !== undefined) delay = Math.min(delay, Math.max(0, expiry - now) + AFTER_EXPIRY_MS);
    this.dueMs = nowMs + delay;
  }

  /** Moves the next probe to an earlier time. */
  scheduleBy(dueMs: number): void {
    this.dueMs = Math.min(this.dueMs, dueMs);
  }

  /**
   * Marks the latest result as outdated by a change. The cause `server` also ends the series of
   * alternating certificates that the server has served.
   */
  outdate(now: Instant, nowMs: number, cause: OutdatedCause): void {
    this.#firstChangeMs ??= nowMs;
    // Each change delays this time, up to a limit, because changes may never stop.
    this.#reloadedByMs = Math.min(nowMs + RELOAD_MS, this.#firstChangeMs + MAX_RELOAD_MS);
    this.#isEvidenceAwaited = true;
    this.#results.outdate(now, cause);
    this.#durations.clear();
  }

  /**
   * Marks the latest result as outdated, because changes could not be detected for some time, as
   * before the start of this process.
   */
  restart(now: Instant): void {
    this.isFirstProbePending = true;
    this.#results.outdate(now, 'other');
    this.#durations.clear();
  }

  /**
   * Returns true if an address served another certificate than on disk after its grace period, in
   * which its server should have loaded the certificate on disk.
   */
  #isOverdue(result: ProbedEndpoints | undefined): boolean {
    const differing = this.#onDisk?.differingAddresses(this.#connector, result) ?? [];
    return differing.some(({ probedAt, dueAt }) => probedAt >= dueAt);
  }
}
