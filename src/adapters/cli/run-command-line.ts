import { NAGIOS_CODES, renderNagios } from '../../formats/nagios.ts';
import { unknownBecause } from './check.ts';
import type { CommandLineMeans } from './means.ts';
import { Output } from './output.ts';
import { ParsingEnded } from './parsing-ended.ts';
import { buildProgram } from './program.ts';
import { tellFailure } from './tell-failure.ts';

/** A monitoring system reads standard output, and takes 2 for CRITICAL: its plugin must not answer as other commands do. */
function isForCheck({ command }: ParsingEnded, argv: readonly string[]): boolean {
  if (command === 'mailcertd connectors probe') return argv.includes('--check');
  return command === 'mailcertd check' || (command === 'mailcertd' && argv.includes('check'));
}

/**
 * Runs one command line, without node and script in it. Answers the exit code: 0 as asked, 1 could not go on, 2 bad usage or
 * configuration; `check` 0 to 3. Never throws.
 */
export async function runCommandLine(argv: readonly string[], means: CommandLineMeans): Promise<number> {
  const output = new Output(means);
  const { program, invocation } = buildProgram(means, output, argv);
  try {
    await program.parseAsync(argv, { from: 'user' });
    await output.flush();
    return invocation.exitCode;
  } catch (error) {
    if (error instanceof ParsingEnded && error.cause.exitCode !== 0 && isForCheck(error, argv)) {
      const answer = unknownBecause(error, invocation.plainLocale);
      means.stdout.write(`${renderNagios(answer)}\n`);
      return NAGIOS_CODES[answer.state];
    }
    return tellFailure(error, invocation);
  }
}
