import type { Alert } from '../../../domain/alert/alert.ts';
import type { Delivery, DonePart } from '../../../domain/alert/delivery.ts';
import type { Chosen, ExecSettings } from '../../../domain/alert/notifier-settings.ts';
import type { Reason } from '../../../domain/problem.ts';
import { SECOND } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Notifier, Outcome } from '../../../work/ports/outputs.ts';
import type { ProgramOrder, RunProgram } from '../../../work/ports/system.ts';
import { retry } from '../retry.ts';
import { attemptDetail, type HookAccount } from './attempt-detail.ts';
import { findHooks, type Hook } from './find-hooks.ts';
import { hookEnvironment } from './hook-environment.ts';
import { type HookRun, runHook } from './run-hook.ts';

/** So many times as long as it ran is a hook that hung left alone: it takes a tenth of the time at most. */
const RESTS = 9;

/**
 * Which hooks of a folder failed when they were last run, whatever for: what one hook is in trouble with must cost the others neither
 * their turn nor their time. In memory: it is for their order alone.
 */
class HookProblems {
  /** Until when each rests, ms of the monotonic clock; in the order in which they were last run. */
  readonly #restsUntil: Map<string, number> = new Map();

  /** Those that are in no trouble as they come, then the others, whoever was run last at the end. Forgets hooks that are gone. */
  inOrder(hooks: readonly Hook[]): readonly Hook[] {
    const byName = new Map(hooks.map((hook) => [hook.name, hook]));
    const resting = [...this.#restsUntil.keys()].flatMap((name) => byName.get(name) ?? []);
    for (const name of this.#restsUntil.keys()) if (!byName.has(name)) this.#restsUntil.delete(name);
    return [...hooks.filter(({ name }) => !this.#restsUntil.has(name)), ...resting];
  }

  /** How long one that hung is still left alone, ms; 0 where it may be run. */
  restMs({ name }: Hook, nowMs: number): number {
    return Math.max(0, (this.#restsUntil.get(name) ?? 0) - nowMs);
  }

  /** What came of one that was run. */
  ran({ name }: Hook, { reason }: HookRun, startedMs: number, nowMs: number): void {
    this.#restsUntil.delete(name);
    if (reason === undefined) return;
    this.#restsUntil.set(name, reason === 'timed_out' ? nowMs + RESTS * (nowMs - startedMs) : nowMs);
  }
}

/** How much of the end of an output is kept, octets. */
const TAIL_OCTETS = 4096;

export type ExecOptions = Omit<ExecSettings, 'type' | keyof Chosen>;

/** What a hook is told, and what it gets of the daemon. */
export interface ExecDependencies {
  /** Without PATH and the like. */
  variables(alert: Alert): Readonly<Record<string, string>>;
  /** JSON. */
  body(alert: Alert): string;
  /** The daemon's own; PATH, LANG and TZ are handed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runProgram: RunProgram;
}

/**
 * Runs programs with each alert, one after the other. Each is told by itself: one that fails stops no other, and a retry runs
 * only those that have not done their part. Whichever failed last time comes last, and one that hung rests where there
 * are others: it keeps nothing from them. What others may write to is never run.
 */
export class ExecNotifier implements Notifier {
  readonly name: string;
  readonly #options: ExecOptions;
  readonly #means: ExecDependencies;
  readonly #troubles: HookProblems = new HookProblems();

  constructor(options: ExecOptions, means: ExecDependencies) {
    this.name = options.name;
    this.#options = options;
    this.#means = means;
  }

  async deliver({ parts }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    const found = await findHooks(this.#options.run);
    if ('outcome' in found) return found.outcome;
    const done: DonePart[] = [];
    const environment = hookEnvironment(this.#means.variables(alert), this.#means.environment);
    const order = { environment, input: this.#means.body(alert), tailBytes: TAIL_OCTETS };
    const deadline = performance.now() + this.#options.timeout;
    // Whoever looks at the first line alone reads of what failed.
    const [failures, accounts]: [HookAccount[], HookAccount[]] = [[], [...found.accounts]];
    let reason: Reason | undefined;
    let [isPartly, isAnyTold] = [false, false];
    for (const hook of this.#troubles.inOrder(found.hooks)) {
      if (parts?.done.includes(hook.name)) {
        accounts.push({ line: `${visible(hook.name)}: done before`, tail: '' });
        isAnyTold = true;
        continue;
      }
      if (parts?.only?.includes(hook.name) === false) {
        accounts.push({ line: `${visible(hook.name)}: waits, an earlier alert comes first`, tail: '' });
        isPartly = true;
        continue;
      }
      const told = await this.#tell(hook, found.hooks.length > 1, { ...order, deadline }, signal);
      (told.reason === undefined ? accounts : failures).push(told);
      if (told.reason === undefined) done.push({ part: hook.name, isTold: told.isTried });
      isAnyTold ||= told.isTried;
      reason ??= told.reason;
    }
    const detail = attemptDetail([...failures, ...accounts]);
    if (reason === undefined) {
      // Nothing ran, so nobody knows: a file without its x bit must not swallow an alert. What was removed is not done either.
      if (!isAnyTold && !isPartly) return retry('hook_missing', detail);
      const told = { kind: 'delivered', detail } as const;
      return isPartly ? { ...told, done, isPartly } : told;
    }
    return { ...retry(reason, detail), done };
  }

  async #tell(
    hook: Hook,
    hasOthers: boolean,
    { deadline, ...order }: Omit<ProgramOrder, 'command' | 'timeoutMs'> & { readonly deadline: number },
    signal: AbortSignal,
  ): Promise<HookRun> {
    const startedMs = performance.now();
    const restMs = hasOthers ? this.#troubles.restMs(hook, startedMs) : 0;
    if (restMs > 0) {
      const line = `${visible(hook.name)}: not run, it hung before and is left alone for ${Math.ceil(restMs / SECOND)} s more`;
      return { reason: 'timed_out', isTried: false, line, tail: '' };
    }
    const told = await runHook(hook, { ...order, timeoutMs: deadline - startedMs }, this.#means.runProgram, signal);
    if (told.isTried) this.#troubles.ran(hook, told, startedMs, performance.now());
    return told;
  }
}
