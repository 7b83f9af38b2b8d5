import { mkdirSync } from 'node:fs';
import { openPersonalStore } from '../../src/adapters/file-store/open-personal-store.ts';
import { actAsItself } from '../../src/adapters/file-store/write/act-as.ts';
import { loadHoldFile } from '../../src/adapters/sqlite/lock/hold-file.ts';
import type { PersonalStore } from '../../src/work/ports/stores.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { storeWriterContract } from './store-writer-contract.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

storeWriterContract('The personal store', () => {
  const directory = temporaryDirectory();
  const path = directory.at('store');
  mkdirSync(path);
  const source = { inventory: 'configuration', place: 'test:1' };
  const open = (): PersonalStore =>
    openPersonalStore(
      { name: 'My', path, services: ['SMTP'], personal: true, source },
      { now: () => NOON, monotonicMs: () => 0 },
      { loadHoldFile: async () => loadHoldFile(), trash: directory.at('state/trash'), actAs: actAsItself },
    );
  const store = open();
  return { store, writer: store, otherWriter: open(), [Symbol.dispose]: () => directory[Symbol.dispose]() };
});
