import type { Connector } from '../../domain/connector/connector.ts';

/**
 * Returns the settings of a connector as JSON. `keyTypes` of the probe is `rsa` and `ecdsa` if the
 * server is probed for an RSA and an ECDSA certificate, otherwise `any`, as in the results of
 * probes. A value that is undefined is named, because the daemon's configuration lacks such keys.
 */
export function connectorDefinition({ name, direction, fqdn, ...rest }: Connector): Readonly<Record<string, unknown>> {
  const { probe } = rest;
  if (probe === undefined) return { name, direction, fqdn, ...rest };
  const { probesBothKeyTypes, client, protocol, host, port, serverName, ...target } = probe;
  const keyTypes = probesBothKeyTypes ? ['rsa', 'ecdsa'] : ['any'];
  return {
    name,
    direction,
    fqdn,
    ...rest,
    probe: { protocol, host, port, serverName, ...target, keyTypes, client },
  };
}
