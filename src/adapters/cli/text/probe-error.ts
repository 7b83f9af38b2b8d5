import type { Locale } from '../../../domain/event/event-definition.ts';
import { inWords } from '../../../domain/event/reason-words.ts';
import type { AddressState } from '../../../domain/served/served-state.ts';
import { visible } from '../../../formats/terminal/visible.ts';

/** Why a server could not be seen, in a few words; where the cause is a file of this host, which and what is wrong with it. */
export function probeError({ reason, detail }: NonNullable<AddressState['blind']>, locale: Locale): string {
  const words = inWords(reason, locale);
  return reason === 'own_certificate_unusable' ? `${words}: ${visible(detail)}` : words;
}
