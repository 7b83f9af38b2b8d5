import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { readComputerName } from '../schema/host-name.ts';
import type { WrittenValue } from '../schema/written-value.ts';

/**
 * Returns the default FQDN of this host: /etc/hostname if it has a dot, otherwise the canonical
 * name.
 */
export function computerName(environment: ConfigurationEnvironment): WrittenValue<string> {
  const hostname = environment.hostnameFile ?? environment.kernelHostname;
  const name = hostname.replace(/\.$/, '').includes('.') ? hostname : (environment.canonicalName ?? hostname);
  return readComputerName(name);
}

/** Returns the first label in upper case, truncated to 15 characters. */
export function netBiosName(fqdn: string): string {
  return (fqdn.split('.', 1)[0] ?? '').slice(0, 15).toUpperCase();
}
