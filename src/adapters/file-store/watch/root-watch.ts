import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** The polling interval, ms. A change is detected within a second. */
const EVERY_MS = 500;
/** The maximum number of paths that are polled per second. With more, the interval is longer. */
const MOST_PER_SECOND = 2000;
/** The interval of the timer, ms. Each time, it polls a part of the paths. */
const TICK_MS = 100;

/** Polls the paths of all watches of this process in turn, with one timer. */
class Poller {
  readonly #watches: Set<RootWatch> = new Set();
  #turn: Iterator<RootWatch> = this.#watches.values();
  #timer: NodeJS.Timeout | undefined;
  /** How many paths are due; less than one is left for the next time. */
  #due = 0;

  add(watch: RootWatch): void {
    this.#watches.add(watch);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
  }

  remove(watch: RootWatch): void {
    this.#watches.delete(watch);
    if (this.#watches.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    this.#due += Math.min((this.#watches.size * TICK_MS) / EVERY_MS, (MOST_PER_SECOND * TICK_MS) / 1000);
    for (; this.#due >= 1; this.#due--) void this.#next()?.poll();
  }

  #next(): RootWatch | undefined {
    const { value, done } = this.#turn.next();
    if (done !== true) return value;
    this.#turn = this.#watches.values();
    return this.#turn.next().value;
  }
}

const POLLER = new Poller();

/**
 * Calls `changed` when a path differs from its state at the beginning of the last scan.
 * `isElsewhere` says whether it is another file or has other rights. File watches do not detect a
 * recreated directory, a changed link above it, or a restored permission. The timer never keeps the
 * process alive.
 */
export class RootWatch implements Disposable {
  readonly #path: string;
  readonly #changed: (isElsewhere: boolean) => void;
  #last: State;
  #isPolling = false;

  constructor(path: string, changed: (isElsewhere: boolean) => void) {
    this.#path = path;
    this.#changed = changed;
    // Read immediately, so that any later change is detected.
    this.#last = stateNow(path);
    POLLER.add(this);
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
    POLLER.remove(this);
  }

  /** Compares the path with its last state. */
  async poll(): Promise<void> {
    if (this.#isPolling) return;
    this.#isPolling = true;
    const now = await stat(this.#path).then(stateOf, stateOfFailure);
    this.#isPolling = false;
    const isElsewhere = now.place !== this.#last.place;
    if (isElsewhere || now.times !== this.#last.times) this.#changed(isElsewhere);
    this.#last = now;
  }
}

/** The state of a path and its times. */
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
  // For a file, all properties count as its state. Changes inside a directory are reported by
  // the directory watch.
  return { place: [dev, ino, mode, uid, gid, stats.isDirectory() ? '' : times].join(' '), times };
}

function stateOfFailure(error: unknown): State {
  return { place: errorCode(error) ?? 'unknown', times: '' };
}
