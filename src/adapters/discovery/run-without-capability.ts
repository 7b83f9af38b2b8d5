import { DISCOVERY_FAILURES } from '../../domain/failure/discovery-failures.ts';
import { problemOfFailure, problemOfWords } from '../../domain/failure/problem-of-failure.ts';
import type { RunTool, ToolRun } from './run-tool.ts';

/**
 * The tools that keep CAP_DAC_READ_SEARCH, the capability with which the daemon can read any file.
 * All other tools run without it, because settings can make a tool read any file and print it.
 */
const TOOLS_WITH_CAPABILITY: ReadonlySet<string> = new Set([
  // For included files in directories of root, such as /etc/dovecot/private.
  'doveconf',
  'doveadm',
  // For settings that only root and the group of Exim may read.
  'exim4',
  'exim',
  // For private keys and tables of secrets, which it loads to check its settings.
  'smtpd',
]);

/** The exit codes of setpriv for a program that is missing, or that it cannot start. */
const SETPRIV_NOT_FOUND = 127;
const SETPRIV_NOT_STARTED = 126;

/**
 * Returns a runner that runs tools without the daemon's capability, except for the tools that need
 * it.
 * @param withoutCapability returns a command with `setpriv` before it, which drops the capability;
 * the same command if this process has no capability
 */
export function runWithoutCapability(
  run: RunTool,
  withoutCapability: (command: readonly string[]) => Promise<readonly string[]>,
): RunTool {
  return async (command, signal): Promise<ToolRun> => {
    const [program] = command;
    if (TOOLS_WITH_CAPABILITY.has(program)) return run(command, signal);
    const [first = program, ...rest] = await withoutCapability(command);
    if (first === program) return run(command, signal);
    // From here, `first` is setpriv, and the results are those of setpriv or of the tool.
    const toolRun = await run([first, ...rest], signal);
    const location = command.join(' ');
    if (toolRun.kind === 'not-installed') {
      const failure = DISCOVERY_FAILURES.tool_runner_missing({ program: first });
      return { kind: 'problem', problem: problemOfFailure('not_installed', first, failure) };
    }
    if (toolRun.kind === 'problem') return { kind: 'problem', problem: { ...toolRun.problem, location } };
    if (toolRun.exitCode === SETPRIV_NOT_FOUND) return { kind: 'not-installed' };
    if (toolRun.exitCode === SETPRIV_NOT_STARTED)
      return { kind: 'problem', problem: problemOfWords('permission_denied', location, toolRun.errorOutput) };
    return toolRun;
  };
}
