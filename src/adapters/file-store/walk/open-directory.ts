import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fill } from '../../../domain/sentence.ts';
import { STORE_CAUSES } from '../../../domain/store-change/store-sentences.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** An open directory. It stays the same one even if another file takes its name. */
export interface OpenDirectory extends AsyncDisposable {
  /**
   * A path to it while it is open, for system calls and not for messages.
   * @see https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
   */
  readonly path: string;
  /** Syncs it, so that created, renamed and removed entries survive a power failure. */
  sync(): Promise<void>;
  /** Sets the mode and then the owner of this directory. */
  give(mode: number, owner: { readonly userId: number; readonly groupId: number } | undefined): Promise<void>;
}

/**
 * Opens a directory that is not a link.
 * @throws the system error; ENOTDIR if it is not a directory
 */
export function openDirectory(path: string): Promise<OpenDirectory> {
  return opened(path, constants.O_NOFOLLOW);
}

/** The properties of a store that are needed to open its directories. */
export interface OpenedStore {
  readonly path: string;
  /** A path to the open directory of the store. */
  readonly directory: string;
  /** True if root changes a store that belongs to another account. */
  readonly isForeign: boolean;
}

/**
 * Opens a directory of a store. If the store belongs to another account, no link in it is followed,
 * because that account could make root read, write or remove other files.
 * @param directory the path of the store, or a path below it
 * @throws the system error, or an error that names the link
 */
export async function openDirectoryOf(store: OpenedStore, directory: string): Promise<OpenDirectory> {
  const below = directory === store.path ? '' : directory.slice(store.path.length);
  const isWithin = directory === store.path || directory.startsWith(`${store.path}/`);
  if (!store.isForeign) return opened(isWithin ? `${store.directory}${below}` : directory, 0);
  if (!isWithin) throw new Error(fill(STORE_CAUSES.notInStore.en, { path: directory }));
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
      throw new Error(fill(STORE_CAUSES.linkNotFollowed.en, { path: directory, name }), { cause: error });
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
