import type { Settings } from '../assessment/settings.ts';
import type { Command } from './remedy.ts';

/** The command that shows what is found by itself, and what of it cannot be told. */
export function discoverCommand({ command }: Pick<Settings, 'command'>): Command {
  return [...command, 'connectors', 'discover'];
}
