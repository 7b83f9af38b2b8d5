import type { Failure } from '../../failure/failure.ts';

/** The cause of a problem. */
export interface ReasonData {
  /** The code of the reason, for example `certificate-expired` or `permission_denied`. */
  readonly reason: string;
  readonly detail: string;
  /** The error as data; `detail` is its English text. */
  readonly failure: Failure;
  readonly path: string;
  /** Source of discovered connectors: `postfix`. */
  readonly inventory: string;
}
