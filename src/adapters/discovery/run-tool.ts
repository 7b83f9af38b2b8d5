import { type ExecFileException, execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../domain/problem.ts';

/** What a tool may take, ms. */
const DEADLINE_MS = 10_000;
const MAX_OUTPUT_BYTES: number = 4 * 1024 * 1024;
/** A shell's PATH need not have what only root uses. */
const ALSO = '/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin';
/** Of what a tool complained, so much is told. */
const TOLD_CHARACTERS = 300;

/** What running a tool came to. It ran: whatever its exit code was. */
export type ToolRun =
  | {
      readonly kind: 'ran';
      readonly exitCode: number;
      readonly output: string;
      /** One line; raw. */
      readonly complaint: string;
    }
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Runs a server's own tool, without a shell and without this process's environment. Never rejects for what it does. */
export type RunTool = (command: readonly [string, ...string[]], signal: AbortSignal) => Promise<ToolRun>;

function causeOf({ code, killed }: ExecFileException): Problem['reason'] {
  const written: string = String(code);
  if (written === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'too_large';
  if (killed === true) return 'timed_out';
  return written === 'EACCES' ? 'permission_denied' : 'command_failed';
}

/**
 * Whether a program can be seen in any folder of the path. Where one of these may not be entered, the system says of what is
 * nowhere that it may not be run. @see execvp(3)
 */
async function isAnywhere(program: string, path: string): Promise<boolean> {
  if (program.includes('/')) return true;
  for (const folder of path.split(':')) {
    const found = await stat(join(folder, program)).catch(() => undefined);
    if (found?.isFile() === true) return true;
  }
  return false;
}

/** On one line, cut. */
function oneLine(text: string): string {
  return text
    .slice(0, 4 * TOLD_CHARACTERS)
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .slice(0, TOLD_CHARACTERS);
}

/** @throws the signal's reason when it is called off */
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
      const complaint = oneLine(complaints);
      if (error === null) return resolve({ kind: 'ran', exitCode: 0, output, complaint });
      if (String(error.code) === 'ENOENT') return resolve({ kind: 'not-installed' });
      if (typeof error.code === 'number') {
        return resolve({ kind: 'ran', exitCode: error.code, output, complaint });
      }
      const reason = causeOf(error);
      const detail =
        reason === 'timed_out' ? `not done in ${DEADLINE_MS / 1000} s` : complaint || oneLine(error.message);
      resolve({ kind: 'problem', problem: { reason, location, detail } });
    });
    // Nothing is said to it: whoever waits for input does not wait long.
    child.stdin?.end();
  });
  const isRefused = ran.kind === 'problem' && ran.problem.reason === 'permission_denied';
  const answer: ToolRun = isRefused && !(await isAnywhere(program, path)) ? { kind: 'not-installed' } : ran;
  signal.throwIfAborted();
  return answer;
};
