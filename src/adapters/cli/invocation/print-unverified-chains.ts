import type { StoreListing } from '../../../work/operations/query-operations.ts';
import { wordsOf } from '../text/words-of.ts';
import type { Invocation } from './invocation.ts';

/** Prints how many chains were not verified because the limit of checks was reached, if any. */
export function printUnverifiedChains(
  { unverifiedChainCount }: Pick<StoreListing, 'unverifiedChainCount'>,
  invocation: Invocation,
): void {
  if (unverifiedChainCount > 0)
    invocation.output.note(wordsOf(invocation.messageLocale).unverifiedChains(unverifiedChainCount));
}
