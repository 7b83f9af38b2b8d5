import { lstatSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';

/** Linux follows no more in one path. @see path_resolution(7) */
const MAX_LINKS = 40;

/** Goes the way that a path leads, through every link on it, and tells each folder and the name that is looked for there. */
export class LinkWay {
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

  /** The folder, free of links, that the end stands in, or would. `path` is absolute. @throws the system's error */
  follow(path: string): string {
    const waiting = path.split('/').reverse();
    let folder = '/';
    let holder = folder;
    let links = 0;
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        folder = dirname(folder);
        continue;
      }
      const own = folder === '/' ? `/${name}` : `${folder}/${name}`;
      holder = folder;
      if (!this.#plain.has(own)) {
        // Told before it is looked at, so that a watch set there misses nothing.
        this.#passed(folder, name);
        if (lstatSync(own, { throwIfNoEntry: false })?.isSymbolicLink()) {
          links += 1;
          if (links > MAX_LINKS) return folder;
          const target = readlinkSync(own);
          for (const step of target.split('/').reverse()) waiting.push(step);
          if (target.startsWith('/')) folder = '/';
          continue;
        }
        if (waiting.length > 0) this.#plain.add(own);
      }
      folder = own;
    }
    return holder;
  }
}
