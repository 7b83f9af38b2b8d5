import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import { isAmidChange } from '../../domain/connector/amid-change.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { differsInMeaning } from '../../domain/connector/differs-in-meaning.ts';
import { graceOf } from '../../domain/connector/grace.ts';
import { type ProbeTarget, probeUrl } from '../../domain/connector/probe-target.ts';
import type { Endpoint, ServedLeaf } from '../../domain/connector/served.ts';
import { isProbed } from '../../domain/observation/coverage.ts';
import { type Look, latest } from '../../domain/observation/look.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import type { Due } from './due-queue.ts';
import { regularDelay, retryDelay } from './probe-times.ts';

type Looked = Look<readonly Endpoint[]>;

/** So long after the grace is over it is asked again: files are written in whole seconds on some systems, ms. */
const AFTER_GRACE: number = SECOND;

/** What lies on disk of a connector's certificates. */
interface OnDisk {
  readonly thumbprints: readonly string[];
  /** When the last of it was written, as far as that can be. */
  readonly written: Instant;
  /** When it was first seen to lie there; a look from before that says nothing against it. */
  readonly arrived: Instant;
}

/** @param now when they are seen there */
function onDiskAt(certificates: readonly StoredCertificate[], now: Instant): Omit<OnDisk, 'arrived'> {
  const written = certificates.map(({ writtenAt = Number.NEGATIVE_INFINITY }) => writtenAt);
  return {
    thumbprints: certificates.map(({ certificate }) => certificate.thumbprint).sort(),
    written: Math.min(now, Math.max(...written)),
  };
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

/** A connector that is probed in one place, what is known of it, and when it is to be probed next. */
export class ProbedConnector implements Due {
  /** On the monotonic clock, ms. */
  dueMs: number;
  place = -1;
  isUnderWay = false;
  #connector: ConnectorWithProbe;
  #look: Looked | undefined;
  /** The looks that the pass under way, and the last committed pass, were shown. */
  #shown: Looked | undefined;
  #told: Looked | undefined;
  #onDisk: OnDisk | undefined;
  /** Since when it fails, or presents something else than what lies on disk, on the monotonic clock, ms. */
  #troubleSinceMs: number | undefined;
  /** Whether it was last seen amid a change, beside what the last committed pass was shown: nothing is told before the next look. */
  #isSettling = false;

  /** @param remembered what was looked at in the same place before this process began */
  constructor(connector: ConnectorWithProbe, remembered: Looked | undefined, dueMs: number) {
    this.dueMs = dueMs;
    this.#connector = connector;
    this.#look = remembered;
    this.#shown = remembered;
    this.#told = remembered;
  }

  get url(): string {
    return probeUrl(this.#connector.probe);
  }

  get connector(): ConnectorWithProbe {
    return this.#connector;
  }

  /** undefined: nobody has looked yet, nor is anything remembered. */
  get look(): Looked | undefined {
    return this.#look;
  }

  /** Takes another definition of the same place; whether what was looked at no longer answers what is asked. */
  redefine(connector: ConnectorWithProbe): boolean {
    const asked = ({ probe, trust }: ConnectorWithProbe): string => JSON.stringify([probe, trust]);
    const isOther = connector !== this.#connector && asked(connector) !== asked(this.#connector);
    this.#connector = connector;
    return isOther;
  }

  /** The look that no committed pass was shown yet; else a blind one, with what is known from before. */
  show(now: Instant): Looked {
    this.#shown = this.#look;
    if (this.#look !== undefined && this.#look !== this.#told) return this.#look;
    const last = this.#look && latest(this.#look);
    return {
      kind: 'blind',
      since: last?.at ?? now,
      times: 0,
      problem: { reason: 'not_looked_at', location: this.url, detail: '' },
      last: last && { at: last.at, value: last.value },
    };
  }

  /**
   * A pass that was shown it is committed.
   * @param certificates what its stores and files say that it presents; undefined: that is not certain, or not asked
   * @param now the pass's
   * @returns whether that has changed, and it was last seen to present something else
   */
  passed(certificates: readonly StoredCertificate[] | undefined, now: Instant): boolean {
    this.#told = this.#shown;
    const before = this.#onDisk;
    const after = certificates && onDiskAt(certificates, now);
    if (before !== undefined && before.thumbprints.join() === after?.thumbprints.join()) return false;
    this.#onDisk = after && { ...after, arrived: before === undefined ? Number.NEGATIVE_INFINITY : now };
    this.#troubleSinceMs = undefined;
    return before !== undefined && this.#others(this.#look).length > 0;
  }

  /** Takes a look; whether a pass would come to something else than before. */
  took(look: Looked): boolean {
    const before = this.#look;
    const wasSettling = this.#isSettling;
    this.#look = look;
    this.#isSettling = isAmidChange(this.#told, look);
    const { failuresBeforeUnreachable } = this.#connector.probe;
    const isOverdue = (of: Looked | undefined): boolean => this.#others(of).some(({ at, due }) => at >= due);
    return (
      wasSettling ||
      (isOverdue(look) && !isOverdue(before)) ||
      differsInMeaning(before, look, failuresBeforeUnreachable)
    );
  }

  /** Plans the next probe, when one was just made or something about it has changed. */
  plan({ now, nowMs, startedMs, everyMs }: ProbeMoment): void {
    const others = this.#others(this.#look, now);
    const isTrouble = others.length > 0 || isFailure(this.#look);
    this.#troubleSinceMs = isTrouble ? (this.#troubleSinceMs ?? nowMs) : undefined;
    let delay = regularDelay(this.#connector.name, nowMs - startedMs, everyMs);
    if (this.#troubleSinceMs !== undefined) delay = Math.min(delay, retryDelay(nowMs - this.#troubleSinceMs, everyMs));
    if (this.#isSettling) delay = Math.min(delay, retryDelay(0, everyMs));
    for (const { due } of others) if (due > now) delay = Math.min(delay, due - now + AFTER_GRACE);
    this.dueMs = nowMs + delay;
  }

  /** Brings the next probe forward. */
  bring(dueMs: number): void {
    this.dueMs = Math.min(this.dueMs, dueMs);
  }

  /**
   * When addresses were last seen to present what does not lie on disk, and from when on they have to present that.
   * @param now left out: as it was when they were seen
   */
  #others(look: Looked | undefined, now?: Instant): readonly { readonly at: Instant; readonly due: Instant }[] {
    const onDisk = this.#onDisk;
    if (onDisk === undefined || look === undefined) return [];
    return (latest(look)?.value ?? []).flatMap(({ conversation }) => {
      const last = latest(conversation);
      const leaf = last?.value.tls?.leaf;
      if (last === undefined || leaf === undefined || onDisk.thumbprints.includes(leaf.thumbprint)) return [];
      return [{ at: last.at, due: dueFrom(onDisk, this.#connector, leaf, now ?? last.at) }];
    });
  }
}

function isFailure(look: Looked | undefined): boolean {
  if (look === undefined) return false;
  return look.kind === 'blind' || look.value.some(({ conversation }) => conversation.kind === 'blind');
}
