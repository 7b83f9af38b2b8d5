import type { Argument, Command, Option } from 'commander';
import { CERTIFICATE_FIELDS } from '../../../formats/document/certificate-fields.ts';
import { CONNECTOR_FIELDS } from '../../../formats/document/connector-fields.ts';
import { SERVICES, STATES } from '../../../formats/filter/certificate-filter.ts';
import { DELIVERY_STATES } from '../../../formats/filter/delivery-states.ts';
import { commandPath } from '../arguments/command-path.ts';
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

/** The values by the name of the argument. */
const VALUES_BY_ARGUMENT: Readonly<Record<string, CompletedValue>> = {
  file: { kind: 'files' },
  path: { kind: 'files' },
  certificate: { kind: 'certificates' },
  connector: { kind: 'connectors' },
  server: { kind: 'connectors' },
  services: { kind: 'list', words: SERVICES },
};

/** The values by the long flag of the option. Missing: free text, or a value of another kind. */
const VALUES_BY_OPTION: Readonly<Record<string, CompletedValue>> = {
  '--config': { kind: 'files' },
  '--connector': { kind: 'connectors' },
  '--exchange-export': { kind: 'files' },
  '--file': { kind: 'files' },
  '--out': { kind: 'files' },
  '--password-file': { kind: 'files' },
  '--services': { kind: 'list', words: SERVICES },
  '--store': { kind: 'files' },
  '--thumbprint': { kind: 'certificates' },
  '--with': { kind: 'files' },
};

/** By command, the options whose value is free text, although other commands complete it. */
const FREE_TEXT_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'mailcertd certificates': ['--thumbprint'],
  'mailcertd certificates list': ['--thumbprint'],
  'mailcertd connectors explain': ['--store'],
  'mailcertd silences add': ['--store'],
};

/**
 * Returns every visible command, the program first. Each command has also the global options, and
 * those of its default subcommand `list`.
 */
export function completionTree(program: Command): readonly CompletedCommand[] {
  const help = program.createHelp();
  const optionsOf = (command: Command, path: string): readonly CompletedOption[] =>
    help.visibleOptions(command).map((option) => optionOf(option, path));
  const walk = (command: Command): readonly CompletedCommand[] => {
    const path = commandPath(command);
    const defaultCommand = listCommandOf(command);
    const options = [
      command,
      ...(defaultCommand === undefined ? [] : [defaultCommand]),
      ...(command === program ? [] : [program]),
    ]
      .flatMap((source) => optionsOf(source, path))
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

function optionOf(option: Option, path: string): CompletedOption {
  const { short, long, description, required, optional } = option;
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    value: required || optional ? optionValueOf(option, path) : undefined,
  };
}

function optionValueOf({ long = '', argChoices }: Option, path: string): CompletedValue {
  if (argChoices !== undefined) return { kind: 'words', words: argChoices };
  if (long === '--fields') {
    const fields = path.startsWith('mailcertd connectors') ? CONNECTOR_FIELDS : CERTIFICATE_FIELDS;
    return { kind: 'list', words: Object.keys(fields) };
  }
  if (long === '--state') {
    return { kind: 'list', words: path.startsWith('mailcertd deliveries') ? DELIVERY_STATES : STATES };
  }
  if (FREE_TEXT_OPTIONS[path]?.includes(long) === true) return { kind: 'nothing' };
  return VALUES_BY_OPTION[long] ?? { kind: 'nothing' };
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
  if (argument.argChoices !== undefined) return { kind: 'words', words: argument.argChoices };
  const value = VALUES_BY_ARGUMENT[argument.name()] ?? { kind: 'nothing' };
  return value.kind === 'certificates' ? { kind: ACCEPTED_CERTIFICATES[command] ?? value.kind } : value;
}
