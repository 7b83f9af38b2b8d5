import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from '../../../formats/system/file-reason.ts';

/** The interval in which each path is polled, ms. */
const POLL_INTERVAL_MS = 500;
/** The maximum number of paths that are polled per second. With more, the interval is longer. */
const MAX_POLLS_PER_SECOND = 2000;
/** The interval of the timer, ms. Each time, a part of the paths is polled. */
const TIMER_INTERVAL_MS = 100;

/** Polls the paths of all watches of this process in turn, with one timer. */
class Poller {
  readonly #watches: Set<RootWatch> = new Set();
  /** The watches that are not yet polled in this turn. */
  #remainingWatches: Iterator<RootWatch> = this.#watches.values();
  #timer: NodeJS.Timeout | undefined;
  /** The number of paths to poll now. A fraction remains for the next time. */
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
 * Polls the path of a store, a file or directory, and calls `onChange` when its state differs from
 * that at the beginning of the last scan. Polling is necessary because the watches of the system do
 * not detect a recreated directory, a changed link above it, or a restored permission. Polling does
 * not keep the process alive.
 */
export class RootWatch implements Disposable {
  readonly #path: string;
  readonly #onChange: (isReplaced: boolean) => void;
  #lastState: PathState;
  #isPolling = false;

  /**
   * @param onChange `isReplaced`: the path is another file or has another owner or mode. False:
   * only the times of a directory changed, so its entries may have changed.
   */
  constructor(path: string, onChange: (isReplaced: boolean) => void) {
    this.#path = path;
    this.#onChange = onChange;
    // Read immediately, so that any later change is detected.
    this.#lastState = readState(path);
    POLLER.add(this);
  }

  /**
   * Starts a scan: reads the state, and returns whether it differs from the last state. The next
   * poll compares with the state at this moment, so that no change during the scan is missed.
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

/** The state of a path, as two texts to compare. */
interface PathState {
  /**
   * Which file it is, with owner and mode; for a file also size and times. An error code on
   * failure.
   */
  readonly identity: string;
  /** Size and times. */
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
  // A change inside a directory also changes its times, but not its identity.
  return { identity: [dev, ino, mode, uid, gid, stats.isDirectory() ? '' : times].join(' '), times };
}

function stateOfFailure(error: unknown): PathState {
  return { identity: errorCode(error) ?? 'unknown', times: '' };
}
