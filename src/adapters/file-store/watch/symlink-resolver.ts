import { lstatSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { followLinks } from '../walk/follow-links.ts';

/**
 * Resolves paths through all symbolic links, and reports each directory with the name that is
 * searched in it.
 */
export class SymlinkResolver {
  readonly #onStep: (directory: string, name: string) => void;
  /** Traversed directories that are not links, because many links share a path. */
  readonly #plainPaths: Set<string> = new Set();

  constructor(passed: (directory: string, name: string) => void) {
    this.#onStep = passed;
  }

  /** Forgets all resolved paths. */
  begin(): void {
    this.#plainPaths.clear();
  }

  /**
   * Returns the resolved directory of the final file, whether or not the file exists; undefined if
   * there are too many links.
   * @param path absolute
   * @throws the system error
   */
  follow(path: string): string | undefined {
    const end = followLinks(path, ({ directory, name, path: stepPath, isLast }) => {
      if (this.#plainPaths.has(stepPath)) return undefined;
      // Reported before it is examined, so that a watch set there misses no change.
      this.#onStep(directory, name);
      if (lstatSync(stepPath, { throwIfNoEntry: false })?.isSymbolicLink()) return readlinkSync(stepPath);
      if (!isLast) this.#plainPaths.add(stepPath);
      return undefined;
    });
    return end === undefined ? undefined : dirname(end);
  }
}
