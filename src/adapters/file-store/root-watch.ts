import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from './file-trouble.ts';

/** How often the place itself is looked at, ms: a change is noticed within a second, however the times fall. */
const EVERY_MS = 500;

/**
 * Calls `changed` when a path leads elsewhere than at the beginning of the last look: no watch sees a folder that is
 * removed and made again, a link above it that is re-pointed, or a permission that is given back. Never keeps the
 * process alive.
 */
export class RootWatch implements Disposable {
  readonly #path: string;
  readonly #changed: () => void;
  readonly #timer: NodeJS.Timeout;
  #last: string;
  #isLooking = false;

  constructor(path: string, changed: () => void) {
    this.#path = path;
    this.#changed = changed;
    // At once: what happens from here on is a change.
    this.#last = stateNow(path);
    this.#timer = setInterval(() => void this.#look(), EVERY_MS).unref();
  }

  /** Begins a look. What it finds closed may be open again before the next round, and seem never to have changed. */
  begin(): void {
    this.#last = stateNow(this.#path);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const now = await stat(this.#path).then(stateOf, stateOfFailure);
    this.#isLooking = false;
    if (now !== this.#last) this.#changed();
    this.#last = now;
  }
}

function stateNow(path: string): string {
  try {
    return stateOf(statSync(path));
  } catch (error) {
    return stateOfFailure(error);
  }
}

function stateOf({ dev, ino, mode, size, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, mode, size, mtimeMs, ctimeMs].join(' ');
}

function stateOfFailure(error: unknown): string {
  return errorCode(error) ?? 'unknown';
}
