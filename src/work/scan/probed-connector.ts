import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { differsInMeaning } from '../../domain/connector/differs-in-meaning.ts';
import { graceOf } from '../../domain/connector/grace.ts';
import { isProbed } from '../../domain/observation/coverage.ts';
import { lastKnown, type ScanResult } from '../../domain/scan-result.ts';
import { awaitedExpiry } from '../../domain/served/awaited-expiry.ts';
import { isMidReload } from '../../domain/served/is-mid-reload.ts';
import { notChecked, outdate } from '../../domain/served/outdated.ts';
import { type ProbeTarget, probeUrl } from '../../domain/served/probe-target.ts';
import type { Endpoint, ProbeBasis, ServedLeaf } from '../../domain/served/served.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import type { Due } from './due-queue.ts';
import { confirmationDelay, RELOADED_WITHIN, refusedDelay, regularDelay, retryDelay } from './probe-times.ts';

type ProbedEndpoints = ScanResult<readonly Endpoint[]>;

/** So long after the grace is over it is asked again: files are written in whole seconds on some systems, ms. */
const AFTER_GRACE: number = SECOND;
/** So long after the expiry of a served certificate its server is probed: what it serves then is judged, ms. */
const AFTER_EXPIRY: number = SECOND;

/** What lies on disk of a connector's certificates. */
interface OnDisk {
  readonly thumbprints: readonly string[];
  /** When the last of it was written, as far as that can be; when it arrived, if its time was kept. */
  readonly written: Instant;
  /** When it was first seen to lie there; a look from before that says nothing against it. */
  readonly arrived: Instant;
}

/** From when on a server must present it instead of a certificate that it was seen to present. */
function dueFrom({ written, arrived }: OnDisk, connector: Connector, leaf: ServedLeaf, at: Instant): Instant {
  return Math.max(arrived, written + graceOf(connector, leaf, at));
}

/** A connector with what says where it is probed. */
export type ConnectorWithProbe = Connector & { readonly probe: ProbeTarget };

/** Whether what a connector presents is looked at. */
export function hasProbe(connector: Connector): connector is ConnectorWithProbe {
  return isProbed(connector);
}

/** When a probe is planned. */
export interface ProbeMoment {
  readonly now: Instant;
  /** On the monotonic clock. */
  readonly nowMs: number;
  /** When the first interval began. */
  readonly startedMs: number;
  readonly everyMs: number;
}

/** The beginning of a probe. Its result is evidence if no change of the connector was seen since. */
export interface ProbeBeginning {
  /** How many changes of the connector were known. */
  readonly changes: number;
  /** On the monotonic clock. */
  readonly atMs: number;
}

/** The end of a probe. A scan uses only probes that ended before the scan began. */
export interface ProbeEnd {
  /** How many probes of all connectors have ended, including this one. */
  readonly order: number;
  readonly now: Instant;
}

/** What a committed scan says of a connector. */
export interface ConnectorScan {
  /** What its stores and files say that it presents; undefined: that is not certain, or not asked. */
  readonly certificates: readonly StoredCertificate[] | undefined;
  /** What its probe results are judged by; undefined: it is not known. */
  readonly basis: Pick<ProbeBasis, 'since' | 'arrivedAt'> | undefined;
  /** Whether a change was seen that is newer than its latest probe. */
  readonly isOutdated: boolean;
  readonly now: Instant;
  /** On the monotonic clock. */
  readonly nowMs: number;
}

/** What a probe result means for scans. `awaited`: it is the first evidence since a change. */
export type ProbeChange = 'none' | 'news' | 'awaited';

/** A connector that is probed in one place, what is known of it, and when it is to be probed next. */
export class ProbedConnector implements Due {
  /** On the monotonic clock, ms. */
  dueMs: number;
  place = -1;
  isUnderWay = false;
  /** Whether no probe has ended since this process began to probe it, or since the host was suspended. */
  isBeginning = true;
  #connector: ConnectorWithProbe;
  #look: ProbedEndpoints | undefined;
  /** The order in which the probe of `#look` ended; undefined: it is no evidence, being of another process or outdated. */
  #evidence: number | undefined;
  #changes: number;
  /** The numbers of changes that the latest scan and the latest committed scan used. */
  #shownChanges = 0;
  #committedChanges = 0;
  /** When the latest change was seen, on the monotonic clock, ms. */
  #changedMs: number | undefined;
  #onDisk: OnDisk | undefined;
  /** Since when it fails, offers no TLS, or presents something else than what lies on disk, on the monotonic clock, ms. */
  #troubleSinceMs: number | undefined;
  /** Since when it refuses STARTTLS. */
  #refusedSinceMs: number | undefined;
  /** Whether a change was seen, and no evidence since. */
  #isAwaited = false;
  /** Whether its latest result was of two moments, before and after a reload: the next one tells. */
  #isAmidChange = false;

  /** @param remembered the outdated result of an earlier process at the same URL */
  constructor(connector: ConnectorWithProbe, remembered: ProbedEndpoints | undefined, dueMs: number) {
    this.dueMs = dueMs;
    this.#connector = connector;
    this.#look = remembered;
    // The start of this process is a change.
    this.#changes = remembered === undefined ? 0 : 1;
  }

  get url(): string {
    return probeUrl(this.#connector.probe);
  }

  get connector(): ConnectorWithProbe {
    return this.#connector;
  }

  /** undefined: nobody has looked yet, nor is anything remembered. */
  get look(): ProbedEndpoints | undefined {
    return this.#look;
  }

  /** Takes another definition of the same place; whether what was looked at no longer answers what is asked. */
  redefine(connector: ConnectorWithProbe, now: Instant, nowMs: number): boolean {
    const asked = ({ probe, trust }: ConnectorWithProbe): string => JSON.stringify([probe, trust]);
    const isOther = connector !== this.#connector && asked(connector) !== asked(this.#connector);
    this.#connector = connector;
    if (isOther) this.outdate(now, nowMs);
    return isOther;
  }

  /**
   * The latest result, where it is evidence for a scan that began when `mark` probes had ended; else what was last seen, as no
   * evidence.
   * @param remembered what the scan before left
   */
  show(now: Instant, mark: number, remembered: ProbedEndpoints | undefined): ProbedEndpoints {
    this.#shownChanges = this.#changes;
    if (this.#look === undefined || this.#evidence === undefined) return notChecked(this.#look, this.url, now);
    if (!this.isTooNewFor(mark)) return this.#look;
    const isOutdated = this.#changes !== this.#committedChanges;
    return notChecked(isOutdated && remembered !== undefined ? outdate(remembered, now) : remembered, this.url, now);
  }

  /**
   * Returns whether the latest evidence is from a probe that ended after a scan began. That scan must
   * not use it: what the scan has read may be older.
   */
  isTooNewFor(mark: number): boolean {
    return this.#evidence !== undefined && this.#evidence > mark;
  }

  /** A scan is committed. @returns whether it is to be probed at once */
  passed({ certificates, basis, isOutdated, now, nowMs }: ConnectorScan): boolean {
    const { since = Number.NEGATIVE_INFINITY, arrivedAt = Number.NEGATIVE_INFINITY } = basis ?? {};
    const written = certificates?.map(({ writtenAt = Number.NEGATIVE_INFINITY }) => writtenAt);
    this.#onDisk = written && {
      thumbprints: (certificates ?? []).map(({ certificate }) => certificate.thumbprint),
      written: Math.min(now, Math.max(arrivedAt, ...written)),
      arrived: since,
    };
    if (isOutdated) this.outdate(now, nowMs);
    this.#committedChanges = isOutdated ? this.#changes : this.#shownChanges;
    const expiry = awaitedExpiry(this.#look);
    return isOutdated || (expiry !== undefined && expiry < now);
  }

  /** Begins a probe. */
  begin(atMs: number): ProbeBeginning {
    this.isUnderWay = true;
    // Whoever wants it again while it is under way is heard.
    this.dueMs = Number.POSITIVE_INFINITY;
    return { changes: this.#changes, atMs };
  }

  /**
   * Takes a result. It is no evidence where a change was seen since its beginning; nor where a server without TLS may be amid a
   * reload.
   */
  took(look: ProbedEndpoints, { changes, atMs }: ProbeBeginning, { order, now }: ProbeEnd): ProbeChange {
    const before = this.#look;
    const wasBeginning = this.isBeginning;
    this.isBeginning = false;
    const wasAwaited = this.#isAwaited;
    const isReloading = this.#changedMs !== undefined && atMs < this.#changedMs + RELOADED_WITHIN && isWithoutTls(look);
    this.#isAmidChange = isMidReload(before, look);
    const isNone = changes !== this.#changes || isReloading || this.#isAmidChange;
    this.#isAwaited = isNone;
    this.#evidence = isNone ? undefined : order;
    this.#look = isNone ? outdate(look, now) : look;
    const { failuresBeforeUnreachable } = this.#connector.probe;
    const isOverdue = (of: ProbedEndpoints | undefined): boolean => this.#others(of).some(({ at, due }) => at >= due);
    if (wasAwaited && !isNone) return 'awaited';
    const isNews =
      wasBeginning ||
      (isOverdue(this.#look) && !isOverdue(before)) ||
      differsInMeaning(before, this.#look, failuresBeforeUnreachable);
    return isNews ? 'news' : 'none';
  }

  /** Plans the next probe, when one was just made or something about it has changed. */
  plan({ now, nowMs, startedMs, everyMs }: ProbeMoment): void {
    const others = this.#others(this.#look, now);
    const isRefused = isWithout(this.#look, 'refused');
    const hasProblem = others.length > 0 || isFailure(this.#look) || isWithoutTls(this.#look);
    this.#refusedSinceMs = isRefused ? (this.#refusedSinceMs ?? nowMs) : undefined;
    this.#troubleSinceMs = hasProblem ? (this.#troubleSinceMs ?? nowMs) : undefined;
    let delay = regularDelay(this.url, nowMs - startedMs, everyMs);
    if (this.#refusedSinceMs !== undefined) delay = refusedDelay(nowMs - this.#refusedSinceMs, everyMs);
    else if (this.#isAmidChange || isUnconfirmed(this.#look, this.#connector.probe))
      delay = Math.min(delay, confirmationDelay(everyMs));
    else if (this.#troubleSinceMs !== undefined)
      delay = Math.min(delay, retryDelay(nowMs - this.#troubleSinceMs, everyMs));
    const reloadedMs = (this.#changedMs ?? Number.NEGATIVE_INFINITY) + RELOADED_WITHIN;
    if (hasProblem && nowMs < reloadedMs) delay = Math.min(delay, reloadedMs - nowMs);
    for (const { due } of others) if (due > now) delay = Math.min(delay, due - now + AFTER_GRACE);
    const expiry = awaitedExpiry(this.#look);
    if (expiry !== undefined) delay = Math.min(delay, Math.max(0, expiry - now) + AFTER_EXPIRY);
    this.dueMs = nowMs + delay;
  }

  /** Brings the next probe forward. */
  bring(dueMs: number): void {
    this.dueMs = Math.min(this.dueMs, dueMs);
  }

  /** A change was seen that makes its latest result outdated. */
  outdate(now: Instant, nowMs: number): void {
    this.#changedMs = nowMs;
    this.#isAwaited = true;
    this.#invalidate(now);
  }

  /** Makes its latest result outdated because changes could not be seen for a time, as at a start. */
  beginAgain(now: Instant): void {
    this.isBeginning = true;
    this.#invalidate(now);
  }

  #invalidate(now: Instant): void {
    this.#changes += 1;
    this.#evidence = undefined;
    this.#look = this.#look && outdate(this.#look, now);
    this.#troubleSinceMs = undefined;
    this.#refusedSinceMs = undefined;
  }

  /**
   * When addresses were last seen to present what does not lie on disk, and from when on they have to present that.
   * @param now left out: as it was when they were seen
   */
  #others(
    look: ProbedEndpoints | undefined,
    now?: Instant,
  ): readonly { readonly at: Instant; readonly due: Instant }[] {
    const onDisk = this.#onDisk;
    if (onDisk === undefined || look === undefined) return [];
    return (lastKnown(look)?.value ?? []).flatMap(({ conversation, outdatedAt }) => {
      const last = lastKnown(conversation);
      const leaf = last?.value.tls?.leaf;
      if (last === undefined || leaf === undefined || outdatedAt !== undefined) return [];
      if (onDisk.thumbprints.includes(leaf.thumbprint)) return [];
      return [{ at: last.at, due: dueFrom(onDisk, this.#connector, leaf, now ?? last.at) }];
    });
  }
}

/** Returns whether a failure has not been seen often enough to be reported. */
function isUnconfirmed(look: ProbedEndpoints | undefined, { failuresBeforeUnreachable }: ProbeTarget): boolean {
  if (look === undefined) return false;
  const isFew = (of: ScanResult<unknown>): boolean => of.kind === 'blind' && of.times < failuresBeforeUnreachable;
  return isFew(look) || (look.kind === 'seen' && look.value.some(({ conversation }) => isFew(conversation)));
}

function isFailure(look: ProbedEndpoints | undefined): boolean {
  if (look === undefined) return false;
  return look.kind === 'blind' || look.value.some(({ conversation }) => conversation.kind === 'blind');
}

/** Whether an address was just seen to answer so. */
function isWithout(look: ProbedEndpoints | undefined, starttls: 'refused' | 'not-offered'): boolean {
  return (
    look?.kind === 'seen' &&
    look.value.some(({ conversation }) => conversation.kind === 'seen' && conversation.value.starttls === starttls)
  );
}

function isWithoutTls(look: ProbedEndpoints | undefined): boolean {
  return isWithout(look, 'refused') || isWithout(look, 'not-offered');
}
