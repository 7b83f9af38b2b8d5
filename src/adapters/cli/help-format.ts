import { type Argument, type Command, Help, type HelpConfiguration, type Option } from 'commander';
import type { Locale } from '../../domain/text/locale.ts';
import { inLanguage } from '../../domain/text/phrase.ts';
import { terminalWidth } from '../../formats/terminal/terminal-width.ts';
import { PROGRAM_HELP } from './text/help/program-help.ts';

/** The words of a record, by the word of commander. */
type WordsByCommander = Readonly<Record<string, string>>;

/** Returns the format of help pages: commander's, with its own words in the language. */
export function helpFormat(locale: Locale): HelpConfiguration {
  const words = inLanguage(PROGRAM_HELP, locale);
  const headings: WordsByCommander = words.headings;
  const usageWords: WordsByCommander = words.usage;
  const help = new Help();
  const withDetails = ({ description, argChoices }: Argument | Option, defaultText: string | undefined): string => {
    const details = [
      ...(argChoices === undefined
        ? []
        : [words.choices(argChoices.map((choice) => JSON.stringify(choice)).join(', '))]),
      ...(defaultText === undefined ? [] : [words.default(defaultText)]),
    ];
    return details.length === 0 ? description : `${description} ${words.details(details)}`;
  };
  const defaultTextOf = ({ defaultValue, defaultValueDescription }: Argument | Option): string | undefined =>
    defaultValue === undefined ? undefined : defaultValueDescription || JSON.stringify(defaultValue);
  return {
    styleTitle: (title) => headings[title] ?? title,
    commandUsage: (command: Command) =>
      help
        .commandUsage(command)
        .split(' ')
        .map((word) => usageWords[word] ?? word)
        .join(' '),
    subcommandTerm: (command: Command) => {
      const usage = command.usage().replace('[options]', '').replace('[command]', '').trim();
      return `${command.name()} ${usageWords[usage] ?? usage}`.trim();
    },
    optionDescription: (option: Option) =>
      // An option without a value has its default in its description, if at all.
      withDetails(option, option.required || option.optional ? defaultTextOf(option) : undefined),
    argumentDescription: (argument: Argument) => withDetails(argument, defaultTextOf(argument)),
    displayWidth: terminalWidth,
  };
}
