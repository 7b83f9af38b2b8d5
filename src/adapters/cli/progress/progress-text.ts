import { isConnectorFile, storeLabel } from '../../../domain/connector/certificate-file.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { type InLanguage, inLanguage } from '../../../domain/text/phrase.ts';
import { SECOND } from '../../../domain/time.ts';
import { cutToWidth } from '../../../formats/terminal/cut-to-width.ts';
import { terminalWidth } from '../../../formats/terminal/terminal-width.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Progress } from '../../../work/ports/progress.ts';
import { PROGRESS_PHRASES, type ProgressCounts } from '../text/progress-phrases.ts';

/** The fewest columns of a name that is cut; with fewer, the line has only its counts. */
const MIN_NAME_COLUMNS = 8;
/** The time after which the rate of an activity is meaningful, ms. */
const RATE_AFTER_MS: number = SECOND;
const MEGABYTE = 1_000_000;

/** How a progress is written. */
export interface ProgressView {
  /** The time since the activity began, ms. */
  readonly elapsedMs: number;
  /** The maximum width. */
  readonly columns: number;
  readonly locale: Locale;
}

type Texts = InLanguage<typeof PROGRESS_PHRASES>;

/**
 * Returns a progress as one line without line end: the activity, the counts and, after a second,
 * the rate and the remaining time. If the line is too wide, its name is cut, or left out with the
 * activity.
 */
export function progressText(progress: Progress, { elapsedMs, columns, locale }: ProgressView): string {
  const texts = inLanguage(PROGRESS_PHRASES, locale);
  if (progress.isChecking === true) {
    return cutToWidth(texts.activityWith(texts.check, checkedText(progress, texts)), columns);
  }
  const { separator } = texts;
  const [counts, ...rates] = [countsText(progress, texts), ...rateTexts(progress, elapsedMs, texts, locale)];
  const amounts = [counts, ...rates].join(separator);
  const lineWith = (name: string): string => texts.activityWith(activityText(progress, name, texts), amounts);
  const name = visible(progress.name === undefined ? '' : storeLabel(progress.name));
  const nameColumns = columns - terminalWidth(lineWith(''));
  if (nameColumns >= Math.min(MIN_NAME_COLUMNS, terminalWidth(name))) return lineWith(cutToWidth(name, nameColumns));
  return terminalWidth(amounts) <= columns ? amounts : cutToWidth(counts, columns);
}

function activityText({ activity, name = '' }: Progress, written: string, texts: Texts): string {
  switch (activity) {
    case 'read':
      return isConnectorFile(name) ? texts.readFile(written) : texts.readStore(written);
    case 'probe-server':
      return texts.probeServer(written);
    case 'back-up':
      return texts.backUp;
    default:
      return texts[activity];
  }
}

function countsText({ activity, done, total }: Progress, texts: Texts): string {
  const counts: ProgressCounts = { done, total: total === undefined ? undefined : Math.max(done, total) };
  switch (activity) {
    case 'discover':
      return texts.sources(counts);
    case 'read':
      return texts.files(counts);
    case 'probe':
      return texts.connectors(counts);
    case 'probe-server':
      return texts.addresses(counts);
    case 'export':
      return texts.events(counts);
    case 'back-up':
    case 'restore':
      return texts.megabytes({
        done: Math.floor(done / MEGABYTE),
        total: counts.total === undefined ? undefined : Math.ceil(counts.total / MEGABYTE),
      });
  }
}

/** Returns the size of the copy that is checked. */
function checkedText({ done, total = done }: Progress, texts: Texts): string {
  return texts.megabytes({ done: Math.ceil(total / MEGABYTE), total: undefined });
}

/** Returns the rate, and the remaining time if the total is known; empty in the first second and at the end. */
function rateTexts(
  { activity, done, total }: Progress,
  elapsedMs: number,
  texts: Texts,
  locale: Locale,
): readonly string[] {
  // After the last one, the rate would fall while the result is made.
  if (elapsedMs < RATE_AFTER_MS || done <= 0 || (total ?? done + 1) <= done) return [];
  const perSecond = done / (elapsedMs / SECOND);
  const isBytes = activity === 'back-up' || activity === 'restore';
  const rate = texts.perSecond(rateText(isBytes ? perSecond / MEGABYTE : perSecond) + (isBytes ? ' MB' : ''));
  if (total === undefined) return [rate];
  const remainingMs = Math.ceil((total - done) / perSecond) * SECOND;
  return [rate, texts.left(formatDuration(remainingMs, locale))];
}

/** Returns a rate with a decimal if it is small. */
function rateText(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : `${Math.round(rate)}`;
}
