import { expect, test } from 'vitest';
import { quoteName } from '../../../src/domain/event/quote-name.ts';

test('a name is in the quotation marks of the language', () => {
  expect([quoteName('Default MAIL01', 'en'), quoteName('Default MAIL01', 'ja')]).toEqual([
    '"Default MAIL01"',
    '「Default MAIL01」',
  ]);
});

test.each([
  ['Büro "A" & <b>', '“Büro "A" & <b>”', '「Büro "A" & <b>」'],
  ['営業「東」', '"営業「東」"', '『営業「東」』'],
])('a name with quotation marks is in different ones: %s', (name, english, japanese) => {
  expect([quoteName(name, 'en'), quoteName(name, 'ja')]).toEqual([english, japanese]);
});
