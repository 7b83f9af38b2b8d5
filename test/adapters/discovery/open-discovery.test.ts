import { expect, it } from 'vitest';
import { openDiscovery } from '../../../src/adapters/discovery/open-discovery.ts';
import { DISCOVER_ALL, DISCOVERABLE, type Discover } from '../../../src/domain/connector/discover.ts';
import { discoveryMeans } from './means.ts';

const NONE: Discover = {
  postfix: false,
  dovecot: false,
  exim: false,
  opensmtpd: false,
  nginx: false,
  certbot: false,
  exchangeExport: undefined,
};

const names = (discover: Discover): readonly string[] =>
  openDiscovery(discover, discoveryMeans()).map(({ name }) => name);

it('what is to be found has an inventory of its name, and nothing else has', () => {
  expect(names(NONE)).toEqual([]);
  expect(names(DISCOVER_ALL)).toEqual(DISCOVERABLE);
  for (const name of DISCOVERABLE) expect(names({ ...NONE, [name]: true })).toEqual([name]);
  expect(names({ ...DISCOVER_ALL, exchangeExport: '/connectors.json' })).toEqual([...DISCOVERABLE, 'exchange']);
});
