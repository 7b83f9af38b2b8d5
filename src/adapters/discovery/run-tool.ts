import { type ExecFileException, execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { oneLine } from '../../domain/one-line.ts';
import type { Problem } from '../../domain/problem.ts';

/** The maximum run time of a tool, ms. */
const DEADLINE_MS = 10_000;
const MAX_OUTPUT_BYTES: number = 4 * 1024 * 1024;
/** The PATH of a shell may lack the directories of system programs. */
const ALSO = '/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin';
/** The maximum length of an error message of a tool, characters. */
const MAX_DETAIL_CHARACTERS = 300;

/** The result of running a tool. `ran` has any exit code. */
export type ToolRun =
  | {
      readonly kind: 'ran';
      readonly exitCode: number;
      readonly output: string;
      /** One line, unescaped. */
      readonly complaint: string;
    }
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * Runs a server's own tool, without a shell and without the environment of this process. Rejects
 * only if the signal aborts.
 */
export type RunTool = (command: readonly [string, ...string[]], signal: AbortSignal) => Promise<ToolRun>;

function causeOf({ code, killed }: ExecFileException): Problem['reason'] {
  const written: string = String(code);
  if (written === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'too_large';
  if (killed === true) return 'timed_out';
  return written === 'EACCES' ? 'permission_denied' : 'command_failed';
}

/**
 * Returns whether a program exists in any directory of the path. If a directory may not be
 * searched, the system reports a missing program as not permitted.
 * @see execvp(3)
 */
async function isAnywhere(program: string, path: string): Promise<boolean> {
  if (program.includes('/')) return true;
  for (const directory of path.split(':')) {
    const stats = await stat(join(directory, program)).catch(() => undefined);
    if (stats?.isFile() === true) return true;
  }
  return false;
}

/**
 * Runs a tool with a time limit.
 * @throws the reason of the signal
 */
export const runTool: RunTool = async (command, signal) => {
  const [program, ...parameters] = command;
  const location = command.join(' ');
  const path = `${process.env['PATH'] ?? ''}:${ALSO}`;
  const ran = await new Promise<ToolRun>((resolve) => {
    const options = {
      cwd: '/',
      env: { PATH: path, LC_ALL: 'C' },
      timeout: DEADLINE_MS,
      killSignal: 'SIGKILL' as const,
      maxBuffer: MAX_OUTPUT_BYTES,
      signal,
    };
    const child = execFile(program, parameters, options, (error, output, complaints) => {
      const complaint = oneLine(complaints, MAX_DETAIL_CHARACTERS);
      if (error === null) return resolve({ kind: 'ran', exitCode: 0, output, complaint });
      if (String(error.code) === 'ENOENT') return resolve({ kind: 'not-installed' });
      if (typeof error.code === 'number') {
        return resolve({ kind: 'ran', exitCode: error.code, output, complaint });
      }
      const reason = causeOf(error);
      const detail =
        reason === 'timed_out'
          ? `not done in ${DEADLINE_MS / 1000} s`
          : complaint || oneLine(error.message, MAX_DETAIL_CHARACTERS);
      resolve({ kind: 'problem', problem: { reason, location, detail } });
    });
    // Standard input is closed, so a tool that reads input does not wait.
    child.stdin?.end();
  });
  const isRefused = ran.kind === 'problem' && ran.problem.reason === 'permission_denied';
  const answer: ToolRun = isRefused && !(await isAnywhere(program, path)) ? { kind: 'not-installed' } : ran;
  signal.throwIfAborted();
  return answer;
};
