import type { Connector } from './connector.ts';
import type { ProbeTarget } from './probe-target.ts';

/** Returns the settings of a probe that may change the response of the server. */
function serverVisibleSettings({ serverName, probesBothKeyTypes, client }: ProbeTarget): object {
  return { serverName, probesBothKeyTypes, client };
}

/**
 * Returns the settings of a connector's probe as text, without its URL. After they change, an older
 * probe result is not evidence. `failureThreshold` is left out, because it changes no result.
 */
export function probeDefinition({ probe, trust }: Connector): string {
  return probe === undefined ? '' : JSON.stringify([serverVisibleSettings(probe), trust, probe.timeoutMs]);
}

/**
 * Returns whether a server responds the same under an earlier definition and the current settings
 * of a connector's probe: they differ at most in the trust anchors and the timeout.
 * @param definition as `probeDefinition` returns it
 */
export function hasSameServerVisibleSettings(definition: string, { probe }: Connector): boolean {
  // A definition is a JSON list, and these settings are its first element.
  return probe !== undefined && definition.startsWith(`[${JSON.stringify(serverVisibleSettings(probe))},`);
}
