import { LedgerError } from '../errors.ts';
import type { Diagnostics } from '../ports/system.ts';

/** The event log (the database of the daemon), whose file may disappear. */
interface GuardedLog {
  /** Returns an error if the file is no longer at its path; otherwise undefined. */
  misplaced(): LedgerError | undefined;
  /**
   * Copies the content to a new file if the file is no longer at its path. Returns an error if the
   * file system failed or is full, and the copy must be retried.
   */
  copyMisplaced(): LedgerError | undefined;
}

/** How many scans in a row can fail because of a damaged log; the process then ends. */
const MAX_FAILED_SCANS = 3;

/**
 * Checks after each scan that the event log is still usable. If it is not, the daemon must be
 * restarted. If its file was deleted and the disk is full, the daemon continues, because only its
 * open file still has the data.
 */
export class LogGuard {
  /** Resolves once, with the reason why the daemon must end. */
  readonly lost: Promise<LedgerError>;
  readonly #ledger: GuardedLog;
  readonly #diagnostics: Diagnostics;
  #isLost = false;
  #resolveLost: (reason: LedgerError) => void = () => undefined;
  #failuresInSuccession = 0;

  constructor(ledger: GuardedLog, diagnostics: Diagnostics) {
    this.#ledger = ledger;
    this.#diagnostics = diagnostics;
    this.lost = new Promise((resolve) => {
      this.#resolveLost = resolve;
    });
  }

  /** Records that a scan was committed. */
  onScanCommitted(): void {
    this.#failuresInSuccession = 0;
    this.#checkPath();
  }

  /** Records that a scan failed. */
  onScanFailed(error: unknown): void {
    this.#checkPath();
    this.#failuresInSuccession = error instanceof LedgerError && error.isBroken ? this.#failuresInSuccession + 1 : 0;
    if (this.#failuresInSuccession >= MAX_FAILED_SCANS && error instanceof LedgerError) this.#resolveLost(error);
  }

  #checkPath(): void {
    const reason = this.#isLost ? undefined : this.#ledger.misplaced();
    if (reason === undefined) return;
    const copyError = this.#ledger.copyMisplaced();
    this.#isLost = copyError === undefined;
    if (copyError === undefined) this.#resolveLost(reason);
    else
      this.#diagnostics.note(
        'error',
        `${copyError.message}. Only this process still has the event log: free disk space before you stop mailcertd. The next scan tries again`,
      );
  }
}
