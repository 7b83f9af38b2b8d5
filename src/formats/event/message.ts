import type { Locale } from '../../domain/event/event-definition.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { REMEDY_LABELS } from '../../domain/event/labels.ts';
import { quoted } from '../../domain/event/wording.ts';
import { visible } from '../terminal/visible.ts';
import type { Rendering } from './rendering.ts';
import { shellWords } from './shell-words.ts';

function unknownEvent({ eventId, providerName, parameters }: NewEventRecord, locale: Locale): string {
  const list = parameters.map((parameter) => quoted(parameter, locale)).join(locale === 'ja' ? '、' : ', ');
  return locale === 'ja'
    ? `イベント ${eventId} (${providerName}) の説明は、このバージョンにはありません。パラメーター: ${list || 'なし'}`
    : `Event ${eventId} of ${providerName} is not described in this version. Parameters: ${list || 'none'}`;
}

function sentencesOf(record: NewEventRecord, rendering: Rendering): readonly [string, ...string[]] {
  const { locale } = rendering;
  try {
    const sentences = rendering.definitionOf(record.eventId)?.[locale](record, rendering);
    if (sentences !== undefined) return sentences;
  } catch {
    // A newer version may have written facts that these words do not know: such a record must not stop a log.
  }
  return [unknownEvent(record, locale)];
}

/** The catalogue's sentences on a record, line by line, escaped; the first tells the whole. */
export function describedLines(record: NewEventRecord, rendering: Rendering): readonly [string, ...string[]] {
  const [first, ...rest] = sentencesOf(record, rendering);
  return [visible(first), ...rest.map(visible)];
}

/**
 * What a record says, line by line, escaped: the catalogue's sentences, of which the first tells the whole, then how to mend
 * it, each command on a line of its own, indented by two and ready to be pasted.
 */
export function messageLines(record: NewEventRecord, rendering: Rendering): readonly [string, ...string[]] {
  const { locale } = rendering;
  const remedy = record.remedy.map((argv) => `  ${shellWords(argv)}`);
  if (remedy.length > 0) remedy.unshift(REMEDY_LABELS[locale]);
  return [...describedLines(record, rendering), ...remedy];
}
