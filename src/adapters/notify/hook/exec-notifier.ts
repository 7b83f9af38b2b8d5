import type { Alert } from '../../../domain/alert/alert.ts';
import type { Delivery, DonePart } from '../../../domain/alert/delivery.ts';
import type { ExecSettings, FilterSettings } from '../../../domain/alert/notifier-settings.ts';
import type { Reason } from '../../../domain/problem.ts';
import { SECOND } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Notifier, Outcome } from '../../../work/ports/outputs.ts';
import type { ProgramRequest, RunProgram } from '../../../work/ports/system.ts';
import { retryOutcome } from '../retry-outcome.ts';
import { attemptDetail, type HookReport } from './attempt-detail.ts';
import { findHooks, type Hook } from './find-hooks.ts';
import { hookEnvironment } from './hook-environment.ts';
import { type HookRun, runHook } from './run-hook.ts';

/**
 * A hook that timed out is paused for its run time multiplied by this factor, so that it uses at
 * most a tenth of the time.
 */
const PAUSE_FACTOR = 9;

/**
 * The hooks of a directory that failed in their last run, for any alert. A failing hook must not
 * delay the other hooks. Kept in memory, because it affects only the order.
 */
class FailedHooks {
  /**
   * The end of the pause of each hook, ms of the monotonic clock, in the order of their last run.
   */
  readonly #pausedUntilMs: Map<string, number> = new Map();

  /**
   * Returns working hooks in their order, then failed hooks, least recently run first. Forgets
   * removed hooks.
   */
  inRunOrder(hooks: readonly Hook[]): readonly Hook[] {
    const byName = new Map(hooks.map((hook) => [hook.name, hook]));
    const failedHooks = [...this.#pausedUntilMs.keys()].flatMap((name) => byName.get(name) ?? []);
    for (const name of this.#pausedUntilMs.keys()) if (!byName.has(name)) this.#pausedUntilMs.delete(name);
    return [...hooks.filter(({ name }) => !this.#pausedUntilMs.has(name)), ...failedHooks];
  }

  /** Returns the remaining pause of a hook that timed out, ms; 0 if it may run. */
  pauseMs({ name }: Hook, nowMs: number): number {
    return Math.max(0, (this.#pausedUntilMs.get(name) ?? 0) - nowMs);
  }

  /** Stores the result of a run. */
  recordRun({ name }: Hook, { reason }: HookRun, startedMs: number, nowMs: number): void {
    this.#pausedUntilMs.delete(name);
    if (reason === undefined) return;
    this.#pausedUntilMs.set(name, reason === 'timed_out' ? nowMs + PAUSE_FACTOR * (nowMs - startedMs) : nowMs);
  }
}

/** The results of all hooks in one attempt. */
class AttemptResults {
  readonly #failures: HookReport[] = [];
  readonly #otherReports: HookReport[];
  readonly #done: DonePart[] = [];
  /** The reason of the first failure. */
  #reason: Reason | undefined;
  /** True if a hook waits for an earlier alert. */
  #isPartly = false;
  /** True if a hook was run for this alert, now or in an earlier attempt. */
  #wasAnyRun = false;

  /** @param reports the reports about files that are not run */
  constructor(reports: readonly HookReport[]) {
    this.#otherReports = [...reports];
  }

  addDone({ name }: Hook): void {
    this.#otherReports.push({ line: `${visible(name)}: already done`, tail: '' });
    this.#wasAnyRun = true;
  }

  addWaiting({ name }: Hook): void {
    this.#otherReports.push({ line: `${visible(name)}: waiting, an earlier alert is still pending`, tail: '' });
    this.#isPartly = true;
  }

  addRun({ name }: Hook, run: HookRun): void {
    if (run.reason === undefined) {
      this.#otherReports.push(run);
      this.#done.push({ part: name, isDelivered: run.wasRun });
    } else this.#failures.push(run);
    this.#wasAnyRun ||= run.wasRun;
    this.#reason ??= run.reason;
  }

  outcome(): Outcome {
    // Failures are first, for readers of the first line only.
    const detail = attemptDetail([...this.#failures, ...this.#otherReports]);
    if (this.#reason !== undefined) return { ...retryOutcome(this.#reason, detail), done: this.#done };
    if (this.#isPartly) return { kind: 'delivered', detail, done: this.#done, hasWaitingParts: true };
    // No program ran: a file without its executable bit must not lose an alert. A removed hook does
    // not count as done either.
    return this.#wasAnyRun ? { kind: 'delivered', detail } : retryOutcome('hook_missing', detail);
  }
}

/** The maximum length of the stored end of an output, bytes. */
const TAIL_BYTES = 4096;

/** The settings that the notifier uses. */
export type ExecOptions = Omit<ExecSettings, 'type' | keyof FilterSettings>;

/** The input of hooks, and how they are run. */
export interface ExecDependencies {
  /** Without PATH, LANG and TZ. */
  variables(alert: Alert): Readonly<Record<string, string>>;
  /** JSON. */
  body(alert: Alert): string;
  /** The environment of the daemon. Hooks receive its PATH, LANG and TZ. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runProgram: RunProgram;
}

/**
 * Runs programs with each alert, one after the other. A failed program does not stop the others,
 * and a retry runs only the programs that have not succeeded. Programs that failed last time run
 * last. A program that timed out is paused if there are others. Programs that other accounts can
 * write to are never run.
 */
export class ExecNotifier implements Notifier {
  readonly name: string;
  readonly #options: ExecOptions;
  readonly #dependencies: ExecDependencies;
  readonly #failedHooks: FailedHooks = new FailedHooks();

  constructor(options: ExecOptions, dependencies: ExecDependencies) {
    this.name = options.name;
    this.#options = options;
    this.#dependencies = dependencies;
  }

  async deliver({ parts }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    const foundHooks = await findHooks(this.#options.run);
    if ('outcome' in foundHooks) return foundHooks.outcome;
    const environment = hookEnvironment(this.#dependencies.variables(alert), this.#dependencies.environment);
    const parameters = { environment, input: this.#dependencies.body(alert), tailBytes: TAIL_BYTES };
    const deadline = performance.now() + this.#options.timeout;
    const results = new AttemptResults(foundHooks.reports);
    for (const hook of this.#failedHooks.inRunOrder(foundHooks.hooks)) {
      if (parts?.done.includes(hook.name)) results.addDone(hook);
      else if (parts?.only?.includes(hook.name) === false) results.addWaiting(hook);
      else
        results.addRun(hook, await this.#run(hook, foundHooks.hooks.length > 1, { ...parameters, deadline }, signal));
    }
    return results.outcome();
  }

  async #run(
    hook: Hook,
    hasOthers: boolean,
    { deadline, ...parameters }: Omit<ProgramRequest, 'command' | 'timeoutMs'> & { readonly deadline: number },
    signal: AbortSignal,
  ): Promise<HookRun> {
    const startedMs = performance.now();
    const pauseMs = hasOthers ? this.#failedHooks.pauseMs(hook, startedMs) : 0;
    if (pauseMs > 0) {
      const line = `${visible(hook.name)}: skipped: it timed out; next run in ${Math.ceil(pauseMs / SECOND)} s`;
      return { reason: 'timed_out', wasRun: false, line, tail: '' };
    }
    const run = await runHook(
      hook,
      { ...parameters, timeoutMs: deadline - startedMs },
      this.#dependencies.runProgram,
      signal,
    );
    if (run.wasRun) this.#failedHooks.recordRun(hook, run, startedMs, performance.now());
    return run;
  }
}
