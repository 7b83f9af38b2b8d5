import type { Connector } from '../../domain/connector/connector.ts';

/**
 * Returns the settings of a connector as JSON. `keyTypes` of the probe is `rsa` and `ecdsa` if the
 * server is probed for an RSA and an ECDSA certificate, otherwise `any`, as in the results of
 * probes.
 */
export function connectorDefinition(connector: Connector): Readonly<Record<string, unknown>> {
  if (connector.probe === undefined) return { ...connector };
  const { probesBothKeyTypes, client, ...target } = connector.probe;
  return { ...connector, probe: { ...target, keyTypes: probesBothKeyTypes ? ['rsa', 'ecdsa'] : ['any'], client } };
}
