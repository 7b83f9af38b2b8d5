import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** The polling interval, ms. A change is detected within a second. */
const POLL_INTERVAL_MS = 500;
/** The maximum number of paths that are polled per second. With more, the interval is longer. */
const MAX_POLLS_PER_SECOND = 2000;
/** The interval of the timer, ms. Each time, it polls a part of the paths. */
const TIMER_INTERVAL_MS = 100;

/** Polls the paths of all watches of this process in turn, with one timer. */
class Poller {
  readonly #watches: Set<RootWatch> = new Set();
  #remainingWatches: Iterator<RootWatch> = this.#watches.values();
  #timer: NodeJS.Timeout | undefined;
  /** The number of paths to poll now; a fraction is kept for the next time. */
  #dueCount = 0;

  add(watch: RootWatch): void {
    this.#watches.add(watch);
    this.#timer ??= setInterval(() => this.#pollSome(), TIMER_INTERVAL_MS).unref();
  }

  remove(watch: RootWatch): void {
    this.#watches.delete(watch);
    if (this.#watches.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #pollSome(): void {
    this.#dueCount += Math.min(
      (this.#watches.size * TIMER_INTERVAL_MS) / POLL_INTERVAL_MS,
      (MAX_POLLS_PER_SECOND * TIMER_INTERVAL_MS) / 1000,
    );
    for (; this.#dueCount >= 1; this.#dueCount--) void this.#next()?.poll();
  }

  #next(): RootWatch | undefined {
    const { value, done } = this.#remainingWatches.next();
    if (done !== true) return value;
    this.#remainingWatches = this.#watches.values();
    return this.#remainingWatches.next().value;
  }
}

const POLLER = new Poller();

/**
 * Calls `onChange` when a path differs from its state at the beginning of the last scan.
 * `isElsewhere` says whether it is another file or has other rights. File watches do not detect a
 * recreated directory, a changed link above it, or a restored permission. The timer never keeps the
 * process alive.
 */
export class RootWatch implements Disposable {
  readonly #path: string;
  readonly #onChange: (isElsewhere: boolean) => void;
  #lastState: PathState;
  #isPolling = false;

  constructor(path: string, changed: (isElsewhere: boolean) => void) {
    this.#path = path;
    this.#onChange = changed;
    // Read immediately, so that any later change is detected.
    this.#lastState = readState(path);
    POLLER.add(this);
  }

  /**
   * Starts a scan, and returns whether the path differs from its last state. A path that the scan
   * finds closed may be open again before the next poll, so the state is read now.
   */
  begin(): boolean {
    const { identity, times } = this.#lastState;
    this.#lastState = readState(this.#path);
    return this.#lastState.identity !== identity || this.#lastState.times !== times;
  }

  [Symbol.dispose](): void {
    POLLER.remove(this);
  }

  /** Compares the path with its last state. */
  async poll(): Promise<void> {
    if (this.#isPolling) return;
    this.#isPolling = true;
    const currentState = await stat(this.#path).then(stateOf, stateOfFailure);
    this.#isPolling = false;
    const hasIdentityChanged = currentState.identity !== this.#lastState.identity;
    if (hasIdentityChanged || currentState.times !== this.#lastState.times) this.#onChange(hasIdentityChanged);
    this.#lastState = currentState;
  }
}

/** The state of a path and its times. */
interface PathState {
  readonly identity: string;
  readonly times: string;
}

function readState(path: string): PathState {
  try {
    return stateOf(statSync(path));
  } catch (error) {
    return stateOfFailure(error);
  }
}

function stateOf(stats: Stats): PathState {
  const { dev, ino, mode, uid, gid, size, mtimeMs, ctimeMs } = stats;
  const times = [size, mtimeMs, ctimeMs].join(' ');
  // The identity of a file includes all properties. Changes inside a directory are reported by
  // the directory watch.
  return { identity: [dev, ino, mode, uid, gid, stats.isDirectory() ? '' : times].join(' '), times };
}

function stateOfFailure(error: unknown): PathState {
  return { identity: errorCode(error) ?? 'unknown', times: '' };
}
