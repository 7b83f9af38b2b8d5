import { expect, it } from 'vitest';
import type { ConfigurationEnvironment } from '../../../../src/adapters/config/configuration-environment.ts';
import { parseConfiguration } from '../../../../src/adapters/config/read/parse-configuration.ts';
import { probingLine } from '../../../../src/domain/connector/probing-line.ts';
import { uncoveredListeners } from '../../../../src/domain/connector/unmonitored-servers.ts';

const ENVIRONMENT: ConfigurationEnvironment = {
  ...{ hostnameFile: 'mail01.contoso.com', kernelHostname: 'mail01', canonicalName: undefined },
  ...{ stateDirectory: '/var/lib/mailcertd', locale: 'en', eventIds: [] },
};

/** The suggested item, and the same one with `enabled: false`. */
const ITEMS = ['smtp://127.0.0.1:25', 'imaps://[::1]:993'].flatMap((url) => [
  [probingLine(url), true] as const,
  [probingLine(url).replace(' }', ', enabled: false }'), false] as const,
]);

it.each(ITEMS)('%s is a connector that covers the socket', (item, enabled) => {
  const text = `stores: [{ name: My, path: /srv/store }]\nconnectors:\n  ${item}\n`;
  const parsed = parseConfiguration(text, '/etc/mailcertd/mailcertd.yaml', ENVIRONMENT);
  if (parsed.kind !== 'configuration') throw new Error(JSON.stringify(parsed));
  const { connectors } = parsed.configuration.inventory;
  expect(connectors).toMatchObject([{ enabled, selectCertificate: false }]);
  const { host = '', port = 0 } = connectors[0]?.probe ?? {};
  const sockets = [{ address: host.includes(':') ? '::' : '0.0.0.0', port, program: undefined }];
  expect(uncoveredListeners({ sockets, ownAddresses: [] }, connectors)).toEqual([]);
});
