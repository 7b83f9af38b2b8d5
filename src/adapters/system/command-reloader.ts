import { failureOfCause } from '../../domain/failure/failure-of-error.ts';
import { HOOK_FAILURES } from '../../domain/failure/hook-failures.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import type { Reloader } from '../../work/ports/system.ts';
import { runProgram } from './run-program.ts';

/** The maximum duration of a reload, ms. */
const TIMEOUT_MS = 60_000;
/** The maximum length of the stored end of the output, bytes. */
const TAIL_BYTES = 4096;
/** Added to PATH, because the PATH of a shell may lack the directories of system programs. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Creates a reloader that runs the reload command of a connector.
 * @param ownVariables the environment of this process; the command gets its PATH, with the
 * directories of system programs added, and its LANG and TZ
 */
export function commandReloader(
  ownVariables: Readonly<Record<string, string | undefined>>,
  timeoutMs: number = TIMEOUT_MS,
): Reloader {
  const environment: Record<string, string> = { PATH: [ownVariables['PATH'], SYSTEM_PATH].filter(Boolean).join(':') };
  for (const name of ['LANG', 'TZ']) {
    const value = ownVariables[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    reload: async (command, signal) => {
      const parameters = { command, environment, input: '', timeoutMs, tailBytes: TAIL_BYTES };
      const { how, result, tail } = await runProgram(parameters, signal);
      // The result has the form of a delivery, which here means: the command succeeded.
      if (how.kind === 'exited' && how.code === 0)
        return { kind: 'delivered', failure: SAID_FAILURES.said({ text: tail }) };
      const failure = tail === '' ? failureOfCause(result) : HOOK_FAILURES.program_output({ result, output: tail });
      if (how.kind === 'not-started') return { kind: 'rejected', reason: 'reload_failed', failure, disable: false };
      const isTimedOut = how.kind === 'killed' && how.because === 'timeout';
      return { kind: 'retry', reason: isTimedOut ? 'timed_out' : 'reload_failed', failure, notBefore: undefined };
    },
  };
}
