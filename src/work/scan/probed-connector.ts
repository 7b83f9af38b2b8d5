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

/** A connector with a probe target. */
export type ConnectorWithProbe = Connector & { readonly probe: ProbeTarget };

/** Returns true if a connector is probed. */
export function hasProbe(connector: Connector): connector is ConnectorWithProbe {
  return isProbed(connector);
}

/** The time for which a probe is planned. */
export interface PlanningContext {
  readonly now: Instant;
  /** On the monotonic clock. */
  readonly nowMs: number;
  /** When the first interval began, on the monotonic clock. */
  readonly startedMs: number;
  /** How many servers have an open condition. */
  readonly failingServers: number;
  readonly intervalMs: number;
}

/**
 * The start of a probe. Its result is evidence if no change of the connector was detected since.
 */
export interface ProbeStart {
  /** The changes that were known. */
  readonly changes: ConnectorChanges;
  /** On the monotonic clock. */
  readonly atMs: number;
  /** True if it is neither regular nor the first one after a change. */
  readonly isRetry: boolean;
}

/** The results of a committed scan for one connector. */
export interface ConnectorScan {
  /** The certificates on disk that it should serve; undefined: uncertain, or not requested. */
  readonly certificates: readonly StoredCertificate[] | undefined;
  /** The basis on which its probe results are evaluated; undefined: unknown. */
  readonly basis: Pick<ProbeBasis, 'since' | 'arrivedAt'> | undefined;
  /** The change that was detected after its latest probe; undefined: none. */
  readonly outdatedBy: OutdatedCause | undefined;
  /** True if its server is one of the operator, and a condition about what it serves is open. */
  readonly hasOpenCondition: boolean;
  readonly now: Instant;
  /** On the monotonic clock. */
  readonly nowMs: number;
  /** How many servers have an open condition. */
  readonly failingServers: number;
  readonly intervalMs: number;
}

/** The effect of a probe result on scans. `awaited`: the first evidence since a change. */
export type ResultEffect = 'none' | 'changed' | 'awaited';

/** A connector that is probed at one URL, with its latest result and its next probe time. */
export class ProbedConnector implements Due {
  /** On the monotonic clock, ms. */
  dueMs: number;
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
   * When the first change since the latest committed evidence was detected, and until when the
   * server may be reloading after the latest change; on the monotonic clock, ms.
   */
  #firstChangeMs: number | undefined;
  #reloadedByMs: number = Number.NEGATIVE_INFINITY;
  /** When the latest probe began that was not a retry, on the monotonic clock, ms. */
  #lastRegularMs: number = Number.NEGATIVE_INFINITY;
  /** True if no evidence has followed the latest change. */
  #isEvidenceAwaited = false;
  /**
   * True if the latest result mixes the states before and after a reload; the next probe decides.
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
   * Replaces the definition, which has the same URL. Returns the reason if the earlier results are
   * outdated by it.
   */
  redefine(connector: ConnectorWithProbe): OutdatedCause | undefined {
    const definition = probeDefinition(this.#connector);
    const isRedefined = connector !== this.#connector && probeDefinition(connector) !== definition;
    this.#connector = connector;
    if (!isRedefined) return undefined;
    return hasSameServerVisibleSettings(definition, connector) ? 'other' : 'server';
  }

  /** Returns its result for a scan, as `ProbeResults.forScan` does. */
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
    if (outdatedBy !== undefined || (expiry !== undefined && expiry < now)) return nowMs;
    if (!isNewlyOpen || isStarttlsRefused(this.result)) return undefined;
    return nowMs + retryDelay(this.#durations.noteProblem(nowMs, intervalMs), failingServers, intervalMs);
  }

  /** Starts a probe. */
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
   * Receives a result. It is not evidence if a change was detected since the probe started, or if a
   * server without TLS may be reloading.
   */
  acceptResult(result: ProbedEndpoints, { changes, atMs }: ProbeStart, end: ProbeEnd): ResultEffect {
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

  /** Plans the next probe, after a probe or a change. */
  planNextProbe({ now, nowMs, startedMs, failingServers, intervalMs }: PlanningContext): void {
    // Retries do not reach unlisted addresses.
    const result = withoutUnlisted(this.result);
    const differing = this.#onDisk?.differingAddresses(this.#connector, result, now) ?? [];
    const hasProblem = this.#hasOpenCondition || differing.length > 0 || isFailure(result) || isWithoutTls(result);
    const refusedMs = isStarttlsRefused(result) ? this.#durations.noteRefusal(nowMs, intervalMs) : undefined;
    const problemMs = hasProblem ? this.#durations.noteProblem(nowMs, intervalMs) : 0;
    let delay = regularDelay(this.url, nowMs - startedMs, intervalMs);
    if (refusedMs !== undefined) delay = refusedMs;
    else if (this.#wasMidReload || isUnconfirmed(result, this.#connector.probe))
      delay = Math.min(delay, confirmationDelay(intervalMs));
    else if (hasProblem) delay = Math.min(delay, retryDelay(problemMs, failingServers, intervalMs));
    if (hasProblem && nowMs < this.#reloadedByMs) delay = Math.min(delay, this.#reloadedByMs - nowMs);
    for (const { dueAt } of differing) if (dueAt > now) delay = Math.min(delay, dueAt - now + AFTER_GRACE_MS);
    const expiry = awaitedExpiry(result);
    if (expiry !== undefined) delay = Math.min(delay, Math.max(0, expiry - now) + AFTER_EXPIRY_MS);
    this.dueMs = nowMs + delay;
  }

  /** Moves the next probe to an earlier time. */
  scheduleBy(dueMs: number): void {
    this.dueMs = Math.min(this.dueMs, dueMs);
  }

  /** Marks the latest result as outdated by a change. */
  outdate(now: Instant, nowMs: number, by: OutdatedCause): void {
    this.#firstChangeMs ??= nowMs;
    // Each change delays this, up to a limit, because changes may never stop.
    this.#reloadedByMs = Math.min(nowMs + RELOAD_MS, this.#firstChangeMs + MAX_RELOAD_MS);
    this.#isEvidenceAwaited = true;
    this.#results.outdate(now, by === 'server');
    this.#durations.clear();
  }

  /**
   * Marks the latest result as outdated because changes could not be detected for a time, as at a
   * start.
   */
  restart(now: Instant): void {
    this.isFirstProbePending = true;
    this.#results.outdate(now);
    this.#durations.clear();
  }

  /**
   * Returns true if an address serves another certificate than on disk, and its grace has ended.
   */
  #isOverdue(result: ProbedEndpoints | undefined): boolean {
    const differing = this.#onDisk?.differingAddresses(this.#connector, result) ?? [];
    return differing.some(({ probedAt, dueAt }) => probedAt >= dueAt);
  }
}
