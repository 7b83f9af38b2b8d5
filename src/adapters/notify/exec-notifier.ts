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
import { type HookEnd, type HookOrder, runHook } from './run-hook.ts';
import { whoMayChange } from './who-may-change.ts';
import { withoutCapabilities } from './without-capabilities.ts';

/** How much of the end of an output is kept, octets. */
const TAIL_OCTETS = 4096;
/** Of how many deliveries it is remembered which hooks have done their part. */
const DELIVERIES_REMEMBERED = 1000;

export interface ExecOptions {
  readonly name: string;
  /** Every executable of a folder, or one command with its arguments; paths absolute. */
  readonly run: { readonly directory: string } | { readonly command: readonly [string, ...string[]] };
  /** How long each hook may take, ms. */
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
}

type Found =
  | { readonly hooks: readonly Hook[]; readonly accounts: readonly HookAccount[] }
  | { readonly outcome: Outcome };

/**
 * Runs programs with each alert, one after the other. Each is told by itself: one that fails stops no other, and a retry runs
 * only those that have not done their part. After a restart all are run again. What others may write to is never run.
 */
export class ExecNotifier implements Notifier {
  readonly name: string;
  readonly #options: ExecOptions;
  readonly #means: ExecMeans;
  /** Names of hooks by delivery, in the order of the deliveries. */
  readonly #done: Map<string, Set<string>> = new Map();

  constructor(options: ExecOptions, means: ExecMeans) {
    this.name = options.name;
    this.#options = options;
    this.#means = means;
  }

  async deliver({ deliveryId }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    const found = await this.#find();
    if ('outcome' in found) return found.outcome;
    const done = this.#done.get(deliveryId) ?? new Set();
    const environment = hookEnvironment(this.#means.variables(alert), this.#means.environment);
    const input = this.#means.body(alert);
    const accounts = [...found.accounts];
    let reason: Reason | undefined;
    for (const hook of found.hooks) {
      const told = done.has(hook.name)
        ? { line: `${visible(hook.name)}: done before`, tail: '', reason: undefined }
        : await tell(hook, { environment, input, timeoutMs: this.#options.timeout, tailBytes: TAIL_OCTETS }, signal);
      accounts.push(told);
      if (told.reason === undefined) done.add(hook.name);
      reason ??= told.reason;
    }
    const detail = attemptDetail(accounts);
    this.#remember(deliveryId, reason === undefined ? undefined : done);
    return reason === undefined
      ? { kind: 'delivered', detail: detail === '' ? 'there is no hook to run' : detail }
      : { kind: 'again', reason, detail, notBefore: undefined };
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

  /** @param done undefined: nothing is left to be done */
  #remember(deliveryId: string, done: Set<string> | undefined): void {
    this.#done.delete(deliveryId);
    if (done === undefined) return;
    this.#done.set(deliveryId, done);
    for (const oldest of this.#done.keys()) {
      if (this.#done.size <= DELIVERIES_REMEMBERED) break;
      this.#done.delete(oldest);
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
  if (signal.aborted) return { reason: 'hook_killed', line: `${shown}: not run, mailcertd stops`, tail: '' };
  const end = await runHook({ ...order, command: await withoutCapabilities(command) }, signal);
  // setpriv ends with 126 or 127 when it cannot start what it is given.
  const didNotStart =
    end.how.kind === 'not-started' || (end.how.kind === 'exited' && [126, 127].includes(end.how.code));
  if (didNotStart && name !== command[0] && (await isGone(command[0]))) {
    return { reason: undefined, line: `${shown}: removed meanwhile`, tail: '' };
  }
  const { reason, words } = judge(end, order.timeoutMs);
  return { reason, line: `${shown}: ${words}, after ${(end.durationMs / 1000).toFixed(1)} s`, tail: end.tail };
}

async function isGone(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}

function judge({ how }: HookEnd, timeoutMs: number): { readonly reason: Reason | undefined; readonly words: string } {
  switch (how.kind) {
    case 'exited':
      if (how.code === 0) return { reason: undefined, words: 'done' };
      return { reason: 'hook_failed', words: `exit code ${how.code}` };
    case 'signalled':
      return { reason: 'hook_killed', words: `ended by ${how.signal}` };
    case 'killed':
      if (how.because === 'stop') return { reason: 'hook_killed', words: 'ended because mailcertd stops' };
      return { reason: 'timed_out', words: `not finished in ${timeoutMs / 1000} s, ended` };
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
