import type { ScanScope } from '../ports/stores.ts';

/** The time without a change before a scan, and the longest wait for that, ms. */
export interface Settling {
  readonly quietMs: number;
  readonly atMostMs: number;
}

/** 2 s without a change; 10 s at most for files that change continuously. */
export const SETTLING: Settling = { quietMs: 2000, atMostMs: 10_000 };

/**
 * The triggers of scans, as an endless sequence. Triggers during a scan cause one more scan. Hints
 * (a file changed, or a probe has news) wait until the files settle.
 */
export class ScanTriggers {
  readonly #settling: Settling;
  #due: ScanScope | undefined;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #firstHintAt: number | undefined;
  /** The scope that the hints since the latest scan require. */
  #hintedScope: ScanScope = 'changed';

  constructor(settling: Settling = SETTLING) {
    this.#settling = settling;
  }

  /** Makes a full scan due now. */
  order(): void {
    this.#clearHints();
    this.#due = 'full';
    this.#wake?.();
  }

  /**
   * Makes a scan due when the changes have settled. A full scan is needed for news that no watch on
   * files reports. A scan that starts before the changes have settled is then full, too.
   * @param monotonicMs the time of the hint
   */
  hint(monotonicMs: number, scope: ScanScope = 'changed'): void {
    if (scope === 'full') this.#hintedScope = scope;
    this.#firstHintAt ??= monotonicMs;
    const rest = this.#firstHintAt + this.#settling.atMostMs - monotonicMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settled(), Math.max(0, Math.min(this.#settling.quietMs, rest)));
    this.#timer.unref();
  }

  /** Resolves with the scope when a scan is due; undefined: the signal ended the sequence. */
  async next(signal: AbortSignal): Promise<ScanScope | undefined> {
    while (this.#due === undefined && !signal.aborted) {
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
    if (signal.aborted) return undefined;
    const due = this.#hintedScope === 'full' ? this.#hintedScope : this.#due;
    this.#due = undefined;
    this.#hintedScope = 'changed';
    return due;
  }

  #settled(): void {
    this.#clearHints();
    this.#due ??= 'changed';
    this.#wake?.();
  }

  #clearHints(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firstHintAt = undefined;
  }
}
