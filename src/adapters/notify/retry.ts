import type { Reason } from '../../domain/problem.ts';
import type { Outcome } from '../../work/ports/outputs.ts';

/** Returns an outcome that is retried at a time that the caller chooses. */
export function retry(reason: Reason, detail: string): Outcome & { readonly kind: 'retry' } {
  return { kind: 'retry', reason, detail, notBefore: undefined };
}
