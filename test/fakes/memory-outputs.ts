import type { ProblemError } from '../../src/domain/failure/error-facts.ts';
import {
  type MissedRecords,
  OUTPUT_RETRY_MS,
  type OutputHealth,
  type OutputProblem,
} from '../../src/domain/status/output-health.ts';
import { DAY, type Instant } from '../../src/domain/time.ts';

/** A log output that fails, or that missed records which are not reported yet. */
interface Kept extends OutputProblem {
  readonly position: number;
  readonly since: Instant | undefined;
  readonly missed: readonly number[];
  readonly notifiedAt: Instant | undefined;
}

/** The followers of a ledger in memory, and the failures of log outputs among them. */
export class MemoryOutputs {
  /** By name: the ID of the last record that the follower has received. */
  readonly followers: Map<string, number> = new Map();
  readonly #kept = new Map<string, Kept>();

  /** Returns whether a follower has not received a record yet and may still receive it. */
  isAwaited(eventRecordId: number, timeCreated: Instant, now: Instant): boolean {
    const late = now - OUTPUT_RETRY_MS;
    return [...this.followers].some(([name, at]) => {
      const since = this.#kept.get(name)?.since;
      return eventRecordId > at && (since === undefined || since > late || timeCreated >= late);
    });
  }

  /** Moves failing outputs past deleted records, and remembers these records as missed. */
  passOver(deleted: readonly number[], left: readonly number[], head: number): void {
    for (const [name, at] of this.followers) {
      const kept = this.#kept.get(name);
      const missed = deleted.filter((id) => id > at);
      if (kept === undefined || missed.length === 0) continue;
      this.#kept.set(name, { ...kept, missed: [...kept.missed, ...missed] });
      this.followers.set(name, (left.find((id) => id > at) ?? head + 1) - 1);
    }
  }

  /** Returns the missed records that must be reported now, and marks them as reported. */
  takeMissed(now: Instant): readonly MissedRecords[] {
    const due = [...this.#kept].filter(
      ([, { since, missed, notifiedAt }]) =>
        missed.length > 0 && (since === undefined || notifiedAt === undefined || notifiedAt <= now - DAY),
    );
    for (const [name, kept] of due) this.#set(name, { ...kept, missed: [], notifiedAt: now });
    return due.toSorted(byName).map(([output, { missed, ...error }]) => ({
      ...{ output, count: missed.length, first: Math.min(...missed), last: Math.max(...missed) },
      ...errorOf(error),
    }));
  }

  /** Deletes all other followers. */
  keep(names: readonly string[]): void {
    for (const name of this.followers.keys()) if (!names.includes(name)) this.followers.delete(name);
    for (const name of this.#kept.keys()) if (!names.includes(name)) this.#kept.delete(name);
  }

  /** Records a failure of an output at a position of the log. */
  failed(name: string, position: number, problem: OutputProblem, now: Instant): void {
    const { since = now, missed = [], notifiedAt } = this.#kept.get(name) ?? {};
    this.#kept.set(name, { position, reason: problem.reason, failure: problem.failure, since, missed, notifiedAt });
  }

  /** Records that an output works again. */
  works(name: string): void {
    const kept = this.#kept.get(name);
    if (kept !== undefined) this.#set(name, { ...kept, since: undefined, notifiedAt: undefined });
  }

  health(records: readonly number[]): readonly OutputHealth[] {
    const places = [...this.#kept].map(([name, { position }]) => [name, position] as const);
    return [...new Map([...places, ...this.followers])].toSorted(byName).map(([output, at]) => {
      const kept = this.#kept.get(output);
      const failing = kept?.since === undefined ? undefined : { since: kept.since, ...errorOf(kept) };
      return { output, waiting: records.filter((id) => id > at).length, failing };
    });
  }

  #set(name: string, kept: Kept): void {
    if (kept.since === undefined && kept.missed.length === 0) this.#kept.delete(name);
    else this.#kept.set(name, kept);
  }
}

function byName([first]: readonly [string, unknown], [second]: readonly [string, unknown]): number {
  return first < second ? -1 : 1;
}

function errorOf({ reason, failure }: ProblemError): ProblemError {
  return { reason, failure };
}
