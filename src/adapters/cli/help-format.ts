import type { Argument, Command, HelpConfiguration, Option } from 'commander';
import { joinList } from '../../domain/text/join-list.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { inLanguage } from '../../domain/text/phrase.ts';
import { terminalWidth } from '../../formats/terminal/terminal-width.ts';
import { wrapText } from '../../formats/terminal/wrap-text.ts';
import { commandPath } from './arguments/command-path.ts';
import { PROGRAM_HELP } from './text/help/program-help.ts';

/** The words of a record, by the word of commander. */
type WordsByCommander = Readonly<Record<string, string>>;

/** Returns the format of help pages: commander's, with its own words in the language. */
export function helpFormat(locale: Locale): HelpConfiguration {
  const words = inLanguage(PROGRAM_HELP, locale);
  const headings: WordsByCommander = words.headings;
  const withDetails = ({ description, argChoices }: Argument | Option, defaultText: string | undefined): string => {
    const details = [
      ...(argChoices === undefined
        ? []
        : [
            words.choices(
              joinList(
                argChoices.map((choice) => JSON.stringify(choice)),
                locale,
              ),
            ),
          ]),
      ...(defaultText === undefined ? [] : [words.default(defaultText)]),
    ];
    return details.length === 0 ? description : `${description} ${words.details(details)}`;
  };
  const defaultTextOf = ({ defaultValue, defaultValueDescription }: Argument | Option): string | undefined =>
    defaultValue === undefined ? undefined : defaultValueDescription || JSON.stringify(defaultValue);
  return {
    styleTitle: (title) => headings[title] ?? title,
    commandUsage: (command: Command) =>
      [
        commandPath(command),
        // Without options of its own, a command that only has subcommands has nothing but them.
        ...(requiresSubcommand(command) && command.options.length === 0 ? [] : [words.usage.options]),
        ...(hasDefaultSubcommand(command) ? [words.usage.optionalCommand] : []),
        ...operandsOf(command, words.usage.command),
      ].join(' '),
    subcommandTerm: (command: Command) => [command.name(), ...operandsOf(command, words.usage.command)].join(' '),
    optionDescription: (option: Option) =>
      // An option without a value has its default in its description, if at all.
      withDetails(option, option.required || option.optional ? defaultTextOf(option) : undefined),
    argumentDescription: (argument: Argument) => withDetails(argument, defaultTextOf(argument)),
    displayWidth: terminalWidth,
    boxWrap: (text, width) => wrapText(text, { width }).join('\n'),
  };
}

/** The argument that only catches mistyped subcommands. */
const MISTYPED = 'command';

/** Returns whether a command without a subcommand is its subcommand `list`. */
function hasDefaultSubcommand({ commands }: Command): boolean {
  return commands.some((subcommand) => subcommand.name() === 'list');
}

/** Returns whether a command requires a subcommand. */
function requiresSubcommand(command: Command): boolean {
  const { commands, registeredArguments } = command;
  return (
    commands.length > 0 &&
    !hasDefaultSubcommand(command) &&
    registeredArguments.every((argument) => argument.name() === MISTYPED)
  );
}

/** Returns the words after a command and its options: a subcommand, or the arguments. */
function operandsOf(command: Command, subcommand: string): readonly string[] {
  if (requiresSubcommand(command)) return [subcommand];
  return command.registeredArguments
    .filter((argument) => argument.name() !== MISTYPED)
    .map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return argument.required ? `<${name}>` : `[${name}]`;
    });
}
