import { join } from 'node:path';
import type { ActAs } from '../adapters/file-store/write/act-as.ts';
import type { WritingOptions } from '../adapters/file-store/write/store-changer.ts';

/**
 * Returns the options for changing the personal store, the only store that mailcertd writes to. The
 * database is loaded only for locking.
 */
export function storeWritingOptions(stateDirectory: string, actAs: ActAs): WritingOptions {
  return {
    loadHoldFile: async () => (await import('../adapters/sqlite/lock/hold-file.ts')).loadHoldFile(),
    trash: trashDirectoryOf(stateDirectory),
    actAs,
  };
}

/** Returns the directory of removed certificates and CSRs. */
export function trashDirectoryOf(stateDirectory: string): string {
  return join(stateDirectory, 'trash');
}
