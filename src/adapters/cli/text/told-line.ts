import type { ListedNotifier } from '../../../domain/status/status.ts';
import type { Instant } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { renderDuration } from '../../../formats/text/duration.ts';
import type { ScreenMeans } from '../screens/screen-means.ts';
import { nextTry } from './next-try.ts';
import { TELLING_WORDS } from './telling-words.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

/** How telling one notifier goes, in a few words: when it was last told, and what waits; in trouble why, and what comes next. */
export function toldLine({ notifier, health }: ListedNotifier, now: Instant, means: ScreenMeans): string {
  const { rendering, colors } = means;
  const { status } = wordsOf(rendering.locale);
  const words = TELLING_WORDS[rendering.locale];
  const time = (at: number): string => localTime(at, rendering.offsetMinutes);
  const { failing, waiting, waitingSince, nextAt, isDisabled, deliveredAt } = health;
  const name = visible(notifier.name);
  if (failing === undefined) {
    const every = notifier.every === undefined ? '' : ` ${status.every(renderDuration(notifier.every))}`;
    const told = `${name} ${deliveredAt === undefined ? status.toldNothing : time(deliveredAt)}${every}`;
    return waitingSince === undefined ? told : status.join([told, status.waiting(waiting, time(waitingSince))]);
  }
  if (isDisabled) return colors.yellow(`${name}: ${words.disabled(time(failing.since), failing.reason)}`);
  const parts = [
    waitingSince === undefined
      ? words.failing(time(failing.since), failing.reason)
      : `${status.waiting(waiting, time(waitingSince))} (${failing.reason})`,
    ...(nextAt === undefined ? [] : [nextTry(nextAt, now, means)]),
  ];
  return colors.yellow(`${name}: ${status.join(parts)}`);
}
