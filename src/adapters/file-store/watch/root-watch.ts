import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** How often the place itself is looked at, ms: a change is noticed within a second, however the times fall. */
const EVERY_MS = 500;

/**
 * Calls `changed` when a path is not what it was at the beginning of the last look, and says whether it leads elsewhere, or
 * to others: no watch sees a folder that is
 * removed and made again, a link above it that is re-pointed, or a permission that is given back. Never keeps the
 * process alive.
 */
export class RootWatch implements Disposable {
  readonly #path: string;
  readonly #changed: (isElsewhere: boolean) => void;
  readonly #timer: NodeJS.Timeout;
  #last: State;
  #isLooking = false;

  constructor(path: string, changed: (isElsewhere: boolean) => void) {
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
    const isElsewhere = now.place !== this.#last.place;
    if (isElsewhere || now.times !== this.#last.times) this.#changed(isElsewhere);
    this.#last = now;
  }
}

/** What a path leads to, and when that was changed. */
interface State {
  readonly place: string;
  readonly times: string;
}

function stateNow(path: string): State {
  try {
    return stateOf(statSync(path));
  } catch (error) {
    return stateOfFailure(error);
  }
}

function stateOf(stats: Stats): State {
  const { dev, ino, mode, uid, gid, size, mtimeMs, ctimeMs } = stats;
  const times = [size, mtimeMs, ctimeMs].join(' ');
  // Of a file, everything is its own; what is in a folder is seen by the watch on it.
  return { place: [dev, ino, mode, uid, gid, stats.isDirectory() ? '' : times].join(' '), times };
}

function stateOfFailure(error: unknown): State {
  return { place: errorCode(error) ?? 'unknown', times: '' };
}
