import type { ScanScope } from '../ports/stores.ts';

/** How long a changed file must rest before it is judged, and after how long it is judged all the same, ms. */
export interface Settling {
  readonly quietMs: number;
  readonly atMostMs: number;
}

/** 2 s without a change; a file that changes without end is judged every 10 s. */
export const SETTLING: Settling = { quietMs: 2000, atMostMs: 10_000 };

/**
 * Occasions for a pass, as an endless sequence: one at a time, and however many come while one pass runs, they make one
 * more. Hints (a file changed) settle first.
 */
export class ScanTriggers {
  readonly #settling: Settling;
  #due: ScanScope | undefined;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #firstHintAt: number | undefined;

  constructor(settling: Settling = SETTLING) {
    this.#settling = settling;
  }

  /** A pass is due now. */
  order(): void {
    this.#clearHints();
    this.#due = 'everything';
    this.#wake?.();
  }

  /** Something may have changed: a pass is due when it has settled. `monotonicMs` is the time of the hint. */
  hint(monotonicMs: number): void {
    this.#firstHintAt ??= monotonicMs;
    const rest = this.#firstHintAt + this.#settling.atMostMs - monotonicMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settled(), Math.max(0, Math.min(this.#settling.quietMs, rest)));
    this.#timer.unref();
  }

  /** Resolves when a pass is due: to how closely it is to look. Undefined: the signal ends the sequence. */
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
    const due = this.#due;
    this.#due = undefined;
    return due;
  }

  #settled(): void {
    this.#clearHints();
    this.#due ??= 'hinted';
    this.#wake?.();
  }

  #clearHints(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firstHintAt = undefined;
  }
}
