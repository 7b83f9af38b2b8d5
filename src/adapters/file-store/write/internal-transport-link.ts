import { lstat, readlink, rename, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { NEXT_NOTE, UNFINISHED } from '../read/store-names.ts';
import { pathExists } from '../walk/path-exists.ts';
import { removeAll, syncDirectory } from './durable-files.ts';
import { OccupiedError } from './own-directory.ts';

/** The link in the personal store that says which certificate is the internal transport certificate. */
export const INTERNAL_TRANSPORT = 'internal-transport';
/** Takes its place. It counts once nothing of the change that it belongs to is unfinished: so both are one commit. */
const NEXT = '.internal-transport.next';
/** A reader that meets a change looks again; nobody changes the link as often as that. */
const TRIES = 5;

/** Says what will be recorded as soon as the change under way is committed; at once, where none is. */
export async function announceInternalTransport(store: string, thumbprint: Thumbprint): Promise<void> {
  await symlink(thumbprint, join(store, NEXT));
}

/** @throws {OccupiedError} where a folder has the link's name: then nothing can be recorded. */
export async function assertRecordable(store: string): Promise<void> {
  const stats = await lstat(join(store, INTERNAL_TRANSPORT)).catch(() => undefined);
  if (stats?.isDirectory()) throw new OccupiedError(`${INTERNAL_TRANSPORT} there is a folder, and no link`);
}

/** What was announced, and is committed, becomes what is recorded; of a change that is not, it is taken back. */
export async function settleInternalTransport(store: string): Promise<void> {
  const path = join(store, NEXT);
  const announced = await targetOf(path);
  if (announced === undefined || (await isUnfinished(store, announced))) return removeAll(path);
  await rename(path, join(store, INTERNAL_TRANSPORT));
  await syncDirectory(store);
}

/** Takes back what was announced. */
export function withdrawInternalTransport(store: string): Promise<void> {
  return removeAll(join(store, NEXT));
}

/** What the link says, whether or not that certificate is there. Refused: it may say something, and cannot be read. */
export async function readInternalTransport(store: string): Promise<Thumbprint | undefined | 'refused'> {
  const path = join(store, NEXT);
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const announced = await targetOf(path);
      if (announced === undefined || (await isUnfinished(store, announced))) break;
      // Else it was settled, or taken back, meanwhile.
      if ((await targetOf(path)) === announced) return announced;
    }
    return await targetOf(join(store, INTERNAL_TRANSPORT));
  } catch {
    return 'refused';
  }
}

/** Returns whether the change that installs or enables a certificate is not committed yet. */
export async function isUnfinished(store: string, thumbprint: Thumbprint): Promise<boolean> {
  return (await pathExists(join(store, `${UNFINISHED}${thumbprint}`))) || (await pathExists(join(store, NEXT_NOTE)));
}

async function targetOf(path: string): Promise<Thumbprint | undefined> {
  try {
    const name = basename(await readlink(path)).toUpperCase();
    return /^[0-9A-F]{40}$/.test(name) ? name : undefined;
  } catch (error) {
    // EINVAL: it is no link, so it records nothing.
    if (isGone(error) || errorCode(error) === 'EINVAL') return undefined;
    throw error;
  }
}
