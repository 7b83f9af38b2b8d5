import { link, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { fill } from '../../../domain/sentence.ts';
import { KEY_NOT_ACCEPTED, STORE_CAUSES } from '../../../domain/store-change/store-sentences.ts';
import { isGone } from '../../../formats/system/file-reason.ts';
import { ANSWERED_REQUEST_PREFIX, directoryNameOf, KEY_FILE, UNFINISHED_PREFIX } from '../read/store-names.ts';
import { openDirectoryOf } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import { ForeignFileError, readAcceptedFile } from './read-accepted-file.ts';
import type { WritableStore } from './writable-store.ts';

/** The name of an answered CSR while its directory is being removed. */
const REMOVED_REQUEST = `${UNFINISHED_PREFIX}answered`;
/** The maximum size of a key file, bytes. */
const MAX_KEY_BYTES: number = 1024 * 1024;

/**
 * Returns whether a command created the directory of a CSR, so that it is removed with its answer.
 * Manually created directories are kept.
 */
function isCreatedByCommand(store: string, { request, location }: StoredRequest): boolean {
  return dirname(location.path) === join(store, directoryNameOf(request));
}

const keyPathOf = ({ keyPath, location }: StoredRequest): string => keyPath ?? join(dirname(location.path), KEY_FILE);

/**
 * Moves the key of a CSR into the directory of the issued certificate. A hard link avoids a second
 * copy if the directory of the CSR will be removed. A manually created key file may be rewritten
 * later, so it is copied.
 * @param content the result of `readKey`; overwritten
 */
export async function transferKey(
  store: WritableStore,
  request: StoredRequest,
  content: Buffer | undefined,
  directory: string,
): Promise<void> {
  if (content === undefined) {
    await using keyDirectory = await openDirectoryOf(store, dirname(keyPathOf(request)));
    return await link(join(keyDirectory.path, basename(keyPathOf(request))), join(directory, KEY_FILE));
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
  const content = await readAcceptedFile(join(directory.path, basename(path)), store, limits).catch(
    (error: unknown) => {
      if (!(error instanceof ForeignFileError)) throw error;
      throw new Error(fill(KEY_NOT_ACCEPTED.en, { path, cause: error.message }), { cause: error });
    },
  );
  if (content === undefined) throw new Error(fill(STORE_CAUSES.gone.en, { path }));
  return content;
}

/** Announces which CSR is removed when the certificate is committed. */
export async function announceRequestRemoval(
  { path, directory }: WritableStore,
  thumbprint: Thumbprint,
  request: StoredRequest,
): Promise<void> {
  if (!isCreatedByCommand(path, request)) return;
  await symlink(directoryNameOf(request.request), join(directory, `${ANSWERED_REQUEST_PREFIX}${thumbprint}`));
}

/**
 * Removes the CSR of a committed certificate. If the certificate is not committed, removes only the
 * announcement.
 */
export async function settleRequestRemoval(store: string, thumbprint: Thumbprint): Promise<void> {
  const announcement = join(store, `${ANSWERED_REQUEST_PREFIX}${thumbprint}`);
  const requestName = await readAnnouncement(announcement);
  if (requestName !== undefined && (await pathExists(join(store, thumbprint)))) {
    try {
      await rename(join(store, requestName), join(store, REMOVED_REQUEST));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    await removeAll(join(store, REMOVED_REQUEST));
  }
  await removeAll(announcement);
  await syncDirectory(store);
}

/** Removes the announcement. */
export function withdrawRequestRemoval(store: string, thumbprint: Thumbprint): Promise<void> {
  return removeAll(join(store, `${ANSWERED_REQUEST_PREFIX}${thumbprint}`));
}

async function readAnnouncement(announcement: string): Promise<string | undefined> {
  try {
    const name = basename(await readlink(announcement));
    return /^request-[0-9A-F]{40}$/.test(name) ? name : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
