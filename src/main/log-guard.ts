import type { OpenLedger } from '../adapters/sqlite/open-ledger.ts';
import { LedgerError } from '../work/errors.ts';

/**
 * The number of consecutive scans that fail because the log is damaged, before the process ends.
 */
const FAILURES_UNTIL_END = 3;

/**
 * Checks after each scan that the event log is still usable. If not, the daemon must be restarted.
 */
export class LogGuard {
  /** Resolves, once, with the reason why the daemon must end. */
  readonly lost: Promise<LedgerError>;
  readonly #ledger: Pick<OpenLedger, 'misplaced'>;
  #lose: (reason: LedgerError) => void = () => undefined;
  #failures = 0;

  constructor(ledger: Pick<OpenLedger, 'misplaced'>) {
    this.#ledger = ledger;
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  /** Records that a scan was committed. */
  scanned(): void {
    this.#failures = 0;
    this.#checkPlace();
  }

  /** Records that a scan failed. */
  failed(error: unknown): void {
    this.#checkPlace();
    this.#failures = error instanceof LedgerError && error.isBroken ? this.#failures + 1 : 0;
    if (this.#failures >= FAILURES_UNTIL_END && error instanceof LedgerError) this.#lose(error);
  }

  #checkPlace(): void {
    const reason = this.#ledger.misplaced();
    if (reason !== undefined) this.#lose(reason);
  }
}
