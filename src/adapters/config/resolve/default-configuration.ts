import { DEFAULT_LISTEN } from '../../../domain/http/listen-address.ts';
import { DAY, MINUTE } from '../../../domain/time.ts';
import type { Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import type { WrittenConfiguration } from '../schema/written-configuration.ts';
import { defaultComputerName } from './default-computer-name.ts';
import { resolveConfiguration } from './resolve-configuration.ts';

/**
 * The schema's result for a file with `stores: []`, as a constant: loading the schema takes longer
 * than everything else that a command without a file loads. A test compares both.
 */
const ALL_DEFAULTS: WrittenConfiguration = {
  schedule: '*/15 * * * *',
  watch: true,
  roles: ['hub-transport'],
  profile: 'exchange-2007',
  helpLink: 'docs/events/{id}.md',
  stores: [],
  trust: ['system'],
  internalTransportCertificate: 'auto',
  connectors: [],
  discover: { postfix: false, dovecot: false, exim: false, opensmtpd: false, nginx: false, certbot: false },
  probing: { interval: 15 * MINUTE, maxConcurrent: 32, hostInterval: 100 },
  expiresSoon: { within: 21 * DAY, fraction: 0.25 },
  selfSigned: { years: 5, key: 'rsa-2048', renewBefore: undefined },
  repeatInterval: DAY,
  levels: {},
  logs: [{ type: 'console', format: 'line' }],
  notifiers: [],
  http: { listen: [DEFAULT_LISTEN] },
  retention: { records: 200_000, days: 400 },
  proxy: { allowInternalUntrustedCerts: false, allowExternalUntrustedCerts: false },
  eventSource: 'MSExchangeTransport',
};

/**
 * Returns the configuration of a command that has no configuration file: every default and no
 * store, because the command line names the paths. If the FQDN of the host is unknown, it is the
 * first label of its name and `.localdomain`, which is sufficient to read files.
 * @param file the path where the file would be
 */
export function defaultConfiguration(file: string, environment: ConfigurationEnvironment): Configuration {
  const name = defaultComputerName(environment);
  const fqdn = 'value' in name ? name.value : `${firstLabel(environment)}.localdomain`;
  return resolveConfiguration(ALL_DEFAULTS, {
    file,
    environment,
    fqdn,
    // There is no file, so nothing in it has a place.
    positionOf: () => ({ line: 1, column: 1 }),
    warnings: [],
    hasKey: () => false,
  });
}

function firstLabel({ hostnameFile, kernelHostname }: ConfigurationEnvironment): string {
  const [label = ''] = (hostnameFile ?? kernelHostname).toLowerCase().split('.', 1);
  return /^[a-z0-9_-]{1,63}$/.test(label) ? label : 'localhost';
}
