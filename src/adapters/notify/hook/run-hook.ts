import { access, constants } from 'node:fs/promises';
import type { Failure } from '../../../domain/failure/failure.ts';
import { HOOK_FAILURES } from '../../../domain/failure/hook-failures.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ProgramEnd, ProgramRequest, RunProgram } from '../../../work/ports/system.ts';
import type { HookReport } from './attempt-detail.ts';
import type { Hook } from './find-hooks.ts';

/** The result of one hook in one attempt. */
export interface HookRun extends HookReport {
  /** The reason of the failure; undefined: the hook succeeded, or its file was removed. */
  readonly reason: Reason | undefined;
  /**
   * False if the hook was skipped: it is paused, its file was removed, the attempt was canceled, or
   * no time was left. True if its program could not be started.
   */
  readonly wasTried: boolean;
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
  const hook = visible(name);
  const notTried = (reason: Reason | undefined, line: Failure): HookRun => {
    return { reason, wasTried: false, line, tail: '' };
  };
  if (signal.aborted) return notTried('hook_killed', HOOK_FAILURES.hook_canceled({ hook }));
  if (parameters.timeoutMs <= 0) return notTried('timed_out', HOOK_FAILURES.hook_without_time({ hook }));
  const end = await runProgram({ ...parameters, command }, signal);
  const fileError = mayNotHaveStarted(end) ? await fileErrorOf(command[0]) : undefined;
  // The name of a configured command is its path; the name of a hook in a directory is not.
  const isInDirectory = name !== command[0];
  if (fileError === 'ENOENT' && isInDirectory) return notTried(undefined, HOOK_FAILURES.hook_removed({ hook }));
  const seconds = (end.durationMs / 1000).toFixed(1);
  return {
    reason: fileError === undefined ? reasonOf(end) : 'hook_not_started',
    wasTried: true,
    line: HOOK_FAILURES.hook_was_run({ hook, result: end.result, seconds }),
    tail: end.tail,
  };
}

/**
 * The exit codes of setpriv for a program that it cannot start. The runner starts programs with
 * setpriv if the daemon has a capability. A program can also end with these codes itself.
 */
const SETPRIV_START_FAILURES: readonly number[] = [126, 127];

function mayNotHaveStarted({ how }: ProgramEnd): boolean {
  return how.kind === 'not-started' || (how.kind === 'exited' && SETPRIV_START_FAILURES.includes(how.code));
}

/** Returns the error code if a file is missing or not executable. */
async function fileErrorOf(path: string): Promise<string | undefined> {
  return access(path, constants.X_OK).then(
    () => undefined,
    ({ code }: NodeJS.ErrnoException) => code,
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
