import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { hasSettingsOf, probeDefinition } from '../../domain/connector/probe-definition.ts';
import { type ProbeTarget, probeUrl } from '../../domain/connector/probe-target.ts';
import { isProbed } from '../../domain/observation/coverage.ts';
import { lastKnown, type ScanResult } from '../../domain/scan-result.ts';
import { endAlternation } from '../../domain/served/alternating-certificates.ts';
import { awaitedExpiry } from '../../domain/served/awaited-expiry.ts';
import { differsInMeaning } from '../../domain/served/differs-in-meaning.ts';
import { isMidReload } from '../../domain/served/is-mid-reload.ts';
import { notChecked, type OutdatedBy, outdate, outdatedSince } from '../../domain/served/outdated.ts';
import { reloadGraceOf } from '../../domain/served/reload-grace.ts';
import type { Endpoint, ProbeBasis, ServedLeaf } from '../../domain/served/served.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import type { Due } from './due-queue.ts';
import {
  areRefusalsPast,
  confirmationDelay,
  isRegularProbe,
  MAX_RELOAD_MS,
  RELOAD_MS,
  refusedDelay,
  regularDelay,
  retryDelay,
} from './probe-times.ts';

type ProbedEndpoints = ScanResult<readonly Endpoint[]>;

/**
 * The delay after the end of the grace period before a server is probed again, ms: some file
 * systems store whole seconds.
 */
const AFTER_GRACE_MS: number = SECOND;
/** The delay after the expiry of a served certificate before its server is probed, ms. */
const AFTER_EXPIRY_MS: number = SECOND;

/** The certificates of a connector on disk. */
interface OnDisk {
  readonly thumbprints: readonly string[];
  /** When the newest one was written; when it arrived, if its modification time was preserved. */
  readonly writtenAt: Instant;
  /** When it was first seen there. Earlier probes are not evidence against it. */
  readonly arrivedAt: Instant;
}

/** Returns from when on a server must serve it instead of the served certificate. */
function dueFrom(
  { writtenAt: writeTimes, arrivedAt }: OnDisk,
  connector: Connector,
  leaf: ServedLeaf,
  at: Instant,
): Instant {
  return Math.max(arrivedAt, writeTimes + reloadGraceOf(connector, leaf, at));
}

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

/** How many changes of a connector were detected, and how many of them were of its server. */
interface Changes {
  readonly all: number;
  readonly server: number;
}

const NO_CHANGES: Changes = { all: 0, server: 0 };
/** The start of this process is a change. */
const STARTED: Changes = { all: 1, server: 0 };

/**
 * The start of a probe. Its result is evidence if no change of the connector was detected since.
 */
export interface ProbeStart {
  /** The changes that were known. */
  readonly changes: Changes;
  /** On the monotonic clock. */
  readonly atMs: number;
  /** True if it is neither regular nor the first one after a change. */
  readonly isRetry: boolean;
}

/** The end of a probe. A scan uses only probes that ended before the scan began. */
export interface ProbeEnd {
  /** How many probes of all connectors have ended, including this one. */
  readonly endNumber: number;
  readonly now: Instant;
  /** How many probes had ended when the latest scan began. */
  readonly endedAtScanStart: number;
}

/** A result that is evidence for scans that began after its probe ended. */
interface Evidence {
  readonly result: ProbedEndpoints;
  /** The order in which its probe ended. */
  readonly endNumber: number;
}

/** The results of a committed scan for one connector. */
export interface ConnectorScan {
  /** The certificates on disk that it should serve; undefined: uncertain, or not requested. */
  readonly certificates: readonly StoredCertificate[] | undefined;
  /** The basis on which its probe results are evaluated; undefined: unknown. */
  readonly basis: Pick<ProbeBasis, 'since' | 'arrivedAt'> | undefined;
  /** The change that was detected after its latest probe; undefined: none. */
  readonly outdatedBy: OutdatedBy | undefined;
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

/** The refusals of STARTTLS by a server, ms. */
interface Refusals {
  /** When the latest one was seen, on the monotonic clock. */
  readonly lastMs: number;
  /** The delay after it. */
  readonly delayMs: number;
  /** For how long earlier ones lasted: each until the next one, at most for the delay after it. */
  readonly lastingMs: number;
}

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
  #result: ProbedEndpoints | undefined;
  /**
   * The order in which the probe of `#result` ended; undefined: not evidence, because it is outdated
   * or from another process.
   */
  #evidenceEndNumber: number | undefined;
  /**
   * The evidence for the scan that was running when `#result` ended; undefined: none, or it is
   * outdated.
   */
  #earlierEvidence: Evidence | undefined;
  #changes: Changes;
  /** The changes that the latest scan and the latest committed scan used. */
  #scannedChanges: Changes = NO_CHANGES;
  #committedChanges: Changes = NO_CHANGES;
  /** True if the latest scan got evidence. */
  #hadScanEvidence = false;
  /**
   * When the first change since the latest committed evidence was detected, and until when the
   * server may be reloading after the latest change; on the monotonic clock, ms.
   */
  #firstChangeMs: number | undefined;
  #reloadedByMs: number = Number.NEGATIVE_INFINITY;
  #onDisk: OnDisk | undefined;
  /**
   * When its problem was first and last seen, on the monotonic clock, ms: a failure, no TLS, another
   * certificate than on disk, or an open condition. undefined: no problem since the latest change.
   */
  #problem: { readonly sinceMs: number; readonly lastMs: number } | undefined;
  /** When the latest probe began that was not a retry, on the monotonic clock, ms. */
  #lastRegularMs: number = Number.NEGATIVE_INFINITY;
  /** Its refusals of STARTTLS; undefined: none since the latest change. */
  #refusals: Refusals | undefined;
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
    this.#result = remembered;
    this.#changes = remembered === undefined ? NO_CHANGES : STARTED;
  }

  get url(): string {
    return probeUrl(this.#connector.probe);
  }

  get connector(): ConnectorWithProbe {
    return this.#connector;
  }

  /** undefined: no probe has ended, and no result is remembered. */
  get result(): ProbedEndpoints | undefined {
    return this.#result;
  }

  /**
   * Replaces the definition, which has the same URL. Returns the reason if the earlier results are
   * outdated by it.
   */
  redefine(connector: ConnectorWithProbe): OutdatedBy | undefined {
    const definition = probeDefinition(this.#connector);
    const isRedefined = connector !== this.#connector && probeDefinition(connector) !== definition;
    this.#connector = connector;
    if (!isRedefined) return undefined;
    return hasSettingsOf(definition, connector) ? 'other' : 'server';
  }

  /**
   * Returns the latest result that is evidence for a scan that began when `endedAtScanStart` probes
   * had ended. Otherwise returns the last known state as not checked.
   * @param remembered the result that the previous scan stored
   */
  resultFor(now: Instant, endedAtScanStart: number, remembered: ProbedEndpoints | undefined): ProbedEndpoints {
    this.#scannedChanges = this.#changes;
    this.#hadScanEvidence = false;
    if (this.#evidenceEndNumber === undefined) return notChecked(this.#result, this.url, now);
    const evidence = this.#evidenceAt(endedAtScanStart);
    // No scan that began earlier follows.
    if (this.#evidenceEndNumber <= endedAtScanStart) this.#earlierEvidence = undefined;
    this.#hadScanEvidence = evidence !== undefined;
    if (evidence !== undefined) return evidence.result;
    return notChecked(remembered && this.#outdateStored(remembered, now), this.url, now);
  }

  /** Returns true if all evidence is from probes that ended after a scan began. */
  isTooNewFor(endedAtScanStart: number): boolean {
    return this.#evidenceEndNumber !== undefined && this.#evidenceAt(endedAtScanStart) === undefined;
  }

  /**
   * Receives a committed scan. Returns the time by which the connector must be probed, on the
   * monotonic clock, ms; undefined: as planned.
   */
  onScanCommitted(scan: ConnectorScan): number | undefined {
    const { certificates, basis, outdatedBy, hasOpenCondition, now, nowMs, failingServers, intervalMs } = scan;
    const { since = Number.NEGATIVE_INFINITY, arrivedAt = Number.NEGATIVE_INFINITY } = basis ?? {};
    const writeTimes = certificates?.map(({ writtenAt = Number.NEGATIVE_INFINITY }) => writtenAt);
    this.#onDisk = writeTimes && {
      thumbprints: (certificates ?? []).map(({ certificate }) => certificate.thumbprint),
      writtenAt: Math.min(now, Math.max(arrivedAt, ...writeTimes)),
      arrivedAt: since,
    };
    if (outdatedBy !== undefined) this.outdate(now, nowMs, outdatedBy);
    else if (this.#hadScanEvidence && this.#scannedChanges === this.#changes) this.#firstChangeMs = undefined;
    this.#committedChanges = outdatedBy === undefined ? this.#scannedChanges : this.#changes;
    const isNewlyOpen = hasOpenCondition && !this.#hasOpenCondition;
    this.#hasOpenCondition = hasOpenCondition;
    const expiry = awaitedExpiry(this.#result);
    if (outdatedBy !== undefined || (expiry !== undefined && expiry < now)) return nowMs;
    if (!isNewlyOpen || this.#isRefused) return undefined;
    return nowMs + retryDelay(this.#problemLasts(nowMs, intervalMs), failingServers, intervalMs);
  }

  /** Starts a probe. */
  startProbe(atMs: number, intervalMs: number): ProbeStart {
    const isFirst = this.isFirstProbePending || this.#isEvidenceAwaited || isStillOutdated(this.#result);
    const isRetry = !isFirst && !isRegularProbe(atMs - this.#lastRegularMs, intervalMs);
    if (!isRetry) this.#lastRegularMs = atMs;
    this.isProbeRunning = true;
    // A request during the probe sets an earlier time again.
    this.dueMs = Number.POSITIVE_INFINITY;
    return { changes: this.#changes, atMs, isRetry };
  }

  /**
   * Receives a result. It is not evidence if a change was detected since the probe started, or if a
   * server without TLS may be reloading.
   */
  acceptResult(
    result: ProbedEndpoints,
    start: ProbeStart,
    { endNumber, now, endedAtScanStart }: ProbeEnd,
  ): ResultEffect {
    const { changes, atMs } = start;
    const current = changes.server === this.#changes.server ? result : endAlternation(result);
    const before = this.#result;
    const wasFirstProbe = this.isFirstProbePending;
    this.isFirstProbePending = false;
    const wasEvidenceAwaited = this.#isEvidenceAwaited;
    const isReloading = atMs < this.#reloadedByMs && isWithoutTls(current);
    this.#wasMidReload = isMidReload(before, current);
    const isNoEvidence = changes !== this.#changes || isReloading || this.#wasMidReload;
    this.#isEvidenceAwaited = isNoEvidence;
    this.#earlierEvidence = isNoEvidence ? undefined : this.#evidenceAt(endedAtScanStart);
    this.#evidenceEndNumber = isNoEvidence ? undefined : endNumber;
    this.#result = isNoEvidence ? outdate(current, now) : current;
    const { failureThreshold } = this.#connector.probe;
    const isOverdue = (of: ProbedEndpoints | undefined): boolean =>
      this.#addressesWithOtherCertificate(of).some(({ at, due }) => at >= due);
    if (wasEvidenceAwaited && !isNoEvidence) return 'awaited';
    const isChanged =
      wasFirstProbe ||
      (isOverdue(this.#result) && !isOverdue(before)) ||
      differsInMeaning(before, this.#result, failureThreshold);
    return isChanged ? 'changed' : 'none';
  }

  /** Plans the next probe, after a probe or a change. */
  planNextProbe({ now, nowMs, startedMs, failingServers, intervalMs }: PlanningContext): void {
    // Retries do not reach unlisted addresses.
    const result = withoutUnlisted(this.#result);
    const differing = this.#addressesWithOtherCertificate(result, now);
    const afterRefusal = this.#afterRefusal(nowMs, intervalMs);
    const hasProblem = this.#hasOpenCondition || differing.length > 0 || isFailure(result) || isWithoutTls(result);
    const lastingMs = hasProblem ? this.#problemLasts(nowMs, intervalMs) : 0;
    let delay = regularDelay(this.url, nowMs - startedMs, intervalMs);
    if (afterRefusal !== undefined) delay = afterRefusal;
    else if (this.#wasMidReload || isUnconfirmed(result, this.#connector.probe))
      delay = Math.min(delay, confirmationDelay(intervalMs));
    else if (hasProblem) delay = Math.min(delay, retryDelay(lastingMs, failingServers, intervalMs));
    if (hasProblem && nowMs < this.#reloadedByMs) delay = Math.min(delay, this.#reloadedByMs - nowMs);
    for (const { due } of differing) if (due > now) delay = Math.min(delay, due - now + AFTER_GRACE_MS);
    const expiry = awaitedExpiry(result);
    if (expiry !== undefined) delay = Math.min(delay, Math.max(0, expiry - now) + AFTER_EXPIRY_MS);
    this.dueMs = nowMs + delay;
  }

  /** Moves the next probe to an earlier time. */
  scheduleBy(dueMs: number): void {
    this.dueMs = Math.min(this.dueMs, dueMs);
  }

  /** Marks the latest result as outdated by a change. */
  outdate(now: Instant, nowMs: number, by: OutdatedBy): void {
    if (by === 'server') {
      this.#changes = { ...this.#changes, server: this.#changes.server + 1 };
      this.#result = this.#result && endAlternation(this.#result);
    }
    this.#firstChangeMs ??= nowMs;
    // Each change delays this, up to a limit, because changes may never stop.
    this.#reloadedByMs = Math.min(nowMs + RELOAD_MS, this.#firstChangeMs + MAX_RELOAD_MS);
    this.#isEvidenceAwaited = true;
    this.#invalidate(now);
  }

  /**
   * Marks the latest result as outdated because changes could not be detected for a time, as at a
   * start.
   */
  restart(now: Instant): void {
    this.isFirstProbePending = true;
    this.#invalidate(now);
  }

  /**
   * Returns the latest evidence for a scan that began when `endedAtScanStart` probes had ended. The
   * files that the scan has read may be older than a later probe.
   */
  #evidenceAt(endedAtScanStart: number): Evidence | undefined {
    if (this.#result === undefined || this.#evidenceEndNumber === undefined) return undefined;
    if (this.#evidenceEndNumber <= endedAtScanStart)
      return { result: this.#result, endNumber: this.#evidenceEndNumber };
    return this.#earlierEvidence !== undefined && this.#earlierEvidence.endNumber <= endedAtScanStart
      ? this.#earlierEvidence
      : undefined;
  }

  /** Outdates a result that the latest committed scan stored, by the changes since. */
  #outdateStored(stored: ProbedEndpoints, now: Instant): ProbedEndpoints {
    const result = this.#changes.server === this.#committedChanges.server ? stored : endAlternation(stored);
    return this.#changes.all === this.#committedChanges.all ? result : outdate(result, now);
  }

  /**
   * Notes that the server has a problem now, and returns for how long it has had it, ms. A problem
   * that returns within two intervals is the same one: a load balancer may hide it now and then.
   */
  #problemLasts(nowMs: number, intervalMs: number): number {
    const { sinceMs, lastMs } = this.#problem ?? { sinceMs: nowMs, lastMs: nowMs };
    this.#problem = { sinceMs: nowMs - lastMs > 2 * intervalMs ? nowMs : sinceMs, lastMs: nowMs };
    return nowMs - this.#problem.sinceMs;
  }

  /** True if a listed address refused STARTTLS in its latest probe. */
  get #isRefused(): boolean {
    return isWithout(withoutUnlisted(this.#result), 'refused');
  }

  /**
   * Notes whether the server refuses STARTTLS now, and returns the delay before its next probe, ms;
   * undefined: it does not. It may refuse it now and then: the time in which it offers it does not
   * increase the delay.
   */
  #afterRefusal(nowMs: number, intervalMs: number): number | undefined {
    if (!this.#isRefused) return undefined;
    const previous = this.#refusals;
    const isFirst = previous === undefined || areRefusalsPast(nowMs - previous.lastMs, intervalMs);
    const lastingMs = isFirst ? 0 : previous.lastingMs + Math.min(nowMs - previous.lastMs, previous.delayMs);
    const delayMs = refusedDelay(lastingMs, intervalMs);
    this.#refusals = { lastMs: nowMs, delayMs, lastingMs };
    return delayMs;
  }

  #invalidate(now: Instant): void {
    this.#changes = { ...this.#changes, all: this.#changes.all + 1 };
    this.#evidenceEndNumber = undefined;
    this.#result = this.#result && outdate(this.#result, now);
    this.#problem = undefined;
    this.#refusals = undefined;
  }

  /**
   * Returns the addresses that serve another certificate than on disk: when they were probed, and
   * from when on they must serve the one on disk.
   * @param now left out: the time of the probe
   */
  #addressesWithOtherCertificate(
    result: ProbedEndpoints | undefined,
    now?: Instant,
  ): readonly { readonly at: Instant; readonly due: Instant }[] {
    const onDisk = this.#onDisk;
    if (onDisk === undefined || result === undefined) return [];
    return (lastKnown(result)?.value ?? []).flatMap(({ conversation, outdatedAt }) => {
      const last = lastKnown(conversation);
      const leaf = last?.value.tls?.leaf;
      if (last === undefined || leaf === undefined || outdatedAt !== undefined) return [];
      if (onDisk.thumbprints.includes(leaf.thumbprint)) return [];
      return [{ at: last.at, due: dueFrom(onDisk, this.#connector, leaf, now ?? last.at) }];
    });
  }
}

/** Returns true if a failure has not occurred often enough to be reported. */
function isUnconfirmed(result: ProbedEndpoints | undefined, { failureThreshold }: ProbeTarget): boolean {
  if (result === undefined) return false;
  const isFew = (of: ScanResult<unknown>): boolean => of.kind === 'unavailable' && of.times < failureThreshold;
  return isFew(result) || (result.kind === 'available' && result.value.some(({ conversation }) => isFew(conversation)));
}

/** Returns whether a probe after a change reached no address, because the name resolution failed. */
function isStillOutdated(result: ProbedEndpoints | undefined): boolean {
  return result !== undefined && result.kind !== 'available' && outdatedSince(result) !== undefined;
}

function isFailure(result: ProbedEndpoints | undefined): boolean {
  if (result === undefined) return false;
  return result.kind === 'unavailable' || result.value.some(({ conversation }) => conversation.kind === 'unavailable');
}

/** Returns a result without the addresses that name resolution does not return. */
function withoutUnlisted(result: ProbedEndpoints | undefined): ProbedEndpoints | undefined {
  if (result?.kind !== 'available' || result.value.every(({ unlisted }) => unlisted === undefined)) return result;
  return { ...result, value: result.value.filter(({ unlisted }) => unlisted === undefined) };
}

/** Returns true if an address gave this answer in its latest probe. */
function isWithout(result: ProbedEndpoints | undefined, starttls: 'refused' | 'not-offered'): boolean {
  return (
    result?.kind === 'available' &&
    result.value.some(
      ({ conversation, isAlternate }) =>
        conversation.kind === 'available' && conversation.value.starttls === starttls && isAlternate === undefined,
    )
  );
}

function isWithoutTls(result: ProbedEndpoints | undefined): boolean {
  return isWithout(result, 'refused') || isWithout(result, 'not-offered');
}
