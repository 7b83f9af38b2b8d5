import type { Settings } from '../assessment/settings.ts';
import type { Connector } from '../connector/connector.ts';
import type { Command } from './remedy.ts';

/**
 * Returns the command that probes a connector. `--` keeps a name that begins with a hyphen from
 * being read as an option.
 */
export function probeCommand({ command }: Pick<Settings, 'command'>, connector: string): Command {
  return [...command, 'connectors', 'probe', ...(connector.startsWith('-') ? ['--'] : []), connector];
}

/**
 * Returns the commands that reload servers, each once. A connector without a reload command gets
 * its probe command.
 */
export function reloadCommands(
  settings: Pick<Settings, 'command'>,
  connectors: readonly Connector[],
): readonly Command[] {
  const commands = connectors.map(({ name, reload }) => reload ?? probeCommand(settings, name));
  return [...new Map(commands.map((command) => [JSON.stringify(command), command])).values()];
}
