import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** An open directory, which stays the same even if another file takes its name. */
export interface OpenDirectory extends AsyncDisposable {
  /**
   * A path to the directory through its file descriptor, valid while it is open. Use it for system
   * calls and not in messages.
   * @see https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
   */
  readonly descriptorPath: string;
  /** Syncs the directory, so that created, renamed and removed entries survive a power failure. */
  sync(): Promise<void>;
  /** Sets the mode and then the owner of the directory. `owner` undefined: it stays. */
  setModeAndOwner(
    mode: number,
    owner: { readonly userId: number; readonly groupId: number } | undefined,
  ): Promise<void>;
}

/**
 * Opens a directory that is not a link.
 * @throws the system error; ENOTDIR if it is not a directory
 */
export function openDirectory(path: string): Promise<OpenDirectory> {
  return openWithFlags(path, constants.O_NOFOLLOW);
}

/** The properties of a store that are needed to open its directories. */
export interface OpenedStore {
  /** The configured path, for messages. */
  readonly path: string;
  /** A path to the open directory of the store, for system calls. */
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
  const relativePath = directory === store.path ? '' : directory.slice(store.path.length);
  const isInStore = directory === store.path || directory.startsWith(`${store.path}/`);
  if (!store.isForeign) return openWithFlags(isInStore ? `${store.directory}${relativePath}` : directory, 0);
  if (!isInStore) throw new FailureError(STORE_FAILURES.not_in_store({ path: directory }));
  let current = await openWithFlags(store.directory, 0);
  for (const name of relativePath.split('/')) {
    if (name === '') continue;
    try {
      const next = await openWithFlags(`${current.descriptorPath}/${name}`, constants.O_NOFOLLOW);
      await current[Symbol.asyncDispose]();
      current = next;
    } catch (error) {
      await current[Symbol.asyncDispose]();
      if (errorCode(error) !== 'ENOTDIR' && errorCode(error) !== 'ELOOP') throw error;
      throw new FailureError(STORE_FAILURES.link_not_followed({ path: directory, name }), error);
    }
  }
  return current;
}

async function openWithFlags(path: string, flags: number): Promise<OpenDirectory> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | flags);
  return {
    descriptorPath: `/proc/self/fd/${handle.fd}`,
    sync: () => handle.sync(),
    setModeAndOwner: async (mode, owner) => {
      await handle.chmod(mode);
      if (owner !== undefined) await handle.chown(owner.userId, owner.groupId);
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
