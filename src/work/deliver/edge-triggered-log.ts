import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Diagnostics } from '../ports/system.ts';

/** Logs each kind of problem once when it begins, and the end of all problems once. */
export class EdgeTriggeredLog {
  readonly #activity: Failure;
  readonly #diagnostics: Diagnostics;
  readonly #openKinds: Set<string> = new Set();

  /** @param activity the beginning of each message */
  constructor(activity: Failure, diagnostics: Diagnostics) {
    this.#activity = activity;
    this.#diagnostics = diagnostics;
  }

  /** Logs that a problem has begun, unless a problem of the same kind is open. */
  begin(kind: string, message: Failure): void {
    if (this.#openKinds.has(kind)) return;
    this.#openKinds.add(kind);
    this.#note('warning', message);
  }

  /** Logs that all problems have ended, if there were any. */
  end(message: Failure): void {
    if (this.#openKinds.size > 0) this.#note('info', message);
    this.#openKinds.clear();
  }

  #note(level: 'warning' | 'info', message: Failure): void {
    this.#diagnostics.note(level, DIAGNOSTIC_FAILURES.activity_state({ activity: this.#activity, message }));
  }
}
