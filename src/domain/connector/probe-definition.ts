import type { Connector } from './connector.ts';
import type { ProbeTarget } from './probe-target.ts';

function settingsOf({ protocol: _, host: __, port: ___, ...settings }: ProbeTarget): object {
  return settings;
}

/**
 * Returns the settings of a connector's probe as text, without its URL. A result of a probe with
 * other settings is not evidence.
 */
export function probeDefinition({ probe, trust }: Connector): string {
  return probe === undefined ? '' : JSON.stringify([settingsOf(probe), trust]);
}

/**
 * Returns whether a definition differs from that of a connector at most in the trust sources. A
 * server may give another answer to a probe with other settings.
 */
export function hasSettingsOf(definition: string, { probe }: Connector): boolean {
  return probe !== undefined && definition.startsWith(`[${JSON.stringify(settingsOf(probe))},`);
}
