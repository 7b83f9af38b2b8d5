import { Command, Option } from 'commander';
import { inLanguage } from '../../domain/text/phrase.ts';
import { commandPath } from './arguments/command-path.ts';
import { commanderFailure } from './arguments/commander-failure.ts';
import { refuseUnknownWord } from './arguments/refuse-unknown-word.ts';
import { reportInvalidValues } from './arguments/report-invalid-values.ts';
import { addCertificates } from './commands/certificates.ts';
import { addCheck } from './commands/check.ts';
import { addCompletion } from './commands/completion.ts';
import { addConditions } from './commands/conditions.ts';
import { addConfig } from './commands/config.ts';
import { addConnectors } from './commands/connectors.ts';
import { addDeliveries } from './commands/deliveries.ts';
import { addDemo } from './commands/demo.ts';
import { addEvents } from './commands/events.ts';
import { addMetrics } from './commands/metrics.ts';
import { addNotifiers } from './commands/notifiers.ts';
import { addRun } from './commands/run.ts';
import { addScan } from './commands/scan.ts';
import { addSilences } from './commands/silences.ts';
import { addState } from './commands/state.ts';
import { addStatus } from './commands/status.ts';
import { helpFormat } from './help-format.ts';
import { initialLocale } from './initial-locale.ts';
import { Invocation } from './invocation/invocation.ts';
import { ParsingEnded } from './invocation/parsing-ended.ts';
import type { CommandLineDependencies } from './session/cli-dependencies.ts';
import type { Output } from './session/output.ts';
import { PROGRAM_HELP } from './text/help/program-help.ts';

const COMMANDS = [
  addRun,
  addScan,
  addCheck,
  addStatus,
  addEvents,
  addCertificates,
  addConnectors,
  addConditions,
  addSilences,
  addDeliveries,
  addNotifiers,
  addState,
  addMetrics,
  addConfig,
  addCompletion,
  addDemo,
];

/**
 * Makes every command throw `ParsingEnded` with its path when commander ends parsing or a value is
 * invalid, and removes the `help` subcommands.
 */
function finishCommands(command: Command): void {
  command.exitOverride((ended) => {
    throw new ParsingEnded(commandPath(command), commanderFailure(ended), ended.exitCode, ended);
  });
  reportInvalidValues(command);
  command.helpCommand(false);
  for (const subcommand of command.commands) finishCommands(subcommand);
}

/** Builds the program with every command and option, for one run of a command line. */
export function buildProgram(
  dependencies: CommandLineDependencies,
  output: Output,
  argv: readonly string[] = [],
): { readonly program: Command; readonly invocation: Invocation } {
  const locale = initialLocale(argv, dependencies.environment);
  const help = inLanguage(PROGRAM_HELP, locale);
  const program = new Command('mailcertd')
    .description(help.description)
    .option('--config <file>', help.config)
    .addOption(new Option('--locale <locale>', help.locale).choices(['en', 'ja']))
    .option('-q, --quiet', help.quiet)
    .option('-v, --verbose', help.verbose, (_, count: number) => count + 1, 0)
    .option('--no-color', help.noColor)
    .version(dependencies.version, '-V, --version', help.version)
    .helpOption('-h, --help', help.help)
    .configureHelp(helpFormat(locale))
    .configureOutput({
      writeOut: (text) => dependencies.stdout.write(text),
      writeErr: (text) => dependencies.stderr.write(text),
      // `printError` reports every error, in one line.
      outputError: () => {},
      getOutHelpWidth: () => 80,
      getOutHasColors: () => false,
    });
  const invocation = new Invocation({ dependencies, output, argv, initialLocale: locale }, program);
  program
    .argument('[command...]')
    // Without this, commander reports the options of a mistyped command instead of the command.
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      refuseUnknownWord(words[0], program);
      const { overview } = await import('./commands/overview.ts');
      await overview(invocation);
    });
  for (const add of COMMANDS) add(program, invocation);
  finishCommands(program);
  return { program, invocation };
}
