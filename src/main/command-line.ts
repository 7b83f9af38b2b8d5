import { runCommandLine } from '../adapters/cli/run-command-line.ts';
import { beforeSignalEnds } from './before-signal-ends.ts';
import { commandLineDependencies } from './command-line-dependencies.ts';

/** Runs the command line of the program. Returns the exit code, as `runCommandLine` does. */
export function commandLine(argv: readonly string[], ending: AbortController): Promise<number> {
  // `run` and `demo` have their own handlers, which check the signal first.
  const catchInterrupt = (): void => void process.once('SIGINT', () => ending.abort());
  return runCommandLine(argv, commandLineDependencies(ending.signal, { catchInterrupt, beforeSignalEnds }));
}
