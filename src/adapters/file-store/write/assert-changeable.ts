import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { AssertChangeable } from '../../../work/ports/stores.ts';
import { storeFailure } from './store-failure.ts';

/**
 * Checks that the store can be changed. Writes nothing, so it cannot detect for example a full
 * disk.
 * @throws {IssueError}
 */
export const assertChangeable: AssertChangeable = async (store) => {
  for (let folder = store; ; folder = dirname(folder)) {
    try {
      return await access(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      if (errorCode(error) === 'ENOENT' && folder !== dirname(folder)) continue;
      const isThere = folder === store;
      const doing = isThere ? `cannot lock the store ${store}` : `cannot create the personal store ${store}`;
      const owner = isThere ? await stat(folder).catch(() => undefined) : undefined;
      throw storeFailure(doing, error, owner?.uid);
    }
  }
};
