import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, isGone } from '../../formats/file-trouble.ts';
import { CERTIFICATE_FILE } from './certificate-note.ts';
import { copyDurably } from './copy-durably.ts';
import { makeFolder, type Ownership, removeAll, syncFolder } from './durable-files.ts';
import { makeFolders } from './make-folders.ts';
import { openFolder } from './open-folder.ts';
import { stands } from './stands.ts';

/** A copy that is not whole yet, in the trash. */
const COPYING = '.copying-';

/** The folder that takes what is removed, which may lie in another file system than the store. */
export class TrashFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Makes it, for its owner alone, and what is missing above it. */
  async make(owner: Ownership): Promise<void> {
    await makeFolders(this.#path, (each) => makeFolder(each, each === this.#path ? 0o700 : 0o750, owner));
  }

  /** A name that nothing in it has: its time and what it is; a number behind it, where that is taken. */
  async freeName(wanted: string): Promise<string> {
    for (let name = wanted, number = 2; ; name = `${wanted}-${number}`, number += 1) {
      if (!(await stands(join(this.#path, name)))) return name;
    }
  }

  /** Whether it lies in another file system, so that moving there is copying. */
  async isElsewhere(folder: string): Promise<boolean> {
    return (await stat(this.#path)).dev !== (await stat(folder)).dev;
  }

  /** Makes a copy, with another note in it; it is in the trash only when it is taken in. */
  async copy(folder: string, name: string, note?: string): Promise<void> {
    const copy = join(this.#path, `${COPYING}${name}`);
    await removeAll(copy);
    await copyDurably(folder, copy);
    if (note === undefined) return;
    await using made = await openFolder(copy);
    await removeAll(join(made.path, CERTIFICATE_FILE));
    await copyDurably(note, join(made.path, CERTIFICATE_FILE));
    await made.sync();
  }

  /** The copy is in the trash from now on. */
  async takeIn(name: string): Promise<void> {
    await rename(join(this.#path, `${COPYING}${name}`), join(this.#path, name));
    await syncFolder(this.#path);
  }

  /** Moves a folder into the trash, or copies it there and leaves it; answers where it lies in the trash. */
  async move(folder: string, name: string): Promise<string> {
    const path = join(this.#path, name);
    // Whoever copied it before was killed then: copies are taken in whole.
    if (await stands(path)) return path;
    try {
      await rename(folder, path);
      await syncFolder(this.#path);
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error;
      await this.copy(folder, name);
      await this.takeIn(name);
    }
    return path;
  }

  /** Removes copies that a killed process, or a failure, left unfinished. */
  async clear(): Promise<void> {
    try {
      for (const name of await readdir(this.#path)) {
        if (name.startsWith(COPYING)) await removeAll(join(this.#path, name));
      }
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}
