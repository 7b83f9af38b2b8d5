import type { Settings } from '../assessment/settings.ts';
import type { Connector } from '../connector/connector.ts';
import type { Command } from './remedy.ts';

/** The command that shows what a connector's server presents; a name that looks like an option is one unless it comes behind `--`. */
export function probeCommand({ command }: Pick<Settings, 'command'>, connector: string): Command {
  return [...command, 'connectors', 'probe', ...(connector.startsWith('-') ? ['--'] : []), connector];
}

/** What makes servers read their certificates again, each command once; of those for which none is known, what shows what they present. */
export function reloadCommand(
  settings: Pick<Settings, 'command'>,
  connectors: readonly Connector[],
): readonly Command[] {
  const commands = connectors.map(({ name, reload }) => reload ?? probeCommand(settings, name));
  return [...new Map(commands.map((command) => [JSON.stringify(command), command])).values()];
}
