import type { CommandLineMeans } from './means.ts';
import { Output } from './output.ts';
import { buildProgram } from './program.ts';
import { tellFailure } from './tell-failure.ts';

/**
 * Runs one command line, without node and script in it. Answers the exit code: 0 as asked, 1 could not go on, 2 bad usage or
 * configuration; `check` 0 to 3. Never throws.
 */
export async function runCommandLine(argv: readonly string[], means: CommandLineMeans): Promise<number> {
  const output = new Output(means);
  const { program, invocation } = buildProgram(means, output);
  try {
    await program.parseAsync(argv, { from: 'user' });
    await output.flush();
    return invocation.exitCode;
  } catch (error) {
    return tellFailure(error, invocation);
  }
}
