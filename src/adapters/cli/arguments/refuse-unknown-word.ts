import type { Command } from 'commander';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { UsageError } from '../text/usage-error.ts';
import { commandPath } from './command-path.ts';

/**
 * Refuses a word that is no subcommand or option of the command; undefined (no word) is accepted.
 * @throws {UsageError}
 */
export function refuseUnknownWord(word: string | undefined, command: Command): void {
  if (word === undefined) return;
  const isOption = word.startsWith('-');
  const knownWords = isOption
    ? command.options.flatMap(({ long }) => long ?? [])
    : command.commands.map((subcommand) => subcommand.name());
  const similarWord = findNearest(word, knownWords);
  const next =
    similarWord === undefined
      ? ARGUMENT_FAILURES.see_help({ command: commandPath(command) })
      : FIND_FAILURES.did_you_mean({ name: similarWord });
  const { word_not_an_option: notAnOption, word_not_a_command: notACommand } = ARGUMENT_FAILURES;
  throw new UsageError((isOption ? notAnOption : notACommand)({ word, next }));
}
