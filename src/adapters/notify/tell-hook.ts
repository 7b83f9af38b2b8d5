import { lstat } from 'node:fs/promises';
import type { Reason } from '../../domain/problem.ts';
import { visible } from '../../formats/visible.ts';
import type { HookAccount } from './attempt-detail.ts';
import type { Hook } from './find-hooks.ts';
import { type HookEnd, type HookOrder, runHook } from './run-hook.ts';
import { withoutCapabilities } from './without-capabilities.ts';

/** What became of one hook: nothing to say against it, or the reason. */
export interface HookTold extends HookAccount {
  readonly reason: Reason | undefined;
  readonly isTried: boolean;
}

/** Runs one hook, without the daemon's capabilities; one that was removed meanwhile is no trouble. Never rejects. */
export async function tellHook(
  { name, command }: Hook,
  order: Omit<HookOrder, 'command'>,
  signal: AbortSignal,
): Promise<HookTold> {
  const shown = visible(name);
  const untold = (reason: Reason | undefined, words: string): HookTold => {
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
