import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import { CERTIFICATE_FILE } from '../read/certificate-note.ts';
import { openDirectory } from '../walk/open-directory.ts';
import { pathExists } from '../walk/path-exists.ts';
import type { ActAs } from './act-as.ts';
import { copyDurably } from './copy-durably.ts';
import { type FileOwner, removeAll, syncDirectory } from './durable-files.ts';
import { makeOwnedDirectory } from './make-owned-directory.ts';
import { type OwnedDirectory, openOwnedDirectory } from './owned-directory.ts';

/** The prefix of a directory that is being copied into the trash. */
const COPY_PREFIX = '.copying-';

/**
 * Opens the trash, and creates it and its missing parents if necessary. A new trash belongs to
 * `owner`, unless root creates it in a directory of another account. Rejects with the system error.
 */
export async function makeTrash(path: string, owner: FileOwner, actAs: ActAs): Promise<TrashDirectory> {
  return new TrashDirectory(path, await makeOwnedDirectory(path, { mode: 0o700, parentMode: 0o750, owner, actAs }));
}

/** Opens the trash; undefined if it does not exist. Throws the system error. */
export function openTrashDirectory(path: string): TrashDirectory | undefined {
  try {
    return new TrashDirectory(path, openOwnedDirectory(path));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/**
 * The open directory for removed certificates and CSRs. It may be on another file system than the
 * store; directories are then copied instead of renamed.
 */
export class TrashDirectory implements Disposable {
  readonly #path: string;
  readonly #directory: OwnedDirectory;

  constructor(path: string, opened: OwnedDirectory) {
    this.#path = path;
    this.#directory = opened;
  }

  get owner(): FileOwner {
    return this.#directory.owner;
  }

  /** Returns an unused name: the preferred name, with a number if it is used. */
  async unusedName(preferredName: string): Promise<string> {
    for (let name = preferredName, number = 2; ; name = `${preferredName}-${number}`, number += 1) {
      if (!(await pathExists(this.#pathOf(name)))) return name;
    }
  }

  /** Returns whether the trash is on another file system, so that a directory must be copied. */
  async isOnOtherFileSystem(directory: string): Promise<boolean> {
    return (await stat(this.#directory.descriptorPath)).dev !== (await stat(directory)).dev;
  }

  /**
   * Copies a directory under a temporary name. `completeCopy` gives the copy its final name.
   * @param notePath a file that replaces the note (`certificate.yaml`) in the copy; default: the
   * note is copied too
   */
  async copy(directory: string, name: string, notePath?: string): Promise<void> {
    const copy = this.#pathOf(`${COPY_PREFIX}${name}`);
    await removeAll(copy);
    await copyDurably(directory, copy);
    if (notePath === undefined) return;
    await using openCopy = await openDirectory(copy);
    await removeAll(join(openCopy.descriptorPath, CERTIFICATE_FILE));
    await copyDurably(notePath, join(openCopy.descriptorPath, CERTIFICATE_FILE));
    await openCopy.sync();
  }

  /** Renames a copy to its final name. */
  async completeCopy(name: string): Promise<void> {
    await rename(this.#pathOf(`${COPY_PREFIX}${name}`), this.#pathOf(name));
    await syncDirectory(this.#directory.descriptorPath);
  }

  /**
   * Moves a directory into the trash, and returns its path there. On another file system, copies
   * it, and the caller deletes the original. Does nothing if the trash has the name already.
   */
  async move(directory: string, name: string): Promise<string> {
    // It was copied completely: by this process, or by an earlier one that was then killed.
    if (await pathExists(this.#pathOf(name))) return join(this.#path, name);
    try {
      await rename(directory, this.#pathOf(name));
      await syncDirectory(this.#directory.descriptorPath);
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error;
      await this.copy(directory, name);
      await this.completeCopy(name);
    }
    return join(this.#path, name);
  }

  /** Removes incomplete copies, which killed processes and failures leave. */
  async removeIncompleteCopies(): Promise<void> {
    for (const name of await readdir(this.#directory.descriptorPath)) {
      if (name.startsWith(COPY_PREFIX)) await removeAll(this.#pathOf(name));
    }
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }

  #pathOf(name: string): string {
    return join(this.#directory.descriptorPath, name);
  }
}
