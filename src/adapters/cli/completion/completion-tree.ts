import type { Argument, Command, Option } from 'commander';
import { SERVICES, STATES } from '../arguments/certificate-filter.ts';
import { DELIVERY_STATES } from '../arguments/delivery-states.ts';
import { pathOf } from '../arguments/unknown-word.ts';
import { CERTIFICATE_FIELDS } from '../json/certificate-fields.ts';
import { CONNECTOR_FIELDS } from '../json/connector-fields.ts';
import type { Candidates } from './completion-kinds.ts';

/**
 * The values that complete an option or argument: one of the words, a comma-separated list of them,
 * or objects that mailcertd lists.
 */
export type CompletedValue =
  | { readonly kind: 'words' | 'list'; readonly words: readonly string[] }
  | { readonly kind: 'files' | Candidates | 'connectors' | 'nothing' };

/** An option with all its flags; without `wants`, it has no value. */
export interface CompletedOption {
  readonly flags: readonly string[];
  readonly description: string;
  readonly wants: CompletedValue | undefined;
}

/** A command with its subcommands, options and argument. */
export interface CompletedCommand {
  /** The command as typed, for example `mailcertd events show`. */
  readonly path: string;
  readonly below: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  readonly argument: CompletedValue;
}

/** The values by the name of the argument in the help text. */
const NAMED: Readonly<Record<string, CompletedValue>> = {
  file: { kind: 'files' },
  path: { kind: 'files' },
  certificate: { kind: 'certificates' },
  connector: { kind: 'connectors' },
  server: { kind: 'connectors' },
  services: { kind: 'list', words: SERVICES },
};

/** The words for values whose meaning depends on the command. */
interface Listed {
  readonly fields: readonly string[];
  readonly states: readonly string[];
}

function listedBy(path: string): Listed {
  const fields = Object.keys(path.startsWith('mailcertd connectors') ? CONNECTOR_FIELDS : CERTIFICATE_FIELDS);
  return { fields, states: path.startsWith('mailcertd deliveries') ? DELIVERY_STATES : STATES };
}

function wantedOf(name: string, choices: readonly string[] | undefined, listed: Listed): CompletedValue {
  if (choices !== undefined) return { kind: 'words', words: choices };
  if (name === 'fields' || name === 'states') return { kind: 'list', words: listed[name] };
  return NAMED[name] ?? { kind: 'nothing' };
}

function optionOf({ flags, short, long, description, argChoices }: Option, listed: Listed): CompletedOption {
  const value = /<([^>.]+)/.exec(flags)?.[1];
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    wants: value === undefined ? undefined : wantedOf(value, argChoices, listed),
  };
}

/**
 * Returns the `list` subcommand, which is the default: its options are also valid without the word
 * `list`.
 */
const defaultOf = (command: Command): Command | undefined => command.commands.find((below) => below.name() === 'list');

/** The kind of certificates that a command accepts; other commands accept any. */
const TAKEN: Readonly<Record<string, Candidates>> = {
  renew: 'servers',
  enable: 'servers',
  export: 'servers',
  remove: 'removable',
};

function argumentOf(argument: Argument | undefined, command: string): CompletedValue {
  // The argument `[command...]` only catches mistyped commands.
  if (argument === undefined || argument.name() === 'command') return { kind: 'nothing' };
  const wanted = wantedOf(argument.name(), argument.argChoices, { fields: [], states: [] });
  return wanted.kind === 'certificates' ? { kind: TAKEN[command] ?? wanted.kind } : wanted;
}

/** Returns every visible command, the program first. Each command includes the global options. */
export function completionTree(program: Command): readonly CompletedCommand[] {
  const help = program.createHelp();
  const own = (command: Command, listed: Listed): readonly CompletedOption[] =>
    help.visibleOptions(command).map((option) => optionOf(option, listed));
  const walk = (command: Command): readonly CompletedCommand[] => {
    const path = pathOf(command);
    const listed = listedBy(path);
    const bare = defaultOf(command);
    const options = [command, ...(bare === undefined ? [] : [bare]), ...(command === program ? [] : [program])]
      .flatMap((each) => own(each, listed))
      .filter(({ flags }, index, all) => all.findIndex((other) => other.flags.at(-1) === flags.at(-1)) === index);
    const below = help.visibleCommands(command);
    return [
      {
        path,
        below: below.map((each) => ({ name: each.name(), description: each.description() })),
        options,
        argument: argumentOf(command.registeredArguments[0], command.name()),
      },
      ...below.flatMap(walk),
    ];
  };
  return walk(program);
}
