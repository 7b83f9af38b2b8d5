import { expect, it } from 'vitest';
import { openDiscovery } from '../../../src/adapters/discovery/open-discovery.ts';
import {
  DISCOVER_ALL,
  DISCOVERABLE,
  type DiscoverySettings,
  MAIL_SERVERS,
} from '../../../src/domain/connector/discover.ts';
import { discoveryDependencies } from './discovery-dependencies.ts';

const NONE: DiscoverySettings = {
  postfix: false,
  dovecot: false,
  exim: false,
  opensmtpd: false,
  nginx: false,
  certbot: false,
  exchangeExport: undefined,
};

const names = (discover: DiscoverySettings): readonly string[] =>
  openDiscovery(discover, discoveryDependencies(), 'linux').map(({ name }) => name);

it('each server in the discovery settings has an inventory of its name, and no other exists', () => {
  expect(names(NONE)).toEqual([]);
  expect(names(DISCOVER_ALL)).toEqual([...DISCOVERABLE, 'listeners']);
  expect(names({ ...NONE, certbot: true })).toEqual(['certbot']);
  expect(names({ ...DISCOVER_ALL, exchangeExport: '/connectors.json' })).toEqual([
    ...DISCOVERABLE,
    'exchange',
    'listeners',
  ]);
});

it.each(MAIL_SERVERS)('listening sockets are listed if %s is discovered', (name) => {
  expect(names({ ...NONE, [name]: true })).toEqual([name, 'listeners']);
});

it('listening sockets are listed on Linux only', () => {
  const opened = openDiscovery({ ...NONE, postfix: true }, discoveryDependencies(), 'freebsd');
  expect(opened.map(({ name }) => name)).toEqual(['postfix']);
});
