import type { Command } from 'commander';
import { NAGIOS_CODES, renderNagios } from '../../formats/metrics/nagios.ts';
import { UsageError } from '../../work/errors.ts';
import type { CommandLineDependencies } from './cli-dependencies.ts';
import { unknownBecause } from './commands/check.ts';
import { onlyReads } from './only-reads.ts';
import { operandsOf } from './operands-of.ts';
import { Output } from './output.ts';
import { ParsingEnded } from './parsing-ended.ts';
import { buildProgram } from './program.ts';
import { requireSupportedNode } from './supported-node.ts';
import { printError } from './text/print-error.ts';

/** What makes `connectors probe` answer as a plugin: whoever gives a limit asks for a verdict, too. */
const VERDICT = /^(?:--check|(?:--warning|--critical)(?:=.*)?|-[wc].*)$/s;

/**
 * Whether a command line, also one that cannot be read, asks for a Nagios plugin: a monitoring system reads standard output, and
 * takes 2 for CRITICAL, so that its plugin must not answer as other commands do.
 */
function asksForVerdict(argv: readonly string[], program: Command): boolean {
  const [command, below] = operandsOf(argv, program);
  if (command === 'connectors' && below === 'probe') return argv.some((word) => VERDICT.test(word));
  return command === 'check';
}

/** Whether the command line was refused; a help text that was printed is none of that. */
function isRefusal(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof ParsingEnded && error.cause.exitCode !== 0);
}

/**
 * Runs one command line, without node and script in it. Answers the exit code: 0 as asked, 1 could not go on, 2 bad usage or
 * configuration; `check` 0 to 3. Never throws.
 */
export async function runCommandLine(argv: readonly string[], means: CommandLineDependencies): Promise<number> {
  const output = new Output(means);
  const { program, invocation } = buildProgram(means, output, argv);
  if (!onlyReads(argv, program)) means.catchInterrupt();
  try {
    requireSupportedNode(means.nodeVersion);
    await program.parseAsync(argv, { from: 'user' });
    await output.flush();
    return invocation.exitCode;
  } catch (error) {
    if (isRefusal(error) && asksForVerdict(argv, program)) {
      const answer = unknownBecause(error, invocation.plainLocale);
      means.stdout.write(`${renderNagios(answer)}\n`);
      return NAGIOS_CODES[answer.state];
    }
    return printError(error, invocation);
  }
}
