import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { AssertChangeable } from '../../../work/ports/stores.ts';
import { storeFailure } from './store-failure.ts';

/**
 * Checks that this process can change the store, or create it if it does not exist. Writes nothing,
 * so it cannot detect for example a full disk.
 * @throws {IssueError}
 */
export const assertChangeable: AssertChangeable = async (store) => {
  for (let directory = store; ; directory = dirname(directory)) {
    try {
      return await access(directory, constants.W_OK | constants.X_OK);
    } catch (error) {
      if (errorCode(error) === 'ENOENT' && directory !== dirname(directory)) continue;
      const isStore = directory === store;
      const operation = isStore ? STORE_FAILURES.store_not_locked : STORE_FAILURES.store_not_created;
      const owner = isStore ? await stat(directory).catch(() => undefined) : undefined;
      throw storeFailure(operation, store, error, owner?.uid);
    }
  }
};
