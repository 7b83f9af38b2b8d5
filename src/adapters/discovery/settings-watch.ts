import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** The watched file names in a directory; undefined: all names. */
type Names = Set<string> | undefined;

/**
 * Groups paths by directory. A watch on a file ends when another file replaces it, so directories
 * are watched.
 */
function directoriesOf(paths: readonly string[]): ReadonlyMap<string, Names> {
  const directories = new Map<string, Names>();
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) directories.set(path, undefined);
  }
  for (const path of paths) {
    const directory = dirname(path);
    if (directories.has(path) || (directories.has(directory) && directories.get(directory) === undefined)) continue;
    directories.set(directory, (directories.get(directory) ?? new Set()).add(basename(path)));
  }
  return directories;
}

/** A watch on the files of settings, and on the directories in which more files may appear. */
export class SettingsWatch implements Disposable {
  readonly #onChange: () => void;
  readonly #watchers: Map<string, FSWatcher> = new Map();
  #directories: ReadonlyMap<string, Names> = new Map();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /**
   * Watches these paths instead of the previous ones. Changes to paths that cannot be watched are
   * found by the next full scan.
   */
  follow(paths: readonly string[]): void {
    this.#directories = directoriesOf(paths);
    for (const [directory, watcher] of this.#watchers) {
      if (this.#directories.has(directory)) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    for (const directory of this.#directories.keys())
      if (!this.#watchers.has(directory)) this.#watchDirectory(directory);
  }

  [Symbol.dispose](): void {
    this.follow([]);
  }

  #watchDirectory(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false }, (_event, name) => {
        const names = this.#directories.get(directory);
        if (name === null || names === undefined || names.has(name)) this.#onChange();
      });
      // Without this watch, the next full scan finds changes.
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(directory);
      });
      this.#watchers.set(directory, watcher);
    } catch {
      // The directory is missing, or there are too many watches. The next full scan finds changes.
    }
  }
}
