import type { Command } from 'commander';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { UsageError } from '../../../work/errors.ts';
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
  const instead = similarWord === undefined ? `see ${commandPath(command)} --help` : `did you mean ${similarWord}?`;
  const japanese =
    similarWord === undefined ? `${commandPath(command)} --help を参照してください` : `もしかして: ${similarWord}`;
  throw new UsageError(
    `there is no ${isOption ? 'option' : 'command'} "${word}"; ${instead}`,
    `${isOption ? 'オプション' : 'コマンド'}「${word}」はありません。${japanese}`,
  );
}
