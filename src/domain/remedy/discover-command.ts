import type { Settings } from '../assessment/settings.ts';
import type { Command } from './remedy.ts';

/** Returns the command that lists discovered servers and their unresolved settings. */
export function discoverCommand({ command }: Pick<Settings, 'command'>): Command {
  return [...command, 'connectors', 'discover'];
}
