import type { StoreListing } from '../../../work/operations/query-operations.ts';
import { wordsOf } from '../text/words-of.ts';
import type { Invocation } from './invocation.ts';

/**
 * Prints a note if certificates have an unknown status because the limit of chain checks was
 * reached.
 */
export function printUnverifiedChains(
  { unverifiedChainCount }: Pick<StoreListing, 'unverifiedChainCount'>,
  invocation: Invocation,
): void {
  if (unverifiedChainCount > 0)
    invocation.output.note(wordsOf(invocation.messageLocale).unverifiedChains(unverifiedChainCount));
}
