import type { Configuration } from '../../../src/adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../../../src/adapters/config/configuration-environment.ts';
import { parseConfiguration } from '../../../src/adapters/config/read/parse-configuration.ts';

/** A host that knows its full name. */
export const MAIL01: ConfigurationEnvironment = {
  hostnameFile: 'mail01.contoso.com',
  kernelHostname: 'mail01',
  canonicalName: undefined,
  stateDirectory: '/var/lib/mailcertd',
  locale: 'en',
  eventIds: [1003, 12014, 12015, 12016, 12017, 12018],
};

const FILE = '/etc/mailcertd/mailcertd.yaml';

/** Returns the configuration in a valid text. */
export function configurationOf(text: string, environment: ConfigurationEnvironment = MAIL01): Configuration {
  const parsed = parseConfiguration(text, FILE, environment);
  if (parsed.kind === 'invalid') throw new Error(`invalid: ${JSON.stringify(parsed.errors)}`);
  return parsed.configuration;
}

/** Returns the errors in a text as `line:column: message`; none if it is valid. */
export function errorsOf(text: string, environment: ConfigurationEnvironment = MAIL01): readonly string[] {
  const parsed = parseConfiguration(text, FILE, environment);
  if (parsed.kind === 'configuration') return [];
  return parsed.errors.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}
