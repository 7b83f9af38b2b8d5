import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { ActAs } from './act-as.ts';
import { type FileOwner, makeDirectory } from './durable-files.ts';
import { makeDirectories } from './make-directories.ts';
import { type OwnedDirectory, openOwnedDirectory } from './owned-directory.ts';

/** The properties of a directory to create. */
export interface MakingDirectory {
  readonly mode: number;
  /** The mode of its missing parents. */
  readonly modeAbove: number;
  /**
   * The owner, except in a directory of another account. By default, the account of this process.
   */
  readonly owner?: FileOwner;
  readonly actAs: ActAs;
}

/**
 * Opens a directory for a change, and creates it and its missing parents. A directory created by
 * root belongs to the owner of its parent, unless root owns the parent. Rejects with the system
 * error.
 */
export async function makeOwnedDirectory(path: string, making: MakingDirectory): Promise<OwnedDirectory> {
  const { mode, modeAbove, owner = ownAccount() } = making;
  if (process.geteuid?.() === 0) return makeAsRoot(path, mode, { ...making, owner });
  await makeDirectories(path, (each) => makeDirectory(each, each === path ? mode : modeAbove, owner));
  return openOwnedDirectory(path);
}

async function makeAsRoot(path: string, mode: number, making: Required<MakingDirectory>): Promise<OwnedDirectory> {
  try {
    return openOwnedDirectory(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
  }
  const { modeAbove, owner, actAs } = making;
  using above = await makeAsRoot(dirname(path), modeAbove, making);
  const given = above.owner.userId === 0 ? owner : above.owner;
  try {
    await actAs(above.owner, () => makeDirectory(join(above.path, basename(path)), mode, given));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    try {
      // Another process may have created it meanwhile.
      return openOwnedDirectory(path);
    } catch {
      throw error;
    }
  }
  return openOwnedDirectory(path);
}

function ownAccount(): FileOwner {
  return { userId: process.geteuid?.() ?? 0, groupId: process.getegid?.() ?? 0 };
}
