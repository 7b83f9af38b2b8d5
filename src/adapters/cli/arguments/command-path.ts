import type { Command } from 'commander';

/** Returns the command as typed, for example `mailcertd events show`. */
export function commandPath(command: Command): string {
  return command.parent === null ? command.name() : `${commandPath(command.parent)} ${command.name()}`;
}
