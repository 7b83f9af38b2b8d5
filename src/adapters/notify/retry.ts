import type { Reason } from '../../domain/problem.ts';
import type { Outcome } from '../../work/ports/outputs.ts';

/** It is to be tried again, when whoever tries sees fit. */
export function retry(reason: Reason, detail: string): Outcome & { readonly kind: 'again' } {
  return { kind: 'again', reason, detail, notBefore: undefined };
}
