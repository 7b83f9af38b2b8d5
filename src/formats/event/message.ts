import type { EventDescription } from '../../domain/event/event-definition.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { REMEDY_LABELS } from '../../domain/event/labels.ts';
import { quoteName } from '../../domain/event/quote-name.ts';
import { joinList } from '../../domain/text/join-list.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { phrase } from '../../domain/text/phrase.ts';
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
  const list = joinList(
    parameters.map((parameter) => quoteName(parameter, locale)),
    locale,
  );
  return UNKNOWN_EVENT[locale](eventId, providerName, list);
}

function describe(record: NewEventRecord, rendering: Rendering): EventDescription {
  try {
    const description = rendering.definitionOf(record.eventId)?.describe(record, rendering);
    if (description !== undefined) return description;
  } catch {
    // A record of a newer version can have unknown facts; it must not stop a log.
  }
  return { firstLine: describeUnknownEvent(record, rendering.locale), lines: [], effect: undefined };
}

/** Returns the text of a record from the event catalog. Each line is escaped. */
export function describeRecord(record: NewEventRecord, rendering: Rendering): EventDescription {
  const { firstLine, lines, effect } = describe(record, rendering);
  return {
    firstLine: visible(firstLine),
    lines: lines.map(visible),
    effect: effect === undefined ? undefined : visible(effect),
  };
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
  const { firstLine, lines, effect } = describeRecord(record, rendering);
  return [firstLine, ...lines, ...(effect === undefined ? [] : [effect]), ...remedy];
}
