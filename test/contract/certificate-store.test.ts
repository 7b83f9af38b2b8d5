import { renameSync, rmSync } from 'node:fs';
import { openPersonalStore } from '../../src/adapters/file-store/open-personal-store.ts';
import { openStore } from '../../src/adapters/file-store/open-store.ts';
import { actAsItself } from '../../src/adapters/file-store/write/act-as.ts';
import type { StoreDefinition } from '../../src/domain/connector/connector.ts';
import type { CertificateStore } from '../../src/work/ports/stores.ts';
import type { Clock } from '../../src/work/ports/system.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { certificateStoreContract, type StoreBench } from './certificate-store-contract.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const CLOCK: Clock = { now: () => NOON, monotonicMs: () => 0 };

function bench(open: (definition: StoreDefinition, clock: Clock) => CertificateStore): StoreBench {
  const directory = temporaryDirectory();
  const path = directory.at('store');
  directory.write('store/README', 'certificates\n');
  const source = { inventory: 'configuration', place: 'test:1' };
  return {
    store: open({ name: 'My', path, services: ['SMTP'], personal: true, source }, CLOCK),
    put: (name, certificatePem, privateKeyPem) => {
      directory.write(`store/${name}/certificate.pem`, certificatePem);
      directory.write(`store/${name}/privkey.pem`, privateKeyPem);
    },
    remove: (name) => rmSync(directory.at('store', name), { recursive: true }),
    hide: () => renameSync(path, directory.at('hidden')),
    restore: () => renameSync(directory.at('hidden'), path),
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}

certificateStoreContract('A directory', NOON, () => bench(openStore));
certificateStoreContract('The personal store', NOON, () =>
  bench((definition, clock) =>
    openPersonalStore(definition, clock, {
      loadHoldFile: async () => () => undefined,
      trash: '/none',
      actAs: actAsItself,
    }),
  ),
);
