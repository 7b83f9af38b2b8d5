import type { RunTool, ToolRun } from './run-tool.ts';

/**
 * The tools that keep the daemon's capability to read any file, with the files for which they need
 * it. All other tools run without it, because settings can make a tool read any file and print it.
 */
const KEEPS_CAPABILITY: ReadonlyMap<string, string> = new Map([
  ['doveconf', 'included files in directories of root, such as /etc/dovecot/private'],
  ['doveadm', 'the same settings'],
  ['exim4', 'settings that only root and the group of Exim may read'],
  ['exim', 'the same settings'],
  ['smtpd', 'private keys and tables of secrets, which it loads to check its settings'],
]);

/** Exit codes of setpriv for a program that it cannot start. */
const SETPRIV_NOT_FOUND = 127;
const SETPRIV_NOT_STARTED = 126;

/**
 * Runs tools without the daemon's capability, except for the tools that need it.
 * @param dropCapability returns a command that drops the capability first; the same command if there is
 * nothing to drop
 */
export function runWithoutCapability(
  run: RunTool,
  dropCapability: (command: readonly string[]) => Promise<readonly string[]>,
): RunTool {
  return async (command, signal): Promise<ToolRun> => {
    const [program] = command;
    if (KEEPS_CAPABILITY.has(program)) return run(command, signal);
    const [first = program, ...rest] = await dropCapability(command);
    if (first === program) return run(command, signal);
    const toolRun = await run([first, ...rest], signal);
    const location = command.join(' ');
    if (toolRun.kind === 'not-installed') {
      const detail = `${first} is needed to drop the capability of the daemon: apt-get install util-linux`;
      return { kind: 'problem', problem: { reason: 'not_installed', location: first, detail } };
    }
    if (toolRun.kind === 'problem') return { kind: 'problem', problem: { ...toolRun.problem, location } };
    if (toolRun.exitCode === SETPRIV_NOT_FOUND) return { kind: 'not-installed' };
    if (toolRun.exitCode === SETPRIV_NOT_STARTED)
      return { kind: 'problem', problem: { reason: 'permission_denied', location, detail: toolRun.errorOutput } };
    return toolRun;
  };
}
