import type { FinishedPart } from '../../../domain/alert/delivery.ts';
import { HOOK_FAILURES } from '../../../domain/failure/hook-failures.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { retryOutcome } from '../retry-outcome.ts';
import { attemptDetail, type HookReport } from './attempt-detail.ts';
import type { Hook } from './find-hooks.ts';
import type { HookRun } from './run-hook.ts';

/** The results of all hooks in one attempt. */
export class AttemptResults {
  readonly #failures: HookReport[] = [];
  /** The reports about hooks that did not fail, and about files that are not hooks. */
  readonly #otherReports: HookReport[];
  /** The hooks that finished in this attempt. */
  readonly #done: FinishedPart[] = [];
  /** The reason of the first failure. */
  #reason: Reason | undefined;
  /** True if a hook was not run, because it waits for an earlier alert. */
  #hasWaitingHook = false;
  /** True if a hook was run for this alert, now or in an earlier attempt. */
  #wasAnyTried = false;

  /** @param reports the reports about files that are not run */
  constructor(reports: readonly HookReport[]) {
    this.#otherReports = [...reports];
  }

  /** Adds a hook that finished in an earlier attempt. */
  addDone({ name }: Hook): void {
    this.#otherReports.push({ line: HOOK_FAILURES.hook_already_done({ hook: visible(name) }), tail: '' });
    this.#wasAnyTried = true;
  }

  /** Adds a hook that waits for an earlier alert. */
  addWaiting({ name }: Hook): void {
    this.#otherReports.push({ line: HOOK_FAILURES.hook_waiting({ hook: visible(name) }), tail: '' });
    this.#hasWaitingHook = true;
  }

  /** Adds the result of a hook in this attempt. */
  addRun({ name }: Hook, run: HookRun): void {
    if (run.reason === undefined) {
      this.#otherReports.push(run);
      this.#done.push({ part: name, isDelivered: run.wasTried });
    } else this.#failures.push(run);
    this.#wasAnyTried ||= run.wasTried;
    this.#reason ??= run.reason;
  }

  /** Returns the outcome of the attempt, after all hooks were added. */
  outcome(): Outcome {
    // Failures are first, for readers of the first line only.
    const failure = attemptDetail([...this.#failures, ...this.#otherReports]);
    // `done`: the retry leaves out these hooks.
    if (this.#reason !== undefined) return { ...retryOutcome(this.#reason, failure), done: this.#done };
    if (this.#hasWaitingHook) return { kind: 'delivered', failure, done: this.#done, hasWaitingParts: true };
    // If no hook was ever run for this alert, it is retried, so that it is not lost: for example,
    // all files lack their executable bit, or were removed.
    return this.#wasAnyTried ? { kind: 'delivered', failure } : retryOutcome('hook_missing', failure);
  }
}
