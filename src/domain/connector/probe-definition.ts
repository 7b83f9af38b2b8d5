import type { Connector } from './connector.ts';

/**
 * Returns the settings of a connector's probe as text, without its URL. A result of a probe with
 * other settings is not evidence.
 */
export function probeDefinition({ probe, trust }: Connector): string {
  if (probe === undefined) return '';
  const { protocol, host, port, ...settings } = probe;
  return JSON.stringify([settings, trust]);
}
