import type { RejectionReason } from '../../selection/selection.ts';
import type { Instant } from '../../time.ts';

/** Certificate that was almost selected, and the reason why it was rejected. */
export interface ClosestCertificate {
  readonly thumbprint: string;
  readonly reason: RejectionReason;
  readonly names: readonly string[];
  readonly notAfter: Instant;
  /** Name of its store. Missing in records of earlier versions. */
  readonly store?: string;
  /** Start of validity, if that is the reason. */
  readonly notBefore?: Instant;
  /** More about the reason. */
  readonly detail?: string;
}

/** A selection without a usable certificate. */
export interface SelectionData {
  readonly nearestMiss: ClosestCertificate;
}
