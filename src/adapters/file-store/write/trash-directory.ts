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

/** The prefix of an incomplete copy in the trash. */
const COPYING = '.copying-';

/**
 * Opens the trash, and creates it and its missing parents, by default for this owner only. Rejects
 * with the system error.
 */
export async function makeTrash(path: string, owner: FileOwner, actAs: ActAs): Promise<TrashDirectory> {
  return new TrashDirectory(path, await makeOwnedDirectory(path, { mode: 0o700, modeAbove: 0o750, owner, actAs }));
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
 * The directory for removed certificates and CSRs, which may be on another file system than the
 * store. It is open until disposed.
 */
export class TrashDirectory implements Disposable {
  readonly #path: string;
  readonly #opened: OwnedDirectory;

  constructor(path: string, opened: OwnedDirectory) {
    this.#path = path;
    this.#opened = opened;
  }

  get owner(): FileOwner {
    return this.#opened.owner;
  }

  /** Returns an unused name: the wanted name, with a number if it is used. */
  async freeName(wanted: string): Promise<string> {
    for (let name = wanted, number = 2; ; name = `${wanted}-${number}`, number += 1) {
      if (!(await pathExists(this.#at(name)))) return name;
    }
  }

  /** Returns whether the trash is on another file system, so that a directory must be copied. */
  async isElsewhere(directory: string): Promise<boolean> {
    return (await stat(this.#opened.path)).dev !== (await stat(directory)).dev;
  }

  /**
   * Copies a directory under a temporary name, optionally with another note. `takeIn` completes it.
   */
  async copy(directory: string, name: string, note?: string): Promise<void> {
    const copy = this.#at(`${COPYING}${name}`);
    await removeAll(copy);
    await copyDurably(directory, copy);
    if (note === undefined) return;
    await using made = await openDirectory(copy);
    await removeAll(join(made.path, CERTIFICATE_FILE));
    await copyDurably(note, join(made.path, CERTIFICATE_FILE));
    await made.sync();
  }

  /** Renames a copy to its final name. */
  async takeIn(name: string): Promise<void> {
    await rename(this.#at(`${COPYING}${name}`), this.#at(name));
    await syncDirectory(this.#opened.path);
  }

  /**
   * Moves a directory into the trash, or copies it and keeps the original. Returns its path in the
   * trash.
   */
  async move(directory: string, name: string): Promise<string> {
    // An earlier process copied it completely and was then killed.
    if (await pathExists(this.#at(name))) return join(this.#path, name);
    try {
      await rename(directory, this.#at(name));
      await syncDirectory(this.#opened.path);
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error;
      await this.copy(directory, name);
      await this.takeIn(name);
    }
    return join(this.#path, name);
  }

  /** Removes incomplete copies of killed processes and failures. */
  async clear(): Promise<void> {
    for (const name of await readdir(this.#opened.path)) {
      if (name.startsWith(COPYING)) await removeAll(this.#at(name));
    }
  }

  [Symbol.dispose](): void {
    this.#opened[Symbol.dispose]();
  }

  #at(name: string): string {
    return join(this.#opened.path, name);
  }
}
