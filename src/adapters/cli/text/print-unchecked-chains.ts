import type { StoreListing } from '../../../work/operations.ts';
import type { Invocation } from '../invocation.ts';
import { wordsOf } from './words-of.ts';

/** Says on standard error of how many certificates the status is unknown because the limit of checks was reached. */
export function printUncheckedChains({ notFollowed }: Pick<StoreListing, 'notFollowed'>, invocation: Invocation): void {
  if (notFollowed > 0) invocation.output.note(wordsOf(invocation.spokenLocale).notFollowed(notFollowed));
}
