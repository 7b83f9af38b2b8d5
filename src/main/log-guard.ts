import type { OpenLedger } from '../adapters/sqlite/open-ledger.ts';
import { LedgerError } from '../work/errors.ts';

/** Scans in a row that fail because the log is broken, until the process ends. */
const FAILURES_UNTIL_END = 3;

/** Watches after each scan whether the event log can still be used: if not, only another start of the daemon helps. */
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

  /** A scan was committed. */
  scanned(): void {
    this.#failures = 0;
    this.#checkPlace();
  }

  /** A scan failed. */
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
