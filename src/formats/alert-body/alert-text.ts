import { inLanguage } from '../../domain/text/phrase.ts';
import { ALERT_PHRASES } from './alert-phrases.ts';
import type { ComposedAlert } from './compose-alert.ts';

/** The maximum number of records that are listed. */
const MAX_SENTENCES = 100;

/** Returns the texts of at most 100 records, and a line with the number of the other records. */
export function listedSentences({ sentences, locale }: ComposedAlert): readonly string[] {
  const others = sentences.length - MAX_SENTENCES;
  if (others < 1) return sentences;
  return [...sentences.slice(0, MAX_SENTENCES), inLanguage(ALERT_PHRASES, locale).andOtherRecords(others)];
}

/** Renders an alert as plain text: the problem, its effect, and the fix. Ends with a line end. */
export function alertText(alert: ComposedAlert): string {
  const { locale, notice, details, fields, commands, more } = alert;
  const labels = inLanguage(ALERT_PHRASES, locale);
  const blocks: readonly (readonly string[])[] = [
    notice === undefined ? [] : [notice],
    [...listedSentences(alert), ...details],
    fields.map(({ label, value }) => `${label}: ${value}`),
    commands.length === 0 ? [] : [labels.remedy, ...commands.map((command) => `  ${command}`)],
    more === undefined ? [] : [`${labels.link} ${more}`],
  ];
  return blocks.flatMap((lines) => (lines.length === 0 ? [] : [`${lines.join('\n')}\n`])).join('\n');
}
