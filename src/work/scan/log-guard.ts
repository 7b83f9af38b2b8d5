import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { LedgerError } from '../errors.ts';
import type { Diagnostics } from '../ports/system.ts';

/** The event log (the database of the daemon), whose file may disappear. */
interface GuardedEventLog {
  /** Returns an error if the file is no longer at its path; otherwise undefined. */
  misplaced(): LedgerError | undefined;
  /**
   * Copies the content to a new file if the file is no longer at its path. Returns an error if the
   * file system failed or is full, and the copy must be retried.
   */
  copyMisplaced(): LedgerError | undefined;
}

/** How many scans in a row can fail because the log is damaged; the daemon must then end. */
const MAX_FAILED_SCANS = 3;

/**
 * Checks after each scan that the event log is still usable. The daemon must be restarted in two
 * cases:
 * 1. The file of the log was deleted or replaced, and its content was copied to a new file at the
 *    path. While the copy fails, for example because the disk is full, the daemon continues, because
 *    only its open file still has the data.
 * 2. Three scans in a row fail because the log is damaged.
 */
export class LogGuard {
  /** Resolves once, with the reason why the daemon must be restarted. */
  readonly restartNeeded: Promise<LedgerError>;
  readonly #eventLog: GuardedEventLog;
  readonly #diagnostics: Diagnostics;
  /** True if the content is safe in a new file, which only a restarted daemon opens. */
  #isCopied = false;
  #requestRestart: (reason: LedgerError) => void = () => undefined;
  #damagedScansInARow = 0;

  constructor(eventLog: GuardedEventLog, diagnostics: Diagnostics) {
    this.#eventLog = eventLog;
    this.#diagnostics = diagnostics;
    this.restartNeeded = new Promise((resolve) => {
      this.#requestRestart = resolve;
    });
  }

  /** Records that a scan was committed. */
  onScanCommitted(): void {
    this.#damagedScansInARow = 0;
    this.#checkPath();
  }

  /** Records that a scan failed. */
  onScanFailed(error: unknown): void {
    this.#checkPath();
    const isDamaged = error instanceof LedgerError && error.isBroken;
    this.#damagedScansInARow = isDamaged ? this.#damagedScansInARow + 1 : 0;
    if (isDamaged && this.#damagedScansInARow >= MAX_FAILED_SCANS) this.#requestRestart(error);
  }

  #checkPath(): void {
    const reason = this.#isCopied ? undefined : this.#eventLog.misplaced();
    if (reason === undefined) return;
    const copyError = this.#eventLog.copyMisplaced();
    this.#isCopied = copyError === undefined;
    if (copyError === undefined) this.#requestRestart(reason);
    else this.#diagnostics.note('error', DIAGNOSTIC_FAILURES.event_log_only_open({ cause: copyError.failure }));
  }
}
