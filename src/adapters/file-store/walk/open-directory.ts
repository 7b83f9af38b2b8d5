import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** A folder that stays the same one, whatever takes its name meanwhile. */
export interface OpenDirectory extends AsyncDisposable {
  /** Leads to it while it is open; for calls to the system, not for telling. @see https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html */
  readonly path: string;
  /** Makes what was made, renamed or removed in it survive a power cut. */
  sync(): Promise<void>;
  /** Sets its mode, then its owner, of this very folder. */
  give(mode: number, owner: { readonly userId: number; readonly groupId: number } | undefined): Promise<void>;
}

/** Opens a folder that is no link. Rejects with what the system says, ENOTDIR where it is none. */
export function openDirectory(path: string): Promise<OpenDirectory> {
  return opened(path, constants.O_NOFOLLOW);
}

/** What is needed of a store to open its folders. */
export interface OpenedStore {
  readonly path: string;
  /** Leads to the opened directory of the store. */
  readonly directory: string;
  /** Whether root changes a store that belongs to another account. */
  readonly isForeign: boolean;
}

/**
 * Opens a folder of a store. Where the store is another account's, none below it is reached by a link: that account could
 * have root read, write or remove whatever it leads to. Rejects with what the system says, or which folder is a link.
 * @param folder the store's path, or one below it
 */
export async function openDirectoryOf(store: OpenedStore, folder: string): Promise<OpenDirectory> {
  const below = folder === store.path ? '' : folder.slice(store.path.length);
  const isWithin = folder === store.path || folder.startsWith(`${store.path}/`);
  if (!store.isForeign) return opened(isWithin ? `${store.directory}${below}` : folder, 0);
  if (!isWithin) throw new Error(`${folder} is no folder in it`);
  let above = await opened(store.directory, 0);
  for (const name of below.split('/')) {
    if (name === '') continue;
    try {
      const next = await opened(`${above.path}/${name}`, constants.O_NOFOLLOW);
      await above[Symbol.asyncDispose]();
      above = next;
    } catch (error) {
      await above[Symbol.asyncDispose]();
      if (errorCode(error) !== 'ENOTDIR' && errorCode(error) !== 'ELOOP') throw error;
      throw new Error(`${folder} is reached by a link (${name}), which is not followed in a store of another account`, {
        cause: error,
      });
    }
  }
  return above;
}

async function opened(path: string, flags: number): Promise<OpenDirectory> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | flags);
  return {
    path: `/proc/self/fd/${handle.fd}`,
    sync: () => handle.sync(),
    give: async (mode, owner) => {
      await handle.chmod(mode);
      if (owner !== undefined) await handle.chown(owner.userId, owner.groupId);
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
