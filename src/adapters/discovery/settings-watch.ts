import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** The names in a directory whose changes are reported. */
type Names = Set<string> | 'all';

/**
 * Returns the directories to watch for these paths. For a path that is a directory: this directory,
 * with all names in it. For any other path: its parent directory, with the name of the file. Files
 * are not watched themselves, because such a watch ends when another file replaces the file.
 */
function directoriesToWatch(paths: readonly string[]): ReadonlyMap<string, Names> {
  const directories = new Map<string, Names>();
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) directories.set(path, 'all');
  }
  for (const path of paths) {
    const directory = dirname(path);
    const names = directories.get(directory);
    // The path itself, or everything in its directory, is watched already.
    if (directories.has(path) || names === 'all') continue;
    directories.set(directory, (names ?? new Set()).add(basename(path)));
  }
  return directories;
}

/**
 * Watches the files from which the settings of mail servers were read, and the directories in which
 * more such files may appear.
 */
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
    this.#directories = directoriesToWatch(paths);
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
        // Without a name, the change may be of any file.
        if (name === null || names === undefined || names === 'all' || names.has(name)) this.#onChange();
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
