import { chmodSync, mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Configuration } from '../../src/adapters/config/configuration.ts';
import { parseConfiguration } from '../../src/adapters/config/read/parse-configuration.ts';
import { ReaderCache } from '../../src/adapters/file-store/cache/reader-cache.ts';
import { OpeningBudget } from '../../src/adapters/file-store/open/opening-budget.ts';
import { actAsItself } from '../../src/adapters/file-store/write/act-as.ts';
import { openReaderCache } from '../../src/adapters/sqlite/cache/open-reader-cache.ts';
import { renderingOf } from '../../src/main/rendering-of.ts';
import { scanSourcesOf } from '../../src/main/scan-sources-of.ts';
import { StorePool } from '../../src/main/store-pool.ts';
import { CLOCK, definition, made, seen } from '../adapters/file-store/scans.ts';
import { connector } from '../domain/world.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needsRoot } from '../peers/needs.ts';

function configurationAt(file: string): Configuration {
  const parsed = parseConfiguration('locale: en\n', file, {
    ...{ hostnameFile: 'mail01.contoso.com', kernelHostname: 'mail01', canonicalName: undefined },
    ...{ stateDirectory: '/var/lib/mailcertd', locale: 'en', eventIds: [] },
  });
  if (parsed.kind !== 'configuration') throw new Error('faulty');
  return parsed.configuration;
}

test.each([
  ['/etc/mailcertd/mailcertd.yaml', ['mailcertd']],
  ['/opt/mail.yaml', ['mailcertd', '--config', '/opt/mail.yaml']],
])('texts under %s name commands that read its log', (file, command) => {
  expect(renderingOf(configurationAt(file)).command).toEqual(command);
});

test('a store that the daemon opens uses the cache of certificate files', () => {
  using directory = temporaryDirectory();
  for (const name of ['state', 'store']) mkdirSync(directory.at(name));
  const diagnostics = { note: () => undefined };
  using cache = openReaderCache(directory.at('state'), 'this', diagnostics);
  const taken: string[] = [];
  const blobStores = {
    take(owner: string) {
      taken.push(owner);
      return cache.take(owner);
    },
  };
  const stores = new StorePool(CLOCK, {
    readerCache: new ReaderCache(blobStores, diagnostics),
    budget: new OpeningBudget(),
    willRescan: true,
    actAs: actAsItself,
  });
  stores.open(definition(directory.at('store')));
  expect(taken).toEqual([expect.stringContaining(directory.at('store'))]);
});

test.runIf(needsRoot())('a reload during a scan keeps the accounts for which the scan checks the keys', async () => {
  using directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
  const { certificatePem, privateKeyPem } = made();
  directory.write('mail.pem', certificatePem + privateKeyPem, 0o600);
  const options = { budget: new OpeningBudget(), willRescan: true, actAs: actAsItself };
  const stores = new StorePool(CLOCK, options);
  stores.onInventories([{ connectors: [connector('discovered', undefined, { keyLoadedBy: 'daemon' })], stores: [] }]);
  scanSourcesOf(configurationAt('/etc/mailcertd/mailcertd.yaml'), CLOCK, [], stores);
  const [stored] = (await seen(stores.open(definition(directory.at('mail.pem'))))).value.certificates;
  expect(stored?.key.access.denials).toMatchObject([{ account: 'daemon', path: directory.at('mail.pem') }]);
});
