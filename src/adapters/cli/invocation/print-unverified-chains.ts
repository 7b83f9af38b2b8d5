import { inLanguage } from '../../../domain/text/phrase.ts';
import type { StoreListing } from '../../../work/operations/query-operations.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import type { Invocation } from './invocation.ts';

/** Prints how many chains were not verified because the limit of checks was reached, if any. */
export function printUnverifiedChains(
  { unverifiedChainCount }: Pick<StoreListing, 'unverifiedChainCount'>,
  invocation: Invocation,
): void {
  if (unverifiedChainCount > 0)
    invocation.output.note(inLanguage(TABLE_PHRASES, invocation.messageLocale).unverifiedChains(unverifiedChainCount));
}
