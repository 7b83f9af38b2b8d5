import type { Connector } from './connector.ts';
import type { ProbeTarget } from './probe-target.ts';

/** Returns the settings that a server may notice. */
function serverVisibleSettings({ serverName, probesBothKeyTypes, client }: ProbeTarget): object {
  return { serverName, probesBothKeyTypes, client };
}

/**
 * Returns the settings of a connector's probe as text, without its URL. A result of a probe with
 * other settings is not evidence. `failureThreshold` is left out, because it changes no result.
 */
export function probeDefinition({ probe, trust }: Connector): string {
  return probe === undefined ? '' : JSON.stringify([serverVisibleSettings(probe), trust, probe.timeoutMs]);
}

/**
 * Returns whether a definition differs from that of a connector at most in the trust sources and
 * the timeout. A server may give another answer to a probe with other settings.
 */
export function hasSameServerVisibleSettings(definition: string, { probe }: Connector): boolean {
  return probe !== undefined && definition.startsWith(`[${JSON.stringify(serverVisibleSettings(probe))},`);
}
