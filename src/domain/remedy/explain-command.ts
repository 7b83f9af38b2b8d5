import type { Settings } from '../assessment/settings.ts';

/**
 * Returns the command that explains the selection for a connector. A name that begins with `-`
 * follows `--`.
 */
export function explainCommand(
  { command }: Pick<Settings, 'command'>,
  connector: string,
  options: readonly string[] = [],
): readonly string[] {
  return [...command, 'connectors', 'explain', ...options, ...(connector.startsWith('-') ? ['--'] : []), connector];
}
