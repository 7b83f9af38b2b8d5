import type { Command } from 'commander';
import { nearest } from '../../../formats/text/nearest.ts';
import { UsageError } from '../../../work/errors.ts';

/** Returns the command as typed, for example `mailcertd events show`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/**
 * Refuses an unknown subcommand or option; undefined is accepted.
 * @throws {UsageError}
 */
export function refuseWord(word: string | undefined, command: Command): void {
  if (word === undefined) return;
  const isOption = word.startsWith('-');
  const known = isOption
    ? command.options.flatMap(({ long }) => long ?? [])
    : command.commands.map((below) => below.name());
  const close = nearest(word, known);
  const instead = close === undefined ? `see ${pathOf(command)} --help` : `did you mean ${close}?`;
  const japanese = close === undefined ? `${pathOf(command)} --help を参照してください` : `もしかして: ${close}`;
  throw new UsageError(
    `there is no ${isOption ? 'option' : 'command'} "${word}"; ${instead}`,
    `${isOption ? 'オプション' : 'コマンド'}「${word}」はありません。${japanese}`,
  );
}
