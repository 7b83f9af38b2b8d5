import { lstat, readlink, rename, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import { fill } from '../../../domain/sentence.ts';
import { STORE_CAUSES } from '../../../domain/store-change/store-sentences.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { NEXT_NOTE, UNFINISHED_PREFIX } from '../read/store-names.ts';
import { pathExists } from '../walk/path-exists.ts';
import { NameTakenError } from './commit-directory.ts';
import { removeAll, syncDirectory } from './durable-files.ts';

/** The link in the personal store to the internal transport certificate. */
export const INTERNAL_TRANSPORT = 'internal-transport';
/**
 * The link that will replace `INTERNAL_TRANSPORT`. It is valid as soon as its change is committed,
 * so that both are one commit.
 */
const NEXT_LINK = '.internal-transport.next';
/** The maximum number of attempts of a reader that meets a change. */
const MAX_ATTEMPTS = 5;

/**
 * Creates a temporary link to the certificate that is recorded when the current change is
 * committed; without a change, at once.
 */
export async function prepareInternalTransport(store: string, thumbprint: Thumbprint): Promise<void> {
  await symlink(thumbprint, join(store, NEXT_LINK));
}

/**
 * Checks that the link can be written.
 * @throws {NameTakenError} if a directory has its name
 */
export async function assertInternalTransportWritable(store: string): Promise<void> {
  const stats = await lstat(join(store, INTERNAL_TRANSPORT)).catch(() => undefined);
  if (!stats?.isDirectory()) return;
  throw new NameTakenError(fill(STORE_CAUSES.notLink.en, { name: INTERNAL_TRANSPORT }));
}

/**
 * Records the certificate of the temporary link if its change is committed; otherwise removes the
 * link.
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
 * Reads the recorded thumbprint, whether or not that certificate exists. `refused`: the link is
 * unreadable.
 */
export async function readInternalTransport(store: string): Promise<Thumbprint | undefined | 'refused'> {
  const path = join(store, NEXT_LINK);
  try {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const preparedThumbprint = await readTarget(path);
      if (preparedThumbprint === undefined || (await isUncommitted(store, preparedThumbprint))) break;
      // Otherwise it was recorded or removed meanwhile.
      if ((await readTarget(path)) === preparedThumbprint) return preparedThumbprint;
    }
    return await readTarget(join(store, INTERNAL_TRANSPORT));
  } catch {
    return 'refused';
  }
}

/** Returns whether the change that installs or enables a certificate is not committed yet. */
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
    // EINVAL: the file is not a link, so it records nothing.
    if (isGone(error) || errorCode(error) === 'EINVAL') return undefined;
    throw error;
  }
}
