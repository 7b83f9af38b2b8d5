import type { NotifierHealth, OutcomeCount } from '../../../domain/alert/notifier-health.ts';
import type { ListedNotifier } from '../../../domain/status/status.ts';
import type { Instant } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { nextTry } from '../text/next-try.ts';
import { TELLING_WORDS, type TellingWords } from '../text/telling-words.ts';
import { toldOf } from '../text/told-of.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';
import type { ScreenMeans } from './screen-means.ts';
import { textTable } from './text-table.ts';

/** Why the latest attempt failed, and since when they do; undefined: it did not. */
function trouble({ failing, isDisabled }: NotifierHealth, { rendering }: ScreenMeans): string | undefined {
  if (failing === undefined) return undefined;
  const words = TELLING_WORDS[rendering.locale];
  const [first = ''] = failing.detail.split('\n');
  const reason = visible(first === '' ? failing.reason : `${failing.reason}: ${first}`);
  const since = localTime(failing.since, rendering.offsetMinutes);
  return isDisabled ? words.disabled(since, reason) : words.failing(since, reason);
}

function countText({ outcome, reason, count }: OutcomeCount, words: TellingWords): string {
  return [words.outcome[outcome], ...(reason === undefined ? [] : [reason]), count].join(' ');
}

function goesRows({ health }: ListedNotifier, now: Instant, means: ScreenMeans): readonly string[] {
  const { rendering, colors } = means;
  const words = TELLING_WORDS[rendering.locale];
  const failing = trouble(health, means);
  const { nextAt } = health;
  const next = nextAt === undefined || failing === undefined ? [] : [nextTry(nextAt, now, means)];
  const counts = [
    ...health.outcomes.map((each) => countText(each, words)),
    ...(health.givenUp > 0 ? [words.givenUp(health.givenUp)] : []),
  ];
  return [
    ...(failing === undefined ? [] : [colors.yellow([failing, ...next].join('; '))]),
    ...(counts.length === 0 ? [] : [wordsOf(rendering.locale).status.join(counts)]),
  ];
}

const time = (at: Instant, { rendering }: ScreenMeans): string => localTime(at, rendering.offsetMinutes);

/** Notifiers as a table: what each is told of, when it last was, and how its attempts end, by reason. */
export function notifierTable(listed: readonly ListedNotifier[], now: Instant, means: ScreenMeans): string {
  if (listed.length === 0) return '';
  const { locale } = means.rendering;
  const { column } = TELLING_WORDS[locale];
  const rows = listed.flatMap((each) => {
    const { notifier, health } = each;
    const [first = '-', ...others] = goesRows(each, now, means);
    const told = health.deliveredAt === undefined ? '-' : time(health.deliveredAt, means);
    return [
      [visible(notifier.name), notifier.type, toldOf(notifier, locale), told, String(health.waiting), first],
      ...others.map((line) => ['', '', '', '', '', line]),
    ];
  });
  return textTable([
    [column.notifier, column.type, column.toldOf, column.lastTold, column.waiting, column.trouble],
    ...rows,
  ]);
}
