/** Result of one check of a release. */
export type CheckResult = PassedCheck | OpenCheck;

/** A check that found nothing. */
export interface PassedCheck {
  readonly status: 'ok';
  /** The object of the check, with its numbers, on one line. */
  readonly checked: string;
}

/** A check that found problems, or could not find out whether there are any. */
export interface OpenCheck {
  readonly status: 'failed' | 'unknown';
  /** One line for each problem; not empty. */
  readonly problems: readonly string[];
  /** The next step of the person who makes the release. */
  readonly next: string;
}

/** Returns a failed check if there are problems, and otherwise a passed one. */
export function resultOf(problems: readonly string[], checked: string, next: string): CheckResult {
  return problems.length === 0 ? { status: 'ok', checked } : { status: 'failed', problems, next };
}
