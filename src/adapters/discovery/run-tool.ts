import { type ExecFileException, execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DISCOVERY_FAILURES } from '../../domain/failure/discovery-failures.ts';
import { messageOf } from '../../domain/failure/message-of.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure, problemOfWords } from '../../domain/failure/problem-of-failure.ts';
import { oneLine } from '../../domain/one-line.ts';

/** The maximum run time of a tool, ms. */
const TIMEOUT_MS = 10_000;
const MAX_OUTPUT_BYTES: number = 4 * 1024 * 1024;
/** Added to PATH, because the PATH of a shell may lack the directories of system programs. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin';
/** The maximum length of an error message of a tool, characters. */
const MAX_DETAIL_CHARACTERS = 300;

/** The result of running a tool. `ran`: the tool ended, with any exit code. */
export type ToolRun =
  | {
      readonly kind: 'ran';
      readonly exitCode: number;
      readonly output: string;
      /** The standard error as one line of at most 300 characters, not yet safe for a terminal. */
      readonly errorOutput: string;
    }
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * Runs a server's own tool, without a shell. Of the environment of this process, the tool gets only
 * PATH. Rejects only if the signal aborts.
 */
export type RunTool = (command: readonly [string, ...string[]], signal: AbortSignal) => Promise<ToolRun>;

function failureReason({ code, killed }: ExecFileException): Problem['reason'] {
  const errorCode: string = String(code);
  if (errorCode === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'too_large';
  if (killed === true) return 'timed_out';
  return errorCode === 'EACCES' ? 'permission_denied' : 'command_failed';
}

/**
 * Returns true if a program exists in a directory of PATH. Needed after `permission_denied`:
 * execvp(3) also reports EACCES for a missing program, if a directory of PATH cannot be searched.
 */
async function existsInPath(program: string, path: string): Promise<boolean> {
  if (program.includes('/')) return true;
  for (const directory of path.split(':')) {
    const stats = await stat(join(directory, program)).catch(() => undefined);
    if (stats?.isFile() === true) return true;
  }
  return false;
}

/** Starts a tool, and resolves when it ends. */
function startTool(
  [program, ...parameters]: readonly [string, ...string[]],
  path: string,
  signal: AbortSignal,
): Promise<ToolRun> {
  const location = [program, ...parameters].join(' ');
  const options = {
    cwd: '/',
    env: { PATH: path, LC_ALL: 'C' },
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL' as const,
    maxBuffer: MAX_OUTPUT_BYTES,
    signal,
  };
  return new Promise<ToolRun>((resolve) => {
    try {
      const child = execFile(program, parameters, options, (error, output, errorText) => {
        const errorOutput = oneLine(errorText, MAX_DETAIL_CHARACTERS);
        if (error === null) return resolve({ kind: 'ran', exitCode: 0, output, errorOutput });
        if (String(error.code) === 'ENOENT') return resolve({ kind: 'not-installed' });
        if (typeof error.code === 'number') {
          return resolve({ kind: 'ran', exitCode: error.code, output, errorOutput });
        }
        const reason = failureReason(error);
        const problem =
          reason === 'timed_out'
            ? problemOfFailure(reason, location, DISCOVERY_FAILURES.tool_not_done({ seconds: TIMEOUT_MS / 1000 }))
            : problemOfWords(reason, location, errorOutput || oneLine(error.message, MAX_DETAIL_CHARACTERS));
        resolve({ kind: 'problem', problem });
      });
      // Standard input is closed, so a tool that reads input does not wait.
      child.stdin?.end();
    } catch (error) {
      // `execFile` throws some errors of the start, for example that the arguments are too long.
      const detail = oneLine(messageOf(error), MAX_DETAIL_CHARACTERS);
      resolve({ kind: 'problem', problem: problemOfWords('command_failed', location, detail) });
    }
  });
}

/**
 * Runs a tool with a time limit.
 * @throws the reason of the signal
 */
export const runTool: RunTool = async (command, signal) => {
  const [program] = command;
  // An empty part of PATH would be the working directory.
  const path = process.env['PATH'] ? `${process.env['PATH']}:${SYSTEM_PATH}` : SYSTEM_PATH;
  const toolRun = await startTool(command, path, signal);
  const isDenied = toolRun.kind === 'problem' && toolRun.problem.reason === 'permission_denied';
  const result: ToolRun = isDenied && !(await existsInPath(program, path)) ? { kind: 'not-installed' } : toolRun;
  signal.throwIfAborted();
  return result;
};
