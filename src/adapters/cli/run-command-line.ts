import type { Command } from 'commander';
import { NAGIOS_CODES, renderNagios } from '../../formats/metrics/nagios.ts';
import { operandsOf } from './arguments/operands-of.ts';
import { unknownBecause } from './commands/unknown-result.ts';
import { ParsingEnded } from './invocation/parsing-ended.ts';
import { printError } from './invocation/print-error.ts';
import { onlyReads } from './only-reads.ts';
import { buildProgram } from './program.ts';
import { requireSupportedNode } from './require-supported-node.ts';
import type { CommandLineDependencies } from './session/cli-dependencies.ts';
import { Output } from './session/output.ts';
import { UsageError } from './text/usage-error.ts';

/** The options that make `connectors probe` a Nagios plugin: `--check`, and the limits. */
const NAGIOS_OPTION = /^(?:--check|(?:--warning|--critical)(?:=.*)?|-[wc].*)$/s;

/**
 * Runs one command line, given without node and script. Never throws. Returns the exit code: 0
 * success, 1 failed, 2 usage or configuration; for the Nagios plugin 0 to 3.
 */
export async function runCommandLine(argv: readonly string[], dependencies: CommandLineDependencies): Promise<number> {
  const output = new Output(dependencies);
  const { program, invocation } = buildProgram(dependencies, output, argv);
  if (!onlyReads(argv, program)) dependencies.catchInterrupt();
  try {
    requireSupportedNode(dependencies.nodeVersion);
    await program.parseAsync(argv, { from: 'user' });
    await output.flush();
    return invocation.exitCode;
  } catch (error) {
    if (isRefusal(error) && isNagiosRequest(argv, program)) {
      const result = unknownBecause(error, invocation.initialLocale);
      output.clearProgress();
      dependencies.stdout.write(`${renderNagios(result)}\n`);
      return NAGIOS_CODES[result.state];
    }
    return printError(error, invocation);
  } finally {
    output.clearProgress();
  }
}

/** Returns whether the command line was refused. Printing help is not a refusal. */
function isRefusal(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof ParsingEnded && error.exitCode !== 0);
}

/**
 * Returns whether the arguments, which may be invalid, request a Nagios plugin. A usage error of a
 * plugin must be UNKNOWN, because a monitoring system takes exit code 2 for CRITICAL.
 */
function isNagiosRequest(argv: readonly string[], program: Command): boolean {
  const [command, subcommand] = operandsOf(argv, program);
  if (command === 'connectors' && subcommand === 'probe') return argv.some((word) => NAGIOS_OPTION.test(word));
  return command === 'check';
}
