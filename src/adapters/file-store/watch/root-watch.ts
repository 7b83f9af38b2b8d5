import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** The polling interval, ms. A change is detected within a second. */
const EVERY_MS = 500;

/**
 * Calls `changed` when a path differs from its state at the beginning of the last scan.
 * `isElsewhere` says whether it is another file or has other rights. File watches do not detect a
 * recreated directory, a changed link above it, or a restored permission. The timer never keeps the
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
    // Read immediately, so that any later change is detected.
    this.#last = stateNow(path);
    this.#timer = setInterval(() => void this.#look(), EVERY_MS).unref();
  }

  /**
   * Starts a scan, and returns whether the path differs from its last state. A path that the scan
   * finds closed may be open again before the next poll, so the state is read now.
   */
  begin(): boolean {
    const { place, times } = this.#last;
    this.#last = stateNow(this.#path);
    return this.#last.place !== place || this.#last.times !== times;
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

/** The identity of a path and its times. */
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
  // For a file, all properties count as its identity. Changes inside a directory are reported by
  // the directory watch.
  return { place: [dev, ino, mode, uid, gid, stats.isDirectory() ? '' : times].join(' '), times };
}

function stateOfFailure(error: unknown): State {
  return { place: errorCode(error) ?? 'unknown', times: '' };
}
