import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { REMEDY_LABELS } from '../../domain/event/labels.ts';
import { quoteName } from '../../domain/event/quote-name.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { phrase } from '../../domain/text/phrase.ts';
import { SEPARATOR_PHRASES } from '../../domain/text/separator-phrases.ts';
import { visible } from '../terminal/visible.ts';
import type { Rendering } from './rendering.ts';
import { shellWords } from './shell-words.ts';

/** @param parameters the quoted parameters; empty: none */
const UNKNOWN_EVENT = phrase({
  en: (eventId: number, providerName: string, parameters: string) =>
    `Event ${eventId} of ${providerName} is not described in this version. Parameters: ${parameters || 'none'}`,
  ja: (eventId, providerName, parameters) =>
    `イベント ${eventId} (${providerName}) の説明は、このバージョンにはありません。パラメーター: ${parameters || 'なし'}`,
});

function describeUnknownEvent({ eventId, providerName, parameters }: NewEventRecord, locale: Locale): string {
  const list = parameters.map((parameter) => quoteName(parameter, locale)).join(SEPARATOR_PHRASES.comma[locale]);
  return UNKNOWN_EVENT[locale](eventId, providerName, list);
}

function sentencesOf(record: NewEventRecord, rendering: Rendering): readonly [string, ...string[]] {
  const { locale } = rendering;
  try {
    const sentences = rendering.definitionOf(record.eventId)?.[locale](record, rendering);
    if (sentences !== undefined) return sentences;
  } catch {
    // A record of a newer version can have unknown facts; it must not stop a log.
  }
  return [describeUnknownEvent(record, locale)];
}

/**
 * Returns the sentences of a record from the event catalog, each as an escaped line. The first
 * sentence is a summary.
 */
export function descriptionLines(record: NewEventRecord, rendering: Rendering): readonly [string, ...string[]] {
  const [first, ...rest] = sentencesOf(record, rendering);
  return [visible(first), ...rest.map(visible)];
}

/**
 * Returns the message of a record, escaped, line by line: the catalog's sentences, then the
 * commands of the remedy. The first sentence is a summary. Each command is one line, indented by
 * two spaces and quoted for a shell.
 */
export function messageLines(record: NewEventRecord, rendering: Rendering): readonly [string, ...string[]] {
  const { locale } = rendering;
  const remedy = record.remedy.map((argv) => `  ${shellWords(argv)}`);
  if (remedy.length > 0) remedy.unshift(REMEDY_LABELS[locale]);
  return [...descriptionLines(record, rendering), ...remedy];
}
