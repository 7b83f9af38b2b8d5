import type { Settings } from '../assessment/settings.ts';

/** The command that explains a connector's choice; a name that looks like an option is one unless it comes behind `--`. */
export function explainCommand(
  { command }: Pick<Settings, 'command'>,
  connector: string,
  options: readonly string[] = [],
): readonly string[] {
  return [...command, 'connectors', 'explain', ...options, ...(connector.startsWith('-') ? ['--'] : []), connector];
}
