import { expect, test } from 'vitest';
import { oneLine } from '../../src/domain/one-line.ts';

test.each([
  ['a line', 'a line'],
  ['  spaces \t around\n', 'spaces around'],
  ['two\r\n  lines', 'two lines'],
  ['\u001b[2Jcontrol\u0000characters\u2028and\u0085line ends', '[2Jcontrol characters and line ends'],
  ['', ''],
])('the text %j of another program is the line %j', (text, line) => {
  expect(oneLine(text)).toBe(line);
});

test('a line end is replaced with the given text', () => {
  expect(oneLine('first \n\n second\tword\nthird\n', 500, '; ')).toBe('first; second word; third');
});

test.each([
  ['ü'.repeat(9), 'ü'.repeat(9)],
  ['ü'.repeat(10), 'ü'.repeat(10)],
  ['ü'.repeat(11), `${'ü'.repeat(10)}…`],
  ['𝄞'.repeat(10), '𝄞'.repeat(10)],
  ['𝄞'.repeat(11), `${'𝄞'.repeat(10)}…`],
])('the text %s is cut after ten characters', (text, line) => {
  expect(oneLine(text, 10)).toBe(line);
});
