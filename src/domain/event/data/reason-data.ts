import type { Failure } from '../../failure/failure.ts';
import type { Reason } from '../../failure/problem.ts';
import type { RejectionReason, UnusableFile } from '../../selection/selection.ts';

/** The reason why a server cannot use a certificate file. */
export type FileError = UnusableFile['reason'];

/**
 * The reason of a probe that found a problem, by the result types that mail servers report.
 * @see RFC 8460 section 4.3
 */
export type TlsResult = 'starttls-not-supported' | 'certificate-not-trusted' | 'validation-failure';

/** The result of the search for another path to a trusted root, for a chain with an expired issuer. */
export type OtherPath = 'another-way' | 'no-other-way';

/** All reasons of events. A record of another version may have a reason that is not one of them. */
export type EventReason = Reason | RejectionReason | FileError | TlsResult | OtherPath;

/** The cause of a problem. */
export interface ReasonData {
  readonly reason: EventReason;
  readonly detail: string;
  /** The error as data; `detail` is its English text. */
  readonly failure: Failure;
  readonly path: string;
  /** Source of discovered connectors: `postfix`. */
  readonly inventory: string;
}
