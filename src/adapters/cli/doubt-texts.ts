import { storeLabel } from '../../domain/connector/certificate-file.ts';
import type { Doubt } from '../../domain/status.ts';
import type { Rendering } from '../../formats/event/rendering.ts';
import { visible } from '../../formats/visible.ts';
import { SERVED_WORDS } from './served-words.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

/** How many stores that cannot be read, and connectors that were not probed, are named. */
const NAMED = 3;

function textOf(doubt: Doubt, { locale, offsetMinutes }: Rendering): string {
  const { status } = wordsOf(locale);
  if (doubt.kind === 'never-scanned') return status.neverScanned;
  if (doubt.kind === 'stopped') return status.stopped(localTime(doubt.since, offsetMinutes));
  if (doubt.kind === 'silent') return status.silent(localTime(doubt.since, offsetMinutes));
  if (doubt.kind === 'unstored') return status.unstored(localTime(doubt.since, offsetMinutes));
  if (doubt.kind === 'unproven') {
    const names = doubt.connectors.slice(0, NAMED).map(visible);
    const since = doubt.since === undefined ? undefined : localTime(doubt.since, offsetMinutes);
    return SERVED_WORDS[locale].unproven(names, doubt.connectors.length - names.length, since);
  }
  if (doubt.kind === 'unanswered') {
    const names = doubt.connectors.slice(0, NAMED).map(visible);
    return SERVED_WORDS[locale].unanswered(names, doubt.connectors.length - names.length);
  }
  if (doubt.kind === 'untold') {
    const { notifier, reason, isDisabled } = doubt;
    return status.untold(visible(notifier), localTime(doubt.since, offsetMinutes), reason, isDisabled);
  }
  if (doubt.kind === 'unwritten') {
    const { output, since, reason, waiting } = doubt;
    return status.unwritten(visible(output), localTime(since, offsetMinutes), reason, waiting);
  }
  const since = doubt.since === undefined ? undefined : localTime(doubt.since, offsetMinutes);
  return status.unreadable(visible(storeLabel(doubt.store)), since);
}

/** Why it cannot be said that all is right, a doubt each; of stores that cannot be read the first few, and how many more. */
export function doubtTexts(doubts: readonly Doubt[], rendering: Rendering): readonly string[] {
  const unreadable = doubts.filter(({ kind }) => kind === 'unreadable');
  const left = new Set(unreadable.slice(NAMED));
  const more = left.size === 0 ? [] : [wordsOf(rendering.locale).check.andOthers(left.size)];
  return doubts
    .filter((doubt) => !left.has(doubt))
    .flatMap((doubt) => [textOf(doubt, rendering), ...(doubt === unreadable[NAMED - 1] ? more : [])]);
}
