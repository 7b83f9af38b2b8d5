import { renameSync, rmSync } from 'node:fs';
import { openPersonalStore } from '../../src/adapters/file-store/open-personal-store.ts';
import { openStore } from '../../src/adapters/file-store/open-store.ts';
import { actAsItself } from '../../src/adapters/file-store/write/act-as.ts';
import type { StoreDefinition } from '../../src/domain/connector/connector.ts';
import type { CertificateStore } from '../../src/work/ports/stores.ts';
import type { Clock } from '../../src/work/ports/system.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { certificateStoreContract, type StoreBench } from './certificate-store-contract.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const CLOCK: Clock = { now: () => NOON, monotonicMs: () => 0 };

function bench(open: (definition: StoreDefinition, clock: Clock) => CertificateStore): StoreBench {
  const folder = temporaryFolder();
  const path = folder.at('store');
  folder.write('store/README', 'certificates\n');
  const source = { inventory: 'configuration', place: 'test:1' };
  return {
    store: open({ name: 'My', path, services: ['SMTP'], personal: true, source }, CLOCK),
    put: (name, certificatePem, privateKeyPem) => {
      folder.write(`store/${name}/certificate.pem`, certificatePem);
      folder.write(`store/${name}/privkey.pem`, privateKeyPem);
    },
    remove: (name) => rmSync(folder.at('store', name), { recursive: true }),
    hide: () => renameSync(path, folder.at('hidden')),
    restore: () => renameSync(folder.at('hidden'), path),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

certificateStoreContract('A folder', NOON, () => bench(openStore));
certificateStoreContract('The personal store', NOON, () =>
  bench((definition, clock) =>
    openPersonalStore(definition, clock, {
      loadHoldFile: async () => () => undefined,
      trash: '/none',
      actAs: actAsItself,
    }),
  ),
);
