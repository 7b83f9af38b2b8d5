import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Alert } from '../../domain/alert/alert.ts';
import type { Delivery } from '../../domain/alert/delivery.ts';
import type { Reason } from '../../domain/problem.ts';
import { visible } from '../../formats/visible.ts';
import type { Notifier, Outcome } from '../../work/ports.ts';
import { attemptDetail, type HookAccount } from './attempt-detail.ts';
import { hookEnvironment } from './hook-environment.ts';
import { listHooks } from './list-hooks.ts';
import { PartsDone } from './parts-done.ts';
import { type HookEnd, type HookOrder, runHook } from './run-hook.ts';
import { whoMayChange } from './who-may-change.ts';
import { withoutCapabilities } from './without-capabilities.ts';

/** How much of the end of an output is kept, octets. */
const TAIL_OCTETS = 4096;

export interface ExecOptions {
  readonly name: string;
  /** Every executable of a folder, or one command with its arguments; paths absolute. */
  readonly run: { readonly directory: string } | { readonly command: readonly [string, ...string[]] };
  /** How long an attempt may take, whether one program is run or several, ms. */
  readonly timeout: number;
}

/** What a hook is told, and what it gets of the daemon. */
export interface ExecMeans {
  /** Without PATH and the like. */
  variables(alert: Alert): Readonly<Record<string, string>>;
  /** JSON. */
  body(alert: Alert): string;
  /** The daemon's own; PATH, LANG and TZ are handed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A program that is to be run, and what it is called in the ledger. */
interface Hook {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** What became of one hook: nothing to say against it, or the reason. */
interface Told extends HookAccount {
  readonly reason: Reason | undefined;
  readonly isTried: boolean;
}

type Found =
  | { readonly hooks: readonly Hook[]; readonly accounts: readonly HookAccount[] }
  | { readonly outcome: Outcome };

/**
 * Runs programs with each alert, one after the other. Each is told by itself: one that fails stops no other, and a retry runs
 * only those that have not done their part, what could not be tried before coming first: so one that hangs does not
 * keep the others from being told. After a restart all are run again. What others may write to is never run.
 */
export class ExecNotifier implements Notifier {
  readonly name: string;
  readonly #options: ExecOptions;
  readonly #means: ExecMeans;
  readonly #done: PartsDone = new PartsDone();
  readonly #failed: PartsDone = new PartsDone();

  constructor(options: ExecOptions, means: ExecMeans) {
    this.name = options.name;
    this.#options = options;
    this.#means = means;
  }

  async deliver({ deliveryId }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    const found = await this.#find();
    if ('outcome' in found) return found.outcome;
    const [done, failed] = [new Set(this.#done.of(deliveryId)), new Set(this.#failed.of(deliveryId))];
    const environment = hookEnvironment(this.#means.variables(alert), this.#means.environment);
    const order = { environment, input: this.#means.body(alert), tailBytes: TAIL_OCTETS };
    const deadline = performance.now() + this.#options.timeout;
    const accounts = [...found.accounts];
    let reason: Reason | undefined;
    for (const hook of [...found.hooks].sort((a, b) => Number(failed.has(a.name)) - Number(failed.has(b.name)))) {
      const told = done.has(hook.name)
        ? { line: `${visible(hook.name)}: done before`, tail: '', reason: undefined, isTried: false }
        : await tell(hook, { ...order, timeoutMs: deadline - performance.now() }, signal);
      accounts.push(told);
      if (told.reason === undefined) done.add(hook.name);
      else if (told.isTried) failed.add(hook.name);
      reason ??= told.reason;
    }
    const detail = attemptDetail(accounts);
    if (reason === undefined) {
      this.#done.forget(deliveryId);
      this.#failed.forget(deliveryId);
      return { kind: 'delivered', detail: detail === '' ? 'there is no hook to run' : detail };
    }
    this.#done.keep(deliveryId, done);
    this.#failed.keep(deliveryId, failed);
    return { kind: 'again', reason, detail, notBefore: undefined };
  }

  /** What is to be run; nothing of it when others could have written any of it. */
  async #find(): Promise<Found> {
    const { run } = this.#options;
    const place = 'directory' in run ? run.directory : run.command[0];
    try {
      if ('command' in run) {
        const unsafe = await refusal([run.command[0]]);
        return unsafe ?? { hooks: [{ name: run.command[0], command: run.command }], accounts: [] };
      }
      const { hooks, passedOver } = await listHooks(run.directory);
      const paths = hooks.map((name) => join(run.directory, name));
      const unsafe = await refusal([run.directory, ...paths]);
      const accounts = passedOver.map(({ name, why }) => ({ line: `${visible(name)}: passed over, ${why}`, tail: '' }));
      return unsafe ?? { hooks: hooks.map((name) => ({ name, command: [join(run.directory, name)] })), accounts };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'it is not there' : code === 'EACCES' ? 'permission denied' : message;
      const detail = `looking for what to run in ${visible(place)}: ${why}`;
      return { outcome: { kind: 'again', reason: 'hook_not_started', detail, notBefore: undefined } };
    }
  }
}

/** Set when anyone but root and this account decides what these paths are. One that is gone decides nothing. */
async function refusal(paths: readonly string[]): Promise<{ readonly outcome: Outcome } | undefined> {
  for (const path of paths) {
    const fault = await whoMayChange(path, process.geteuid?.() ?? 0).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (fault !== undefined) {
      return { outcome: { kind: 'never', reason: 'hook_unsafe', detail: fault, disable: true } };
    }
  }
  return undefined;
}

/** Runs one hook; one that was removed meanwhile is no trouble. */
async function tell({ name, command }: Hook, order: Omit<HookOrder, 'command'>, signal: AbortSignal): Promise<Told> {
  const shown = visible(name);
  const untold = (reason: Reason | undefined, words: string): Told => {
    return { reason, isTried: false, line: `${shown}: ${words}`, tail: '' };
  };
  if (signal.aborted) return untold('hook_killed', 'not run, called off');
  if (order.timeoutMs <= 0) return untold('timed_out', 'not run, no time was left');
  const end = await runHook({ ...order, command: await withoutCapabilities(command) }, signal);
  // setpriv ends with 126 or 127 when it cannot start what it is given.
  const didNotStart =
    end.how.kind === 'not-started' || (end.how.kind === 'exited' && [126, 127].includes(end.how.code));
  if (didNotStart && name !== command[0] && (await isGone(command[0]))) return untold(undefined, 'removed meanwhile');
  const { reason, words } = judge(end);
  const seconds = (end.durationMs / 1000).toFixed(1);
  return { reason, isTried: true, line: `${shown}: ${words}, after ${seconds} s`, tail: end.tail };
}

async function isGone(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}

function judge({ how }: HookEnd): { readonly reason: Reason | undefined; readonly words: string } {
  switch (how.kind) {
    case 'exited':
      if (how.code === 0) return { reason: undefined, words: 'done' };
      return { reason: 'hook_failed', words: `exit code ${how.code}` };
    case 'signalled':
      return { reason: 'hook_killed', words: `ended by ${how.signal}` };
    case 'killed':
      if (how.because === 'stop') return { reason: 'hook_killed', words: 'called off, and ended' };
      return { reason: 'timed_out', words: 'not finished in time, and ended' };
    case 'not-started':
      return { reason: 'hook_not_started', words: notStarted(how.error) };
  }
}

/** The kernel says ENOENT of a script whose interpreter is missing, too. */
function notStarted({ code, message, path }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' && path === 'setpriv') {
    return 'not started, setpriv is needed to drop the capability of the daemon: apt-get install util-linux';
  }
  if (code === 'ENOENT') return 'not started, it or the interpreter in its first line is not there';
  if (code === 'EACCES') return 'not started, permission denied';
  return `not started, ${message}`;
}
