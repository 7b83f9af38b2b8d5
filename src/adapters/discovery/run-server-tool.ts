import type { Problem } from '../../domain/failure/problem.ts';
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
  const detail = errorOutput.replace(prefix, '');
  if (unconfigured.test(detail)) return { reason: 'not_configured', location: command, detail };
  const reason = /Permission denied/.test(detail) ? 'permission_denied' : 'command_failed';
  return { reason, location: command, detail };
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
    return { kind: 'problem', problem: { reason: 'not_installed', location: command[0], detail: '' } };
  }
  if (toolRun.kind === 'problem' || toolRun.exitCode === 0) return toolRun;
  return { kind: 'problem', problem: toolProblem(toolRun.errorOutput, toolErrors, command.join(' ')) };
}
