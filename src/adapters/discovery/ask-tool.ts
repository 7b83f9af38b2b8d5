import type { Problem } from '../../domain/problem.ts';
import type { RunTool, ToolRun } from './run-tool.ts';

/** How a server's own tool complains. */
export interface ToolErrors {
  /** What it begins with, which says nothing. */
  readonly head: RegExp;
  /** What it says behind that where there are no settings. */
  readonly unconfigured: RegExp;
}

/** What a tool complains of, as a problem. */
export function troubleOf(complaint: string, { head, unconfigured }: ToolErrors, location: string): Problem {
  const detail = complaint.replace(head, '');
  if (unconfigured.test(detail)) return { reason: 'not_configured', location, detail };
  const reason = /Permission denied/.test(detail) ? 'permission_denied' : 'command_failed';
  return { reason, location, detail };
}

/** Runs a server's own tool: it `ran` and its exit code was 0, or why not. Never rejects for what it does. */
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
  return { kind: 'problem', problem: troubleOf(ran.complaint, complaints, command.join(' ')) };
}
