import type { ScanScope } from '../ports/stores.ts';

/**
 * When a scan is due after changed files: changes have settled if no other change follows for a
 * time.
 */
export interface Settling {
  /** The time without a change after which a scan is due, ms. */
  readonly quietMs: number;
  /** The time after the first change when a scan is due although changes continue, ms. */
  readonly maxDelayMs: number;
}

/** Files that change continuously delay a scan by 10 s at most. */
export const SETTLING: Settling = { quietMs: 2000, maxDelayMs: 10_000 };

/**
 * Collects the triggers of scans; `next` resolves when a scan is due. Triggers during a scan cause
 * one more scan. After a hint (a file changed, or a probe has news), the scan is due when the files
 * have settled.
 */
export class ScanTriggers {
  readonly #settling: Settling;
  #isDue = false;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** When the first hint was given that no scan has followed yet, on the monotonic clock, ms. */
  #firstHintMs: number | undefined;
  /**
   * The scope (all files, or only changed ones) that the triggers since the latest scan require.
   */
  #scope: ScanScope = 'changed';

  constructor(settling: Settling = SETTLING) {
    this.#settling = settling;
  }

  /** Makes a full scan due now. */
  requestScan(): void {
    this.#clearHints();
    this.#scope = 'full';
    this.#isDue = true;
    this.#wake?.();
  }

  /**
   * Makes a scan due when the changes have settled.
   * @param monotonicMs the time of the hint
   */
  hint(monotonicMs: number): void {
    this.#firstHintMs ??= monotonicMs;
    const remainingMs = this.#firstHintMs + this.#settling.maxDelayMs - monotonicMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onSettled(), Math.max(0, Math.min(this.#settling.quietMs, remainingMs)));
    this.#timer.unref();
  }

  /** Makes the next scan full, because it uses news that no watch on files reports. */
  requireFullScan(): void {
    this.#scope = 'full';
  }

  /** Resolves with true when a scan is due, or with false at the signal. */
  async next(signal: AbortSignal): Promise<boolean> {
    while (!this.#isDue && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#wake = wake;
        signal.addEventListener('abort', wake);
      });
      this.#wake = undefined;
    }
    if (signal.aborted) return false;
    this.#isDue = false;
    return true;
  }

  /**
   * Returns the scope of a scan that begins now, and resets it for the next scan. The scan calls
   * this when it begins to read, because a probe can require a full scan after the scan became due.
   */
  takeScope(): ScanScope {
    const scope = this.#scope;
    this.#scope = 'changed';
    return scope;
  }

  #onSettled(): void {
    this.#clearHints();
    this.#isDue = true;
    this.#wake?.();
  }

  #clearHints(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firstHintMs = undefined;
  }
}
