import { describe, expect, test } from 'vitest';
import { eventMessages, failureMessages, messagesPage } from './messages-page.ts';

/** What an argument that was not filled, or has the wrong form, leaves in a text. `{id}` is part of an example. */
const UNFILLED = /(?<!_)undefined|NaN|\[object |\{(?!id\})\w*\}|\$\{|(?<!')\(\)|""|「」|Invalid Date/;

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}、「]/u;

describe.each(['en', 'ja'] as const)('the messages in the language %s', (locale) => {
  const events = eventMessages(locale);
  const failures = failureMessages(locale);

  test('have no argument that is not filled', () => {
    const lines = [
      ...events.flatMap(({ event, title, lines: all, effect }) =>
        [title, ...all, effect].map((line) => `${event.eventId}: ${line}`),
      ),
      ...failures.map(([code, text]) => `${code}: ${text}`),
    ];
    // A code may contain such a word.
    expect(lines.filter((line) => UNFILLED.test(line.slice(line.indexOf(': '))))).toEqual([]);
  });

  test('of two events have different first lines and titles', () => {
    const duplicates = (texts: readonly string[]): readonly string[] =>
      texts.filter((text, index) => texts.indexOf(text) !== index);
    expect(duplicates(events.map(({ lines: [first] }) => first))).toEqual([]);
    expect(duplicates(events.map(({ title }) => title))).toEqual([]);
  });

  test('are on one page, in the order of their numbers', () => {
    const page = messagesPage(locale);
    const numbers = [...page.matchAll(/^(\d+) /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(events.map(({ event }) => event.eventId));
    expect(numbers).toEqual(numbers.toSorted((first, second) => first - second));
  });
});

/** Parts of texts, and words of others, that are the same in every language. */
const NAMES_AND_NUMBERS: ReadonlySet<string> = new Set(['rows_of_table', 'said', 'mail_accepted', 'request_result']);

test('the English page is English, and each message of the Japanese page is Japanese', () => {
  expect(messagesPage('en').match(JAPANESE)).toBeNull();
  const texts = [
    ...eventMessages('ja').flatMap(({ title, lines: [first], effect }) => [title, first, effect]),
    ...failureMessages('ja').flatMap(([code, text]) => (NAMES_AND_NUMBERS.has(code) ? [] : [text])),
  ];
  expect(texts.filter((text) => !JAPANESE.test(text))).toEqual([]);
});

test('the pages of both languages have the same entries', () => {
  const entries = (page: string): readonly string[] => page.match(/^\S+/gm) ?? [];
  expect(entries(messagesPage('ja'))).toEqual(entries(messagesPage('en')));
});
