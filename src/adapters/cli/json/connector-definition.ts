import type { Connector } from '../../../domain/connector/connector.ts';

/**
 * Returns the settings of a connector as JSON. `keyTypes` of the probe has the values of the probe
 * results: `rsa` and `ecdsa` if both certificates of the server are probed, else `any`.
 */
export function connectorDefinition(connector: Connector): Readonly<Record<string, unknown>> {
  if (connector.probe === undefined) return { ...connector };
  const { probesBothKeyTypes, client, ...target } = connector.probe;
  return { ...connector, probe: { ...target, keyTypes: probesBothKeyTypes ? ['rsa', 'ecdsa'] : ['any'], client } };
}
