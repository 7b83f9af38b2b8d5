import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { localTime } from '../text/written-times.ts';

/** Returns the time of the next attempt or, if it is due, since when. */
export function nextAttemptText(at: Instant, now: Instant, { rendering }: Pick<ScreenContext, 'rendering'>): string {
  const words = inLanguage(DELIVERY_PHRASES, rendering.locale);
  const time = localTime(at, rendering.offsetMinutes);
  return at > now ? words.nextAttempt(time) : words.dueSince(time);
}
