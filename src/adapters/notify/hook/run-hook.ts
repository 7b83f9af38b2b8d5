import { lstat } from 'node:fs/promises';
import type { Reason } from '../../../domain/problem.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ProgramEnd, ProgramRequest, RunProgram } from '../../../work/ports/system.ts';
import type { HookReport } from './attempt-detail.ts';
import type { Hook } from './find-hooks.ts';

/** The result of one hook in one attempt. */
export interface HookRun extends HookReport {
  /** The reason of the failure; undefined: the hook succeeded, or its file was removed. */
  readonly reason: Reason | undefined;
  /** False if the hook was skipped: it is paused, was canceled or removed, or no time was left. */
  readonly wasRun: boolean;
}

/**
 * Runs one hook. A hook of a directory whose file was removed in the meantime is not a failure.
 * Never rejects.
 */
export async function runHook(
  { name, command }: Hook,
  parameters: Omit<ProgramRequest, 'command'>,
  runProgram: RunProgram,
  signal: AbortSignal,
): Promise<HookRun> {
  const displayedName = visible(name);
  const notRun = (reason: Reason | undefined, words: string): HookRun => {
    return { reason, wasRun: false, line: `${displayedName}: ${words}`, tail: '' };
  };
  if (signal.aborted) return notRun('hook_killed', 'not run, canceled');
  if (parameters.timeoutMs <= 0) return notRun('timed_out', 'not run, no time was left');
  const end = await runProgram({ ...parameters, command }, signal);
  // setpriv exits with 126 or 127 if it cannot start the program.
  const didNotStart =
    end.how.kind === 'not-started' || (end.how.kind === 'exited' && [126, 127].includes(end.how.code));
  // The name of a configured command is its path; the name of a hook in a directory is not.
  const isInDirectory = name !== command[0];
  if (didNotStart && isInDirectory && (await isMissing(command[0])))
    return notRun(undefined, 'skipped: the file was removed');
  const seconds = (end.durationMs / 1000).toFixed(1);
  return {
    reason: reasonOf(end),
    wasRun: true,
    line: `${displayedName}: ${end.words}, after ${seconds} s`,
    tail: end.tail,
  };
}

async function isMissing(path: string): Promise<boolean> {
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
