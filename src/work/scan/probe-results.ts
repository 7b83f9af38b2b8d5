import { endAlternation } from '../../domain/served/alternating-certificates.ts';
import { type OutdatedCause, outdate, uncheckedResult } from '../../domain/served/outdated-result.ts';
import type { Instant } from '../../domain/time.ts';
import type { ProbedEndpoints } from './probed-endpoints.ts';

/**
 * How many changes of a connector were detected, and how many of these were changes of its server.
 */
export interface ConnectorChanges {
  readonly all: number;
  readonly server: number;
}

const NO_CHANGES: ConnectorChanges = { all: 0, server: 0 };
/** The changes since an earlier process: its end and the start of this one count as a change. */
const STARTED: ConnectorChanges = { all: 1, server: 0 };

/** The end of a probe. A scan uses only probes that ended before the scan began. */
export interface ProbeEnd {
  /** How many probes of all connectors have ended, including this probe. */
  readonly endNumber: number;
  readonly now: Instant;
  /** How many probes had ended when the latest scan began. */
  readonly endedAtScanStart: number;
}

/** A result that is evidence for scans that began after its probe ended. */
interface Evidence {
  readonly result: ProbedEndpoints;
  /** @see ProbeEnd */
  readonly endNumber: number;
}

/**
 * The latest probe results of a connector, and the scans for which they are evidence: the scan may
 * conclude from the result what the server serves now. A result is evidence if no change was
 * detected since its probe started, and only for scans that began after its probe ended.
 */
export class ProbeResults {
  /** The latest result, also if it is not evidence. */
  #latest: ProbedEndpoints | undefined;
  /**
   * The number of the end of the probe of `#latest`; undefined: `#latest` is not evidence, because
   * it is outdated or from another process.
   */
  #endNumber: number | undefined;
  /**
   * The previous result, if it is evidence for the scan that was running when the probe of
   * `#latest` ended. That scan cannot use `#latest`.
   */
  #earlierEvidence: Evidence | undefined;
  #changes: ConnectorChanges;
  /** The changes that were known when the latest scan got its result. */
  #scannedChanges: ConnectorChanges = NO_CHANGES;
  /** The changes that the latest committed scan has seen. */
  #committedChanges: ConnectorChanges = NO_CHANGES;
  /** True if the latest scan got evidence. */
  #hadScanEvidence = false;

  /** @param remembered the outdated result of an earlier process at the same URL */
  constructor(remembered: ProbedEndpoints | undefined) {
    this.#latest = remembered;
    this.#changes = remembered === undefined ? NO_CHANGES : STARTED;
  }

  /** undefined: no probe has ended, and no result is remembered. */
  get latest(): ProbedEndpoints | undefined {
    return this.#latest;
  }

  /** The changes that were detected until now. */
  get changes(): ConnectorChanges {
    return this.#changes;
  }

  /** True if the latest scan got evidence, and no change was detected since. */
  get hadLatestScanEvidence(): boolean {
    return this.#hadScanEvidence && this.#scannedChanges === this.#changes;
  }

  /**
   * Returns the latest result that is evidence for a scan that began when `endedAtScanStart` probes
   * had ended. Without evidence, returns the last known result as unavailable.
   * @param stored the result that the previous scan stored
   */
  forScan(url: string, now: Instant, endedAtScanStart: number, stored: ProbedEndpoints | undefined): ProbedEndpoints {
    this.#scannedChanges = this.#changes;
    this.#hadScanEvidence = false;
    if (this.#endNumber === undefined) return uncheckedResult(this.#latest, url, now);
    const evidence = this.#evidenceAt(endedAtScanStart);
    // Later scans began after the probe of `#latest` ended, so they can use `#latest`.
    if (this.#endNumber <= endedAtScanStart) this.#earlierEvidence = undefined;
    this.#hadScanEvidence = evidence !== undefined;
    if (evidence !== undefined) return evidence.result;
    return uncheckedResult(stored && this.#outdateStored(stored, now), url, now);
  }

  /** Returns true if there is evidence, but only from a probe that ended after the scan began. */
  isTooNewFor(endedAtScanStart: number): boolean {
    return this.#endNumber !== undefined && this.#evidenceAt(endedAtScanStart) === undefined;
  }

  /**
   * Notes that the latest scan was committed.
   * @param hasDetectedChange true: the scan itself detected the latest change
   */
  onScanCommitted(hasDetectedChange: boolean): void {
    this.#committedChanges = hasDetectedChange ? this.#changes : this.#scannedChanges;
  }

  /** Replaces the latest result, and returns it: outdated if it is not evidence. */
  accept(
    result: ProbedEndpoints,
    isEvidence: boolean,
    { endNumber, now, endedAtScanStart }: ProbeEnd,
  ): ProbedEndpoints {
    this.#earlierEvidence = isEvidence ? this.#evidenceAt(endedAtScanStart) : undefined;
    this.#endNumber = isEvidence ? endNumber : undefined;
    this.#latest = isEvidence ? result : outdate(result, now);
    return this.#latest;
  }

  /** Notes a change: the latest result is outdated. */
  outdate(now: Instant, cause: OutdatedCause): void {
    const { all, server } = this.#changes;
    const isServerChanged = cause === 'server';
    this.#changes = { all: all + 1, server: isServerChanged ? server + 1 : server };
    this.#endNumber = undefined;
    const latest = isServerChanged && this.#latest !== undefined ? endAlternation(this.#latest) : this.#latest;
    this.#latest = latest && outdate(latest, now);
  }

  /**
   * Returns the latest evidence for a scan that began when `endedAtScanStart` probes had ended. A
   * probe that ended later may show files that are newer than those that the scan has read.
   */
  #evidenceAt(endedAtScanStart: number): Evidence | undefined {
    if (this.#latest === undefined || this.#endNumber === undefined) return undefined;
    if (this.#endNumber <= endedAtScanStart) return { result: this.#latest, endNumber: this.#endNumber };
    return this.#earlierEvidence !== undefined && this.#earlierEvidence.endNumber <= endedAtScanStart
      ? this.#earlierEvidence
      : undefined;
  }

  /** Returns a result that the latest committed scan stored; outdated if a change followed. */
  #outdateStored(stored: ProbedEndpoints, now: Instant): ProbedEndpoints {
    const result = this.#changes.server === this.#committedChanges.server ? stored : endAlternation(stored);
    return this.#changes.all === this.#committedChanges.all ? result : outdate(result, now);
  }
}
