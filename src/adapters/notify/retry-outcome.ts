import type { Failure } from '../../domain/failure/failure.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import type { Outcome } from '../../work/ports/outputs.ts';

/** Returns the outcome of a delivery that is retried, after the usual delay. */
export function retryOutcome(reason: Reason, failure: Failure): Outcome & { readonly kind: 'retry' } {
  return { kind: 'retry', reason, failure: failure, notBefore: undefined };
}
