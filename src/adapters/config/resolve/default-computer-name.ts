import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { readComputerName } from '../schema/host-name.ts';
import type { ValueOrError } from '../schema/value-or-error.ts';

/**
 * Returns the default FQDN of this host: /etc/hostname if it has a dot, otherwise the canonical
 * name.
 */
export function defaultComputerName(environment: ConfigurationEnvironment): ValueOrError<string> {
  const hostname = environment.hostnameFile ?? environment.kernelHostname;
  const name = hostname.replace(/\.$/, '').includes('.') ? hostname : (environment.canonicalName ?? hostname);
  return readComputerName(name);
}
