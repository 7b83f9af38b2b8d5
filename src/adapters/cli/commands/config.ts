import type { Command } from 'commander';
import { type ConfigurationIssue, renderConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { ConfigurationError } from '../../../work/errors.ts';
import { exchangeExportOption } from '../arguments/exchange-export-option.ts';
import { formatOption } from '../arguments/format-option.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { InitOptions } from '../session/cli-dependencies.ts';
import { CONFIG_PHRASES } from '../text/config-phrases.ts';
import { CONFIG_HELP } from '../text/help/config-help.ts';

/** Adds `mailcertd config` with its subcommands. */
export function addConfig(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CONFIG_HELP, locale);
  const { dependencies, output } = invocation;
  const configurationFile = (): string => dependencies.configuration.locate(invocation.config);
  const config = program.command('config').description(help.description);
  config.argument('[command...]').action((words: readonly string[]) => {
    refuseUnknownWord(words[0], config);
    config.outputHelp();
  });
  config
    .command('init')
    .description(help.init.description)
    .addOption(exchangeExportOption(locale))
    .option('--personal-store', help.init.personalStore)
    .action(async (options: Omit<InitOptions, 'locale'>) => {
      const file = configurationFile();
      const { initialLocale, verbosity, reportProgress } = invocation;
      const { found, computerLine } = await dependencies.configuration.init(
        file,
        { ...options, locale: initialLocale, reportProgress },
        dependencies.signal,
      );
      const words = inLanguage(CONFIG_PHRASES, initialLocale);
      if (verbosity >= 0) {
        const { discoverSummary } = await import('../screens/discover-screen.ts');
        await output.print(discoverSummary(found, { locale: initialLocale, width: invocation.width }));
        await invocation.printLine(words.written(file));
        await invocation.printLine(words.nextStep);
      }
      if (computerLine !== undefined) {
        output.note(words.warning(`${visible(file)}:${computerLine}:1: ${words.computerNotSet}`));
      }
    });
  config
    .command('check')
    .description(help.check.description)
    .addOption(formatOption(['text', 'json'], locale))
    .action(({ format }: { readonly format: 'text' | 'json' }) => check(configurationFile(), format, invocation));
  config
    .command('show')
    .description(help.show.description)
    .action(async () =>
      output.print(await dependencies.configuration.show(configurationFile(), invocation.initialLocale)),
    );
  config
    .command('schema')
    .description(help.schema.description)
    .action(async () => output.print(await dependencies.configuration.schema()));
}

/** Prints the errors and warnings of the file. Exit code 2 if there are errors. */
async function check(file: string, format: 'text' | 'json', invocation: Invocation): Promise<void> {
  const { dependencies, output, initialLocale } = invocation;
  const { errors, warnings } = await dependencies.configuration.check(file);
  if (format === 'json') {
    await output.print(jsonDocument({ file, problems: errors.map(issueInJson), warnings: warnings.map(issueInJson) }));
    invocation.exitCode = errors.length > 0 ? 2 : 0;
    return;
  }
  if (errors.length > 0) throw new ConfigurationError(errors);
  const words = inLanguage(CONFIG_PHRASES, initialLocale);
  for (const warning of warnings) {
    output.note(words.warning(visible(renderConfigurationIssue({ ...warning, file }, initialLocale))));
  }
  if (invocation.verbosity >= 0) await invocation.printLine(words.valid(file));
}

/** Returns an error or warning as it is in JSON, where messages are always English. */
function issueInJson({ file, line, column, failure }: ConfigurationIssue): object {
  return { file, line, column, code: failure.code, message: failureText(failure, 'en') };
}
