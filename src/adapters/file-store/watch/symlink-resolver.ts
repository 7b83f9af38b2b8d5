import { lstatSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { followLinks } from '../walk/follow-links.ts';

/**
 * Resolves paths through all symbolic links, and reports each directory with the name that is
 * searched in it.
 */
export class SymlinkResolver {
  readonly #passed: (directory: string, name: string) => void;
  /** Traversed directories that are not links, because many links share a path. */
  readonly #plain: Set<string> = new Set();

  constructor(passed: (directory: string, name: string) => void) {
    this.#passed = passed;
  }

  /** Forgets all resolved paths. */
  begin(): void {
    this.#plain.clear();
  }

  /**
   * Returns the resolved directory of the final file, whether or not the file exists; undefined if
   * there are too many links.
   * @param path absolute
   * @throws the system error
   */
  follow(path: string): string | undefined {
    const end = followLinks(path, ({ directory, name, path: own, isLast }) => {
      if (this.#plain.has(own)) return undefined;
      // Reported before it is examined, so that a watch set there misses no change.
      this.#passed(directory, name);
      if (lstatSync(own, { throwIfNoEntry: false })?.isSymbolicLink()) return readlinkSync(own);
      if (!isLast) this.#plain.add(own);
      return undefined;
    });
    return end === undefined ? undefined : dirname(end);
  }
}
