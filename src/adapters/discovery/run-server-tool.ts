import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfReason, problemOfWords } from '../../domain/failure/problem-of-failure.ts';
import type { RunTool, ToolRun } from './run-tool.ts';

/** The error messages of a server's own tool. */
export interface ToolErrors {
  /** The prefix of a message, which is removed. */
  readonly prefix: RegExp;
  /** Matches the message (without its prefix) that the server is not configured. */
  readonly unconfigured: RegExp;
}

/** Returns the problem for an error message of a command, which is the location of the problem. */
export function toolProblem(errorOutput: string, { prefix, unconfigured }: ToolErrors, command: string): Problem {
  const words = errorOutput.replace(prefix, '');
  if (unconfigured.test(words)) return problemOfWords('not_configured', command, words);
  return problemOfWords(/Permission denied/.test(words) ? 'permission_denied' : 'command_failed', command, words);
}

/** A tool that is not installed is a problem too. */
type RunOrProblem = Exclude<ToolRun, { readonly kind: 'not-installed' }>;

/**
 * Runs a server's own tool. Returns its output if its exit code is 0; otherwise a problem. Rejects
 * only if the signal aborts.
 */
export async function runServerTool(
  run: RunTool,
  command: readonly [string, ...string[]],
  toolErrors: ToolErrors,
  signal: AbortSignal,
): Promise<RunOrProblem> {
  const toolRun = await run(command, signal);
  if (toolRun.kind === 'not-installed') {
    return { kind: 'problem', problem: problemOfReason('not_installed', command[0]) };
  }
  if (toolRun.kind === 'problem' || toolRun.exitCode === 0) return toolRun;
  return { kind: 'problem', problem: toolProblem(toolRun.errorOutput, toolErrors, command.join(' ')) };
}
