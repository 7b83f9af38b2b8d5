import { describe, expect, test } from 'vitest';
import { ALL_EVENTS } from '../../../src/domain/event/catalog/all.ts';
import type { EventContent, EventType } from '../../../src/domain/event/event-definition.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { eventLines } from './event-lines.ts';
import { PLAUSIBLE } from './plausible.ts';

const LOCALES: readonly Locale[] = ['en', 'ja'];

/** Events about the service, which exists once: they need no name. */
const OF_THE_SERVICE: readonly number[] = [1001, 1103, 1104];

interface Said {
  readonly event: EventType;
  readonly described: EventContent;
  readonly text: readonly [string, ...string[]];
}

function said(locale: Locale, shorten: (described: EventContent) => EventContent): readonly Said[] {
  return ALL_EVENTS.flatMap((event) =>
    (PLAUSIBLE.get(event.eventId) ?? []).map((full) => {
      const described = shorten(full);
      return { event, described, text: eventLines(event, described, { locale, offsetMinutes: () => 540 }) };
    }),
  );
}

const whole = (described: EventContent): EventContent => described;
/** Returns a record with its parameters, and with only the facts that it must have. */
const requiredOnly = ({ parameters, facts: { cleared } }: EventContent): EventContent => ({
  parameters,
  facts: cleared === undefined ? {} : { cleared },
});

describe.each(LOCALES)('every message in %s', (locale) => {
  if (process.env['PRINT'] === '1') {
    test('is printed for proofreading', () => {
      for (const { event, text } of said(locale, whole))
        console.log(`${event.eventId} ${event.level}\n  ${text.join('\n  ')}`);
    });
  }

  test.each([
    ['all facts', whole],
    ['only its required facts', requiredOnly],
  ])('is complete with %s', (_, shorten) => {
    const holes =
      /undefined|NaN|null|\[object|Invalid|\(\)|""|「」|\( *[,;、]|[:：] *$| {2}|\s[,.;。、]|1970|%\d|\{\w+\}/;
    const bad = said(locale, shorten).filter(({ text }) => text.some((line) => line.trim() === '' || holes.test(line)));
    expect(bad.map(({ event, text }) => `${event.eventId}: ${text.join(' / ')}`)).toEqual([]);
  });

  test.each([
    ['all facts', whole],
    ['only its required facts', requiredOnly],
  ])('names its object in the first line, with %s', (_, shorten) => {
    const silent = said(locale, shorten).filter(({ event, described, text }) => {
      const { facts, parameters } = described;
      const names = [
        ...parameters,
        facts.connector,
        ...(facts.connectors ?? []),
        ...(facts.listeners ?? []),
        facts.fqdn,
        facts.store,
        facts.subject,
        facts.path,
      ];
      const isNamed = names.some((name) => name !== undefined && name.length > 1 && text[0].includes(name));
      return !isNamed && !OF_THE_SERVICE.includes(event.eventId);
    });
    expect(silent.map(({ event, text }) => `${event.eventId}: ${text[0]}`)).toEqual([]);
  });

  test('is unlike every other message', () => {
    const first = new Map<string, number>();
    for (const { event, text } of said(locale, whole)) {
      // A 1900 shows the text of the event that it resolves.
      const key = event.eventId === 1900 ? text.join('\n') : text[0];
      expect([key, first.get(key) ?? event.eventId]).toEqual([key, event.eventId]);
      first.set(key, event.eventId);
    }
  });
});
