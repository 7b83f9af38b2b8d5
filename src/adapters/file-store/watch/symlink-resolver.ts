import { lstatSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { followLinks } from '../walk/follow-links.ts';

/** Goes the way that a path leads, through every link on it, and tells each folder and the name that is looked for there. */
export class SymlinkResolver {
  readonly #passed: (folder: string, name: string) => void;
  /** Folders that were gone through and are no links: many links share their way. */
  readonly #plain: Set<string> = new Set();

  constructor(passed: (folder: string, name: string) => void) {
    this.#passed = passed;
  }

  /** What is known of the ways counts until here. */
  begin(): void {
    this.#plain.clear();
  }

  /**
   * The folder, free of links, that the end stands in, or would; undefined: there are too many links on the way. `path` is
   * absolute. @throws the system's error
   */
  follow(path: string): string | undefined {
    const end = followLinks(path, ({ folder, name, path: own, isLast }) => {
      if (this.#plain.has(own)) return undefined;
      // Told before it is looked at, so that a watch set there misses nothing.
      this.#passed(folder, name);
      if (lstatSync(own, { throwIfNoEntry: false })?.isSymbolicLink()) return readlinkSync(own);
      if (!isLast) this.#plain.add(own);
      return undefined;
    });
    return end === undefined ? undefined : dirname(end);
  }
}
