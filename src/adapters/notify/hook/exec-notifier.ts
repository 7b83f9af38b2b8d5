import type { Alert } from '../../../domain/alert/alert.ts';
import type { Delivery } from '../../../domain/alert/delivery.ts';
import type { ExecSettings, FilterSettings } from '../../../domain/alert/notifier-settings.ts';
import { HOOK_FAILURES } from '../../../domain/failure/hook-failures.ts';
import { SECOND } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Notifier, Outcome } from '../../../work/ports/outputs.ts';
import type { ProgramRequest, RunProgram } from '../../../work/ports/system.ts';
import { AttemptResults } from './attempt-results.ts';
import { FailedHooks } from './failed-hooks.ts';
import { findHooks, type Hook } from './find-hooks.ts';
import { hookEnvironment } from './hook-environment.ts';
import { type HookRun, runHook } from './run-hook.ts';

/** The maximum length of the stored end of a hook's output, bytes. */
const TAIL_BYTES = 4096;

/** The settings that the notifier uses. */
export type ExecOptions = Omit<ExecSettings, 'type' | keyof FilterSettings>;

/** The input of hooks, and how they are run. */
export interface ExecDependencies {
  /** Returns the environment variables of an alert, without PATH, LANG and TZ. */
  variables(alert: Alert): Readonly<Record<string, string>>;
  /** Returns the standard input of a hook: the alert as JSON. */
  body(alert: Alert): string;
  /** The environment of the daemon. Hooks receive its PATH, LANG and TZ. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runProgram: RunProgram;
}

/**
 * Runs hooks with each alert, one after the other: the programs of a directory, or one command. A
 * failed hook does not stop the other hooks, and a retry runs only the hooks that have not
 * succeeded. Hooks that failed last time run last. A hook that timed out is paused if there are
 * other hooks, because all hooks share the time of an attempt. If another account can change a
 * hook, no hook is run.
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

  /**
   * Runs the hooks. `parts` has the names of hooks that have finished an earlier attempt, and of
   * those that need not wait for an earlier alert.
   */
  async deliver({ parts }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    const foundHooks = await findHooks(this.#options.run);
    if ('outcome' in foundHooks) return foundHooks.outcome;
    const environment = hookEnvironment(this.#dependencies.variables(alert), this.#dependencies.environment);
    const parameters = { environment, input: this.#dependencies.body(alert), tailBytes: TAIL_BYTES };
    const deadline = performance.now() + this.#options.timeout;
    const results = new AttemptResults(foundHooks.reports);
    for (const hook of this.#failedHooks.inRunOrder(foundHooks.hooks)) {
      const isDone = parts?.finished.includes(hook.name) === true;
      const isWaiting = parts?.allowed !== undefined && !parts.allowed.includes(hook.name);
      if (isDone) results.addDone(hook);
      else if (isWaiting) results.addWaiting(hook);
      else {
        const hasOthers = foundHooks.hooks.length > 1;
        results.addRun(hook, await this.#run(hook, hasOthers, { ...parameters, deadline }, signal));
      }
    }
    return results.outcome();
  }

  /** Runs a hook, unless it is paused. */
  async #run(
    hook: Hook,
    hasOthers: boolean,
    { deadline, ...parameters }: Omit<ProgramRequest, 'command' | 'timeoutMs'> & { readonly deadline: number },
    signal: AbortSignal,
  ): Promise<HookRun> {
    const startedMs = performance.now();
    const pauseMs = hasOthers ? this.#failedHooks.pauseMs(hook, startedMs) : 0;
    if (pauseMs > 0) {
      const seconds = Math.ceil(pauseMs / SECOND);
      const line = HOOK_FAILURES.hook_paused({ hook: visible(hook.name), seconds });
      return { reason: 'timed_out', wasTried: false, line, tail: '' };
    }
    const run = await runHook(
      hook,
      { ...parameters, timeoutMs: deadline - startedMs },
      this.#dependencies.runProgram,
      signal,
    );
    if (run.wasTried) this.#failedHooks.recordRun(hook, run, startedMs, performance.now());
    return run;
  }
}
