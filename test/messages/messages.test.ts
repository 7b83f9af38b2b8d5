import { describe, expect, test } from 'vitest';
import { eventMessages, failureMessages, messagesPage } from './messages-page.ts';

/** The traces that an argument leaves in a text if it was not filled, or has the wrong form. `{id}` is part of an example. */
const UNFILLED = /(?<!_)undefined|NaN|\[object |\{(?!id\})\w*\}|\$\{|(?<!')\(\)|""|「」|Invalid Date/;

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}、「]/u;

/** Codes whose texts are equal, in one language or both: causes of one kind, and parts of sentences. */
const EQUAL_TEXTS: readonly ReadonlySet<string>[] = [
  new Set(['name_empty', 'file_empty', 'export_empty']),
  new Set(['accepted_file_not_regular', 'file_not_regular']),
  new Set(['quotation_mark_missing', 'quotation_mark_open']),
  new Set(['resolution_canceled', 'mail_canceled']),
  new Set(['closed_while_connecting', 'mail_session_closed']),
  new Set(['exim_value_too_long', 'macro_value_too_long']),
  new Set(['exim_port_unknown', 'opensmtpd_port_unknown']),
  new Set(['nginx_words_too_many', 'opensmtpd_words_too_many']),
  new Set(['problem', 'file_refused']),
  new Set(['a_string', 'text', 'the_text']),
  new Set(['a_path', 'the_path']),
  new Set(['client_file_access_denied', 'configuration_permission_denied']),
];

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

  test('of two failures have different texts, except those that are listed', () => {
    const codesOf = (text: string): readonly string[] =>
      failures.flatMap(([code, other]) => (other === text ? [code] : []));
    const equal = [...new Set(failures.map(([, text]) => text))].map(codesOf).filter(({ length }) => length > 1);
    const isListed = (codes: readonly string[]): boolean =>
      EQUAL_TEXTS.some((listed) => codes.every((code) => listed.has(code)));
    expect(equal.filter((codes) => !isListed(codes))).toEqual([]);
  });

  test('are on one page, in the order of their numbers', () => {
    const page = messagesPage(locale);
    const numbers = [...page.matchAll(/^(\d+) /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(events.map(({ event }) => event.eventId));
    expect(numbers).toEqual(numbers.toSorted((first, second) => first - second));
  });
});

/** Parts of texts, and words of others, that are the same in every language. */
const NAMES_AND_NUMBERS: ReadonlySet<string> = new Set([
  'the_secret_url',
  'rows_of_table',
  'said',
  'mail_accepted',
  'request_result',
]);

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
