import type { Argument, Command, Help, Option } from 'commander';
import { commandPath } from '../../src/adapters/cli/arguments/command-path.ts';
import { escapeRoff, type RoffEncoding } from './escape-roff.ts';
import type { RoffPage } from './roff-page.ts';

/** The subcommand that is meant if none is typed. */
const DEFAULT_SUBCOMMAND = 'list';

/** Returns the subcommands that help shows. */
export function visibleCommands(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command);
}

/** Returns the usage of a command as escaped text: words to type are bold, words to replace italic. */
export function usageOf(command: Command, encoding: RoffEncoding): string {
  const path = commandPath(command);
  const operands = command.createHelp().commandUsage(command).slice(path.length).trim();
  const isDefault = command.name() === DEFAULT_SUBCOMMAND && command.parent?.parent !== null;
  const words = path.split(' ');
  const bold = (text: string): string => `\\fB${escapeRoff(text, encoding)}\\fR`;
  const name = isDefault ? `${bold(words.slice(0, -1).join(' '))} [${bold(words.at(-1) ?? '')}]` : bold(path);
  return [name, ...operands.split(' ').filter((word) => word !== '')]
    .map((word, index) => (index === 0 ? word : placeholder(word, encoding)))
    .join(' ');
}

/** Returns a word such as `<file>`, `[path...]` or `COMMAND`, with its name in italics. */
function placeholder(word: string, encoding: RoffEncoding): string {
  const isOptional = word.startsWith('[');
  const isMarked = isOptional || word.startsWith('<');
  const inner = isMarked ? word.slice(1, -1) : word;
  const isRepeated = inner.endsWith('...');
  const name = escapeRoff(isRepeated ? inner.slice(0, -3) : inner, encoding);
  const text = `\\fI${name}\\fR${isRepeated ? '...' : ''}`;
  return isOptional ? `[${text}]` : text;
}

/** Adds the arguments and options of a command, each with its description. */
export function renderOptions(command: Command, page: RoffPage): void {
  const help = command.createHelp();
  const { encoding } = page;
  for (const argument of help.visibleArguments(command)) {
    page.term(placeholder(argumentWord(argument), encoding), [
      escapeRoff(help.argumentDescription(argument), encoding),
    ]);
  }
  for (const option of help.visibleOptions(command)) renderOption(option, help, page);
}

function argumentWord(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function renderOption(option: Option, help: Help, page: RoffPage): void {
  const { encoding } = page;
  const flags = [option.short, option.long].filter((flag) => flag !== undefined);
  const term = flags.map((flag) => `\\fB${escapeRoff(flag, encoding)}\\fR`).join(', ');
  const value =
    option.required || option.optional ? ` ${placeholder(option.flags.split(' ').at(-1) ?? '', encoding)}` : '';
  page.term(`${term}${value}`, [escapeRoff(help.optionDescription(option), encoding)]);
}

/**
 * Returns the description of a command line: of its last subcommand, or of its option if that is its
 * last word.
 */
export function describeExample(line: string, program: Command): string {
  let command = program;
  const [, ...words] = line.split(' ');
  for (const word of words) {
    const next = visibleCommands(command).find((each) => each.name() === word);
    if (next === undefined) break;
    command = next;
  }
  const last = words.at(-1);
  const option = command.options.find(({ short, long }) => last === short || last === long);
  if (option !== undefined) return option.description;
  const standard = visibleCommands(command).find((each) => each.name() === DEFAULT_SUBCOMMAND);
  return (standard ?? command).description();
}
