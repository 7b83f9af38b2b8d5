import { lstat } from 'node:fs/promises';
import type { Reason } from '../../../domain/problem.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ProgramEnd, ProgramRequest, RunProgram } from '../../../work/ports/system.ts';
import type { HookReport } from './attempt-detail.ts';
import type { Hook } from './find-hooks.ts';

/** The result of one hook: `reason` is undefined if it succeeded. */
export interface HookRun extends HookReport {
  readonly reason: Reason | undefined;
  readonly wasRun: boolean;
}

/** Runs one hook. A hook that was removed meanwhile is not a failure. Never rejects. */
export async function runHook(
  { name, command }: Hook,
  parameters: Omit<ProgramRequest, 'command'>,
  runProgram: RunProgram,
  signal: AbortSignal,
): Promise<HookRun> {
  const displayedName = visible(name);
  const notDelivered = (reason: Reason | undefined, words: string): HookRun => {
    return { reason, wasRun: false, line: `${displayedName}: ${words}`, tail: '' };
  };
  if (signal.aborted) return notDelivered('hook_killed', 'not run, canceled');
  if (parameters.timeoutMs <= 0) return notDelivered('timed_out', 'not run, no time was left');
  const end = await runProgram({ ...parameters, command }, signal);
  // setpriv exits with 126 or 127 if it cannot start the program.
  const didNotStart =
    end.how.kind === 'not-started' || (end.how.kind === 'exited' && [126, 127].includes(end.how.code));
  if (didNotStart && name !== command[0] && (await isGone(command[0])))
    return notDelivered(undefined, 'skipped: the file was removed');
  const seconds = (end.durationMs / 1000).toFixed(1);
  return {
    reason: reasonOf(end),
    wasRun: true,
    line: `${displayedName}: ${end.words}, after ${seconds} s`,
    tail: end.tail,
  };
}

async function isGone(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}

function reasonOf({ how }: ProgramEnd): Reason | undefined {
  switch (how.kind) {
    case 'exited':
      return how.code === 0 ? undefined : 'hook_failed';
    case 'signalled':
      return 'hook_killed';
    case 'killed':
      return how.because === 'stop' ? 'hook_killed' : 'timed_out';
    case 'not-started':
      return 'hook_not_started';
  }
}
