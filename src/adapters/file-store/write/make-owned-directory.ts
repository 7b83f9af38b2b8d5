import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { ActAs } from './act-as.ts';
import { type FileOwner, makeDirectory } from './durable-files.ts';
import { makeDirectories } from './make-directories.ts';
import { type OwnedDirectory, openOwnedDirectory } from './owned-directory.ts';

/** The properties of a directory to create. */
export interface DirectoryCreation {
  readonly mode: number;
  /** The mode of its missing parents. */
  readonly parentMode: number;
  /**
   * The owner of new directories, unless root creates them in a directory of another account.
   * Default: the account of this process.
   */
  readonly owner?: FileOwner;
  /** Runs a function with the rights of another account. */
  readonly actAs: ActAs;
}

/**
 * Opens a directory for a change. Creates it and its missing parents if necessary. If root creates
 * a directory in a directory of another account, the new directory belongs to that account. Rejects
 * with the system error.
 */
export async function makeOwnedDirectory(path: string, creation: DirectoryCreation): Promise<OwnedDirectory> {
  const { mode, parentMode, owner = processAccount() } = creation;
  if (process.geteuid?.() === 0) return makeAsRoot(path, mode, { ...creation, owner });
  await makeDirectories(path, (directory) => makeDirectory(directory, directory === path ? mode : parentMode, owner));
  return openOwnedDirectory(path);
}

/** Opens a directory, or creates it with the rights of the owner of its parent. */
async function makeAsRoot(path: string, mode: number, creation: Required<DirectoryCreation>): Promise<OwnedDirectory> {
  try {
    return openOwnedDirectory(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
  }
  const { parentMode, owner, actAs } = creation;
  using parent = await makeAsRoot(dirname(path), parentMode, creation);
  const newOwner = parent.owner.userId === 0 ? owner : parent.owner;
  try {
    await actAs(parent.owner, () => makeDirectory(join(parent.descriptorPath, basename(path)), mode, newOwner));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    try {
      // Another process has created it meanwhile, or a link to a missing directory has this name.
      return openOwnedDirectory(path);
    } catch {
      throw error;
    }
  }
  return openOwnedDirectory(path);
}

function processAccount(): FileOwner {
  return { userId: process.geteuid?.() ?? 0, groupId: process.getegid?.() ?? 0 };
}
