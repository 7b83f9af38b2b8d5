import type { Problem } from '../../domain/problem.ts';
import type { RunTool, ToolRun } from './run-tool.ts';

/** The error messages of a server's own tool. */
export interface ToolErrors {
  /** The prefix of a message, which is removed. */
  readonly head: RegExp;
  /** The message without its prefix, if the server is not configured. */
  readonly unconfigured: RegExp;
}

/** Returns the problem for an error message of a tool. */
export function problemOf(complaint: string, { head, unconfigured }: ToolErrors, location: string): Problem {
  const detail = complaint.replace(head, '');
  if (unconfigured.test(detail)) return { reason: 'not_configured', location, detail };
  const reason = /Permission denied/.test(detail) ? 'permission_denied' : 'command_failed';
  return { reason, location, detail };
}

/**
 * Runs a server's own tool. Returns its output if its exit code is 0; otherwise a problem. Rejects
 * only if the signal aborts.
 */
export async function askTool(
  run: RunTool,
  command: readonly [string, ...string[]],
  complaints: ToolErrors,
  signal: AbortSignal,
): Promise<Exclude<ToolRun, { readonly kind: 'not-installed' }>> {
  const ran = await run(command, signal);
  if (ran.kind === 'not-installed') {
    return { kind: 'problem', problem: { reason: 'not_installed', location: command[0], detail: '' } };
  }
  if (ran.kind === 'problem' || ran.exitCode === 0) return ran;
  return { kind: 'problem', problem: problemOf(ran.complaint, complaints, command.join(' ')) };
}
