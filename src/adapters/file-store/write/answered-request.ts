import { link, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { isGone } from '../../../formats/system/file-reason.ts';
import { ANSWERED_REQUEST_PREFIX, directoryNameOf, KEY_FILE, UNFINISHED_PREFIX } from '../read/store-names.ts';
import { openDirectoryOf } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import { ForeignFileError, readAcceptedFile } from './read-accepted-file.ts';
import type { WritableStore } from './writable-store.ts';

/**
 * The name of the directory of a CSR while it is being deleted, after its certificate was added.
 */
const REMOVED_REQUEST = `${UNFINISHED_PREFIX}answered`;
/** The maximum size of a key file, bytes. */
const MAX_KEY_BYTES: number = 1024 * 1024;

/**
 * Returns whether a command created the directory of a CSR. Such a directory is removed when the
 * issued certificate is added. Manually created directories are kept.
 */
function isCreatedByCommand(store: string, { request, location }: StoredRequest): boolean {
  return dirname(location.path) === join(store, directoryNameOf(request));
}

const keyPathOf = ({ keyPath, location }: StoredRequest): string => keyPath ?? join(dirname(location.path), KEY_FILE);

/**
 * Moves the key of a CSR into the directory of the issued certificate. A hard link avoids a second
 * copy if the directory of the CSR will be removed. A manually created key file may be rewritten
 * later, so it is copied.
 * @param content the result of `readKeyOfRequest`, overwritten after use; undefined: make a hard
 * link
 */
export async function transferKey(
  store: WritableStore,
  request: StoredRequest,
  content: Buffer | undefined,
  directory: string,
): Promise<void> {
  if (content === undefined) {
    await using keyDirectory = await openDirectoryOf(store, dirname(keyPathOf(request)));
    return await link(join(keyDirectory.descriptorPath, basename(keyPathOf(request))), join(directory, KEY_FILE));
  }
  try {
    await writeDurably(join(directory, KEY_FILE), content, 0o600, store.owner);
  } finally {
    content.fill(0);
  }
}

/**
 * Reads a key that was manually placed next to a CSR; undefined if a command created it. The key
 * may be readable only for root, so it is read before root takes the rights of the owner.
 */
export async function readKeyOfRequest(store: WritableStore, request: StoredRequest): Promise<Buffer | undefined> {
  if (isCreatedByCommand(store.path, request)) return undefined;
  const path = keyPathOf(request);
  if (!store.isForeign) return readFile(path);
  await using directory = await openDirectoryOf(store, dirname(path));
  const limits = { maxBytes: MAX_KEY_BYTES, acceptsPrivateRootFiles: true };
  const content = await readAcceptedFile(join(directory.descriptorPath, basename(path)), store, limits).catch(
    (error: unknown) => {
      if (!(error instanceof ForeignFileError)) throw error;
      throw new FailureError(STORE_FAILURES.key_not_accepted({ path, cause: error.failure }), error);
    },
  );
  if (content === undefined) throw new FailureError(STORE_FAILURES.file_gone({ path }));
  return content;
}

/**
 * Creates a link that says which CSR is removed when the issued certificate is committed, that is
 * when its directory has its final name. A CSR that no command created is not removed.
 */
export async function prepareRequestRemoval(
  { path, directory }: WritableStore,
  thumbprint: Thumbprint,
  request: StoredRequest,
): Promise<void> {
  if (!isCreatedByCommand(path, request)) return;
  await symlink(directoryNameOf(request.request), join(directory, `${ANSWERED_REQUEST_PREFIX}${thumbprint}`));
}

/**
 * Removes the CSR of a committed certificate, and the link that names the CSR. If the certificate
 * is not committed, removes only the link.
 */
export async function finishRequestRemoval(store: string, thumbprint: Thumbprint): Promise<void> {
  const requestLink = join(store, `${ANSWERED_REQUEST_PREFIX}${thumbprint}`);
  const requestName = await readRequestName(requestLink);
  if (requestName !== undefined && (await pathExists(join(store, thumbprint)))) {
    try {
      await rename(join(store, requestName), join(store, REMOVED_REQUEST));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    await removeAll(join(store, REMOVED_REQUEST));
  }
  await removeAll(requestLink);
  await syncDirectory(store);
}

/** Removes the link that names the CSR, so that the CSR stays. */
export function cancelRequestRemoval(store: string, thumbprint: Thumbprint): Promise<void> {
  return removeAll(join(store, `${ANSWERED_REQUEST_PREFIX}${thumbprint}`));
}

async function readRequestName(requestLink: string): Promise<string | undefined> {
  try {
    const name = basename(await readlink(requestLink));
    return /^request-[0-9A-F]{40}$/.test(name) ? name : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
