import { lstat, readlink, rename, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { NEXT_NOTE, UNFINISHED_PREFIX } from '../read/store-names.ts';
import { pathExists } from '../walk/path-exists.ts';
import { NameTakenError } from './commit-directory.ts';
import { removeAll, syncDirectory } from './durable-files.ts';

/**
 * The link in the personal store to the internal transport certificate, with which the mail servers
 * of an organization authenticate to each other.
 */
export const INTERNAL_TRANSPORT = 'internal-transport';
/**
 * A temporary link, which will replace `INTERNAL_TRANSPORT`. Readers use it instead as soon as the
 * change that created it is committed, so that link and change are one commit.
 */
const NEXT_LINK = '.internal-transport.next';
/** The maximum number of attempts to read the link while it is being changed. */
const MAX_ATTEMPTS = 5;

/**
 * Creates the temporary link to a certificate. It takes effect when the current change of the store
 * is committed; if there is none, at once.
 */
export async function prepareInternalTransport(store: string, thumbprint: Thumbprint): Promise<void> {
  await symlink(thumbprint, join(store, NEXT_LINK));
}

/**
 * Checks that no directory has the name of the link, because a link cannot replace it.
 * @throws {NameTakenError}
 */
export async function assertInternalTransportWritable(store: string): Promise<void> {
  const stats = await lstat(join(store, INTERNAL_TRANSPORT)).catch(() => undefined);
  if (!stats?.isDirectory()) return;
  throw new NameTakenError(STORE_FAILURES.directory_in_place_of_link({ name: INTERNAL_TRANSPORT }));
}

/**
 * Renames the temporary link to its final name if its change is committed; otherwise removes it.
 */
export async function finishInternalTransport(store: string): Promise<void> {
  const path = join(store, NEXT_LINK);
  const preparedThumbprint = await readTarget(path);
  if (preparedThumbprint === undefined || (await isUncommitted(store, preparedThumbprint))) return removeAll(path);
  await rename(path, join(store, INTERNAL_TRANSPORT));
  await syncDirectory(store);
}

/** Removes the temporary link. */
export function removePreparedInternalTransport(store: string): Promise<void> {
  return removeAll(join(store, NEXT_LINK));
}

/**
 * Returns the thumbprint of the internal transport certificate, whether or not this certificate is
 * in the store; undefined if none is set. `refused`: the link is unreadable.
 */
export async function readInternalTransport(store: string): Promise<Thumbprint | undefined | 'refused'> {
  const path = join(store, NEXT_LINK);
  try {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const preparedThumbprint = await readTarget(path);
      if (preparedThumbprint === undefined || (await isUncommitted(store, preparedThumbprint))) break;
      // If the link has changed meanwhile, the check above may be out of date, and is repeated.
      if ((await readTarget(path)) === preparedThumbprint) return preparedThumbprint;
    }
    return await readTarget(join(store, INTERNAL_TRANSPORT));
  } catch {
    return 'refused';
  }
}

/**
 * Returns whether a change that adds a certificate, or changes the services of any certificate, is
 * in progress and not yet committed: its temporary directory or note exists.
 */
export async function isUncommitted(store: string, thumbprint: Thumbprint): Promise<boolean> {
  return (
    (await pathExists(join(store, `${UNFINISHED_PREFIX}${thumbprint}`))) || (await pathExists(join(store, NEXT_NOTE)))
  );
}

async function readTarget(path: string): Promise<Thumbprint | undefined> {
  try {
    const name = basename(await readlink(path)).toUpperCase();
    return /^[0-9A-F]{40}$/.test(name) ? name : undefined;
  } catch (error) {
    // EINVAL: the file is not a link.
    if (isGone(error) || errorCode(error) === 'EINVAL') return undefined;
    throw error;
  }
}
