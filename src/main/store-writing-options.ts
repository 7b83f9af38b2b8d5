import { join } from 'node:path';
import type { ActAs } from '../adapters/file-store/write/act-as.ts';
import type { WritingOptions } from '../adapters/file-store/write/write-store.ts';

/** What the personal store is written with. The database is loaded only by whoever takes the store. */
export function storeWritingOptions(stateDirectory: string, actAs: ActAs): WritingOptions {
  return {
    loadHoldFile: async () => (await import('../adapters/sqlite/lock/hold-file.ts')).loadHoldFile(),
    trash: trashIn(stateDirectory),
    actAs,
  };
}

/** The folder that takes what is removed. */
export function trashIn(stateDirectory: string): string {
  return join(stateDirectory, 'trash');
}
