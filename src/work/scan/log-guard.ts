import { LedgerError } from '../errors.ts';
import type { Diagnostics } from '../ports/system.ts';

/** The event log, whose file may disappear. */
interface GuardedLog {
  /** Returns an error if the file is no longer at its path; otherwise undefined. */
  misplaced(): LedgerError | undefined;
  /**
   * Copies the content to a new file if the file is no longer at its path. Returns an error if the
   * file system failed or is full, and the copy must be retried.
   */
  copyMisplaced(): LedgerError | undefined;
}

/** Number of scans in a row that fail because of a damaged log before the process ends. */
const FAILURES_UNTIL_END = 3;

/**
 * Check after each scan that the event log is still usable. If not, the daemon must be restarted.
 * If its file is missing and the disk is full, the daemon continues: only its open file has the
 * data.
 */
export class LogGuard {
  /** Resolves once, with the reason why the daemon must end. */
  readonly lost: Promise<LedgerError>;
  readonly #ledger: GuardedLog;
  readonly #diagnostics: Diagnostics;
  #isLost = false;
  #lose: (reason: LedgerError) => void = () => undefined;
  #failures = 0;

  constructor(ledger: GuardedLog, diagnostics: Diagnostics) {
    this.#ledger = ledger;
    this.#diagnostics = diagnostics;
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  /** Records that a scan was committed. */
  onScanCommitted(): void {
    this.#failures = 0;
    this.#checkPlace();
  }

  /** Records that a scan failed. */
  onScanFailed(error: unknown): void {
    this.#checkPlace();
    this.#failures = error instanceof LedgerError && error.isBroken ? this.#failures + 1 : 0;
    if (this.#failures >= FAILURES_UNTIL_END && error instanceof LedgerError) this.#lose(error);
  }

  #checkPlace(): void {
    const reason = this.#isLost ? undefined : this.#ledger.misplaced();
    if (reason === undefined) return;
    const full = this.#ledger.copyMisplaced();
    this.#isLost = full === undefined;
    if (full === undefined) this.#lose(reason);
    else
      this.#diagnostics.note(
        'error',
        `${full.message}. Only this process still has the event log: free disk space before you stop mailcertd. The next scan tries again`,
      );
  }
}
