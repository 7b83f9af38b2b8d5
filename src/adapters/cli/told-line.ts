import type { ListedNotifier } from '../../domain/status.ts';
import { renderDuration } from '../../formats/duration.ts';
import { visible } from '../../formats/visible.ts';
import type { ScreenMeans } from './screen-means.ts';
import { TELLING_WORDS } from './telling-words.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

/** How telling one notifier goes, in a few words: when it was last told; in trouble what waits, why, and what comes next. */
export function toldLine({ notifier, health }: ListedNotifier, { rendering, colors }: ScreenMeans): string {
  const { status } = wordsOf(rendering.locale);
  const words = TELLING_WORDS[rendering.locale];
  const time = (at: number): string => localTime(at, rendering.offsetMinutes);
  const { failing, waiting, waitingSince, nextAt, isDisabled, deliveredAt } = health;
  const name = visible(notifier.name);
  if (failing === undefined) {
    const every = notifier.every === undefined ? '' : ` ${status.every(renderDuration(notifier.every))}`;
    return `${name} ${deliveredAt === undefined ? status.toldNothing : time(deliveredAt)}${every}`;
  }
  if (isDisabled) return colors.yellow(`${name}: ${words.disabled(time(failing.since), failing.reason)}`);
  const parts = [
    waitingSince === undefined
      ? words.failing(time(failing.since), failing.reason)
      : `${status.waiting(waiting, time(waitingSince))} (${failing.reason})`,
    ...(nextAt === undefined ? [] : [words.nextTry(time(nextAt))]),
  ];
  return colors.yellow(`${name}: ${status.join(parts)}`);
}
