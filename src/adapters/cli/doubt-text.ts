import type { Doubt } from '../../domain/status.ts';
import type { Rendering } from '../../formats/event/rendering.ts';
import { visible } from '../../formats/visible.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

/** Why it cannot be said that all is right. */
export function doubtText(doubt: Doubt, { locale, offsetMinutes }: Rendering): string {
  const { status } = wordsOf(locale);
  if (doubt.kind === 'never-scanned') return status.neverScanned;
  if (doubt.kind === 'silent') return status.silent(localTime(doubt.since, offsetMinutes));
  if (doubt.kind === 'untold') {
    const { notifier, reason, isDisabled } = doubt;
    return status.untold(visible(notifier), localTime(doubt.since, offsetMinutes), reason, isDisabled);
  }
  if (doubt.kind === 'unwritten') {
    const { output, since, reason, waiting } = doubt;
    return status.unwritten(visible(output), localTime(since, offsetMinutes), reason, waiting);
  }
  const since = doubt.since === undefined ? undefined : localTime(doubt.since, offsetMinutes);
  return status.unreadable(visible(doubt.store), since);
}
