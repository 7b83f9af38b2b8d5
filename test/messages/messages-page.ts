import { CLI_FAILURE_PHRASES } from '../../src/adapters/cli/text/cli-failure-text.ts';
import { ALL_EVENTS, definitionOf } from '../../src/domain/event/catalog/all.ts';
import { effectText } from '../../src/domain/event/effect-text.ts';
import type { EventType } from '../../src/domain/event/event-definition.ts';
import { LEVEL_LABELS } from '../../src/domain/event/labels.ts';
import { DIAGNOSTIC_PHRASES } from '../../src/domain/failure/diagnostic-failures.ts';
import type { FailurePhrases } from '../../src/domain/failure/failure.ts';
import type { Locale } from '../../src/domain/text/locale.ts';
import { ALERT_PHRASES } from '../../src/formats/alert-body/alert-phrases.ts';
import { mailEffect } from '../../src/formats/alert-body/mail-effect.ts';
import { messageLines } from '../../src/formats/event/message.ts';
import type { Rendering } from '../../src/formats/event/rendering.ts';
import { exampleOf } from '../house/event-examples.ts';
import type { Code } from './sample.ts';
import { sampleText } from './sample-arguments.ts';

/** The messages of one event. */
export interface EventMessages {
  readonly event: EventType;
  readonly title: string;
  /** The message, with the commands of the remedy; the first line is a summary. */
  readonly lines: readonly [string, ...string[]];
  readonly effect: string;
}

/** Returns the messages of all events, sorted by number, each with the record of its example. */
export function eventMessages(locale: Locale): readonly EventMessages[] {
  const rendering: Rendering = { locale, offsetMinutes: () => 9 * 60, helpLink: '', definitionOf };
  return ALL_EVENTS.toSorted((first, second) => first.eventId - second.eventId).map((event) => {
    const record = exampleOf(event.eventId);
    if (record === undefined) throw new Error(`event ${event.eventId} has no example in event-examples.ts`);
    return {
      event,
      title: event.titleOf(record.facts, record.parameters)[locale],
      lines: messageLines(record, rendering),
      effect: mailEffect(record, locale),
    };
  });
}

/** Returns the text of each failure, also of usage errors, with sample arguments, by code. */
export function failureMessages(locale: Locale): readonly (readonly [code: string, text: string])[] {
  return Object.keys(CLI_FAILURE_PHRASES).map((code) => [
    code,
    sampleText(code as Code, locale, Object.hasOwn(DIAGNOSTIC_PHRASES, code) ? 'daemon' : 'command'),
  ]);
}

/** Returns the text of each failure in events and in the log of the daemon, by code. */
export function daemonFailureMessages(locale: Locale): readonly (readonly [code: string, text: string])[] {
  return Object.keys(CLI_FAILURE_PHRASES).map((code) => [code, sampleText(code as Code, locale, 'daemon')]);
}

/** Returns the line about the effect in alerts; the text of other events has it already. */
function effectLines(level: EventType['level'], effect: string, locale: Locale): readonly string[] {
  const isInText = level !== 'Information' && effect !== effectText(['no-effect'], locale);
  return isInText ? [] : [`${ALERT_PHRASES.effect[locale]}: ${effect}`];
}

/** Returns a page with all messages of events and failures, as plain text. */
export function messagesPage(locale: Locale): string {
  const events = eventMessages(locale).map(({ event, title, lines, effect }) =>
    [
      `${event.eventId} ${event.symbolicName} (${LEVEL_LABELS[event.level][locale]})`,
      ...[title, ...lines, ...effectLines(event.level, effect, locale)].map((line) => `    ${line}`),
    ].join('\n'),
  );
  const phrases: FailurePhrases = CLI_FAILURE_PHRASES;
  const failures = [
    ...failureMessages(locale),
    ...daemonFailureMessages(locale).flatMap(([code, text]) =>
      phrases[code]?.daemon === undefined ? [] : [[`${code} (in events and in the log of the daemon)`, text] as const],
    ),
  ].map(([code, text]) => `${code}\n    ${text.replaceAll('\n', '\n    ')}`);
  return `${[...events, ...failures].join('\n\n')}\n`;
}
