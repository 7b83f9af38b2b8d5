import { link, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import { isGone } from '../../../formats/system/file-reason.ts';
import { ANSWER, directoryNameOf, KEY_FILE, UNFINISHED } from '../read/store-names.ts';
import { openDirectoryOf } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import { removeAll, syncDirectory, writeDurably } from './durable-files.ts';
import type { WritableStore } from './own-directory.ts';
import { ForeignFileError, readOwnFile } from './read-own-file.ts';

/** Where an answered request lies until all of it is gone. */
const ANSWERED = `${UNFINISHED}answered`;
/** No key's file is longer. */
const MAX_KEY_BYTES: number = 1024 * 1024;

/** Whether a command has made the folder of a request: then it goes with its answer. What is made by hand stays. */
function isOwnDirectory(store: string, { request, location }: StoredRequest): boolean {
  return dirname(location.path) === join(store, directoryNameOf(request));
}

const keyPathOf = ({ keyPath, location }: StoredRequest): string => keyPath ?? join(dirname(location.path), KEY_FILE);

/**
 * Brings the key that waits with a request into the folder of its answer. No copy of it comes to be where the request's
 * folder will go; a file that was made by hand may be written again, so that one is copied.
 * @param content what `readKey` answered; it is overwritten
 */
export async function takeKey(
  store: WritableStore,
  answered: StoredRequest,
  content: Buffer | undefined,
  folder: string,
): Promise<void> {
  if (content === undefined) {
    await using asked = await openDirectoryOf(store, dirname(keyPathOf(answered)));
    return await link(join(asked.path, basename(keyPathOf(answered))), join(folder, KEY_FILE));
  }
  try {
    await writeDurably(join(folder, KEY_FILE), content, 0o600, store.owner);
  } finally {
    content.fill(0);
  }
}

/**
 * Reads a key that somebody has put beside a request by hand; undefined: a command has put it
 * there. Root may have put it there for itself alone, so it is read before root takes the rights of
 * the store's owner.
 */
export async function readKey(store: WritableStore, answered: StoredRequest): Promise<Buffer | undefined> {
  if (isOwnDirectory(store.path, answered)) return undefined;
  const path = keyPathOf(answered);
  if (!store.isForeign) return readFile(path);
  await using folder = await openDirectoryOf(store, dirname(path));
  const limits = { maxBytes: MAX_KEY_BYTES, ofRoot: true };
  const content = await readOwnFile(join(folder.path, basename(path)), store, limits).catch((error: unknown) => {
    if (!(error instanceof ForeignFileError)) throw error;
    throw new Error(`the key ${path} is not taken: ${error.message}`, { cause: error });
  });
  if (content === undefined) throw new Error(`${path} is gone; look again`);
  return content;
}

/** Says which request goes when the certificate is committed. */
export async function announceAnswer(
  { path, directory }: WritableStore,
  thumbprint: Thumbprint,
  answered: StoredRequest,
): Promise<void> {
  if (!isOwnDirectory(path, answered)) return;
  await symlink(directoryNameOf(answered.request), join(directory, `${ANSWER}${thumbprint}`));
}

/** Takes the request away whose answer is committed; of an answer that is not, only what was announced. */
export async function settleAnswer(store: string, thumbprint: Thumbprint): Promise<void> {
  const announced = join(store, `${ANSWER}${thumbprint}`);
  const request = await requestAt(announced);
  if (request !== undefined && (await pathExists(join(store, thumbprint)))) {
    try {
      await rename(join(store, request), join(store, ANSWERED));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    await removeAll(join(store, ANSWERED));
  }
  await removeAll(announced);
  await syncDirectory(store);
}

/** Takes back what was announced. */
export function withdrawAnswer(store: string, thumbprint: Thumbprint): Promise<void> {
  return removeAll(join(store, `${ANSWER}${thumbprint}`));
}

async function requestAt(announced: string): Promise<string | undefined> {
  try {
    const name = basename(await readlink(announced));
    return /^request-[0-9A-F]{40}$/.test(name) ? name : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
