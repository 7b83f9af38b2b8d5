import type { Argument, Command, Option } from 'commander';
import { SERVICES, STATES } from '../arguments/certificate-filter.ts';
import { commandPath } from '../arguments/command-path.ts';
import { DELIVERY_STATES } from '../arguments/delivery-states.ts';
import { CERTIFICATE_FIELDS } from '../json/certificate-fields.ts';
import { CONNECTOR_FIELDS } from '../json/connector-fields.ts';
import type { CertificateArgumentKind } from './certificate-argument-kinds.ts';

/**
 * The source of the completions for the value of an option or argument.
 * - words: one of `words`
 * - list: a comma-separated list of `words`
 * - files: a path
 * - connectors, or a kind of certificates: objects that mailcertd lists
 * - nothing: free text, or no argument
 */
export type CompletedValue =
  | { readonly kind: 'words' | 'list'; readonly words: readonly string[] }
  | { readonly kind: 'files' | CertificateArgumentKind | 'connectors' | 'nothing' };

/** An option. */
export interface CompletedOption {
  /** For example `-n` and `--last`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** undefined: the option has no value. */
  readonly value: CompletedValue | undefined;
}

/** A command with its subcommands, options and argument. */
export interface CompletedCommand {
  /** The command as typed, for example `mailcertd events show`. */
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  readonly argument: CompletedValue;
}

/** The values by the name of the argument in the help text. */
const VALUES_BY_ARGUMENT: Readonly<Record<string, CompletedValue>> = {
  file: { kind: 'files' },
  path: { kind: 'files' },
  certificate: { kind: 'certificates' },
  connector: { kind: 'connectors' },
  server: { kind: 'connectors' },
  services: { kind: 'list', words: SERVICES },
};

/** The words for `<fields>` and `<states>`, which differ between commands. */
interface ListWords {
  readonly fields: readonly string[];
  readonly states: readonly string[];
}

/**
 * Returns every visible command, the program first. Each command has also the global options, and
 * those of its default subcommand `list`.
 */
export function completionTree(program: Command): readonly CompletedCommand[] {
  const help = program.createHelp();
  const optionsOf = (command: Command, listed: ListWords): readonly CompletedOption[] =>
    help.visibleOptions(command).map((option) => optionOf(option, listed));
  const walk = (command: Command): readonly CompletedCommand[] => {
    const path = commandPath(command);
    const listed = listWordsOf(path);
    const defaultCommand = listCommandOf(command);
    const options = [
      command,
      ...(defaultCommand === undefined ? [] : [defaultCommand]),
      ...(command === program ? [] : [program]),
    ]
      .flatMap((source) => optionsOf(source, listed))
      .filter(({ flags }, index, all) => all.findIndex((other) => other.flags.at(-1) === flags.at(-1)) === index);
    const subcommands = help.visibleCommands(command);
    return [
      {
        path,
        subcommands: subcommands.map((subcommand) => ({
          name: subcommand.name(),
          description: subcommand.description(),
        })),
        options,
        argument: argumentOf(command.registeredArguments[0], command.name()),
      },
      ...subcommands.flatMap(walk),
    ];
  };
  return walk(program);
}

function optionOf({ flags, short, long, description, argChoices }: Option, listed: ListWords): CompletedOption {
  const valueName = /<([^>.]+)/.exec(flags)?.[1];
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    value: valueName === undefined ? undefined : completedValueOf(valueName, argChoices, listed),
  };
}

function completedValueOf(name: string, choices: readonly string[] | undefined, listed: ListWords): CompletedValue {
  if (choices !== undefined) return { kind: 'words', words: choices };
  if (name === 'fields' || name === 'states') return { kind: 'list', words: listed[name] };
  return VALUES_BY_ARGUMENT[name] ?? { kind: 'nothing' };
}

function listWordsOf(path: string): ListWords {
  const fields = Object.keys(path.startsWith('mailcertd connectors') ? CONNECTOR_FIELDS : CERTIFICATE_FIELDS);
  return { fields, states: path.startsWith('mailcertd deliveries') ? DELIVERY_STATES : STATES };
}

/**
 * Returns the `list` subcommand, which is the default: its options are also valid without the word
 * `list`.
 */
const listCommandOf = (command: Command): Command | undefined =>
  command.commands.find((subcommand) => subcommand.name() === 'list');

/** The kind of `<certificate>` by command; other commands accept any certificate or CSR. */
const ACCEPTED_CERTIFICATES: Readonly<Record<string, CertificateArgumentKind>> = {
  renew: 'servers',
  enable: 'servers',
  export: 'servers',
  remove: 'removable',
};

function argumentOf(argument: Argument | undefined, command: string): CompletedValue {
  // The argument `[command...]` only catches mistyped commands.
  if (argument === undefined || argument.name() === 'command') return { kind: 'nothing' };
  const value = completedValueOf(argument.name(), argument.argChoices, { fields: [], states: [] });
  return value.kind === 'certificates' ? { kind: ACCEPTED_CERTIFICATES[command] ?? value.kind } : value;
}
