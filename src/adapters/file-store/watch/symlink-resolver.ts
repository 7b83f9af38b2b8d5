import { lstatSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { followLinks } from '../walk/follow-links.ts';

/**
 * Resolves paths through all symbolic links, and reports each traversed directory with the name
 * that is searched in it, so that a changed link or a new file at a broken link can be detected.
 */
export class SymlinkResolver {
  readonly #onStep: (directory: string, name: string) => void;
  /** Directories that were reported in this scan and are not links; many links share them. */
  readonly #plainPaths: Set<string> = new Set();

  constructor(onStep: (directory: string, name: string) => void) {
    this.#onStep = onStep;
  }

  /** Starts a scan, and reports all directories again. */
  begin(): void {
    this.#plainPaths.clear();
  }

  /**
   * Returns the resolved directory of the file to which a path leads, whether or not the file
   * exists; undefined if there are too many links.
   * @param path absolute
   * @throws the system error
   */
  follow(path: string): string | undefined {
    const resolvedPath = followLinks(path, ({ directory, name, path: stepPath, isLast }) => {
      if (this.#plainPaths.has(stepPath)) return undefined;
      // Reported before the name is examined, so that a watch in the directory misses no change.
      this.#onStep(directory, name);
      if (lstatSync(stepPath, { throwIfNoEntry: false })?.isSymbolicLink()) return readlinkSync(stepPath);
      if (!isLast) this.#plainPaths.add(stepPath);
      return undefined;
    });
    return resolvedPath === undefined ? undefined : dirname(resolvedPath);
  }
}
