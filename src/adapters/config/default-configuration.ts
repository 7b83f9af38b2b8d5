import { computerName } from './computer-name.ts';
import type { Configuration } from './configuration.ts';
import type { ConfigurationEnvironment } from './configuration-environment.ts';
import { resolveConfiguration } from './resolve-configuration.ts';
import { schema } from './schema.ts';

/**
 * What holds where there is no configuration file: every default, and no store, for who asks names what is looked at.
 * A host without a full name is called by its first label and `.localdomain`: looking at files needs no better one.
 * `file` is where the file would be.
 */
export function defaultConfiguration(file: string, environment: ConfigurationEnvironment): Configuration {
  const name = computerName(environment);
  const fqdn = 'value' in name ? name.value : `${firstLabel(environment)}.localdomain`;
  return resolveConfiguration(schema.parse({ stores: [] }), {
    file,
    environment,
    fqdn,
    lineOf: () => 1,
    warnings: [],
    has: () => false,
  });
}

function firstLabel({ hostnameFile, kernelHostname }: ConfigurationEnvironment): string {
  const [label = ''] = (hostnameFile ?? kernelHostname).toLowerCase().split('.', 1);
  return /^[a-z0-9_-]{1,63}$/.test(label) ? label : 'localhost';
}
