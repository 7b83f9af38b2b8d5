import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** File names in a directory, or undefined for all. */
type Names = Set<string> | undefined;

/**
 * Groups paths by directory. A watch on a file ends when another file replaces it, so directories
 * are watched.
 */
function foldersOf(paths: readonly string[]): ReadonlyMap<string, Names> {
  const folders = new Map<string, Names>();
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) folders.set(path, undefined);
  }
  for (const path of paths) {
    const folder = dirname(path);
    if (folders.has(path) || (folders.has(folder) && folders.get(folder) === undefined)) continue;
    folders.set(folder, (folders.get(folder) ?? new Set()).add(basename(path)));
  }
  return folders;
}

/** Watches the files of settings, and the directories in which more may appear. */
export class SettingsWatch implements Disposable {
  readonly #changed: () => void;
  readonly #watchers: Map<string, FSWatcher> = new Map();
  #folders: ReadonlyMap<string, Names> = new Map();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * Watches these paths instead of the previous ones. Changes to paths that cannot be watched are
   * found by the next full scan.
   */
  follow(paths: readonly string[]): void {
    this.#folders = foldersOf(paths);
    for (const [folder, watcher] of this.#watchers) {
      if (this.#folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of this.#folders.keys()) if (!this.#watchers.has(folder)) this.#begin(folder);
  }

  [Symbol.dispose](): void {
    this.follow([]);
  }

  #begin(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        const names = this.#folders.get(folder);
        if (name === null || names === undefined || names.has(name)) this.#changed();
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // The directory is missing, or there are too many watches.
    }
  }
}
