import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { terminalWidth } from '../../../src/formats/terminal/terminal-width.ts';

test.each([
  ['', 0],
  ['mail.contoso.com', 16],
  ['\x1b[31mexpired\x1b[39m', 7],
  ['拇印', 4],
  ['サード パーティ', 15],
  ['ｶﾅ', 2],
  ['Ａ', 2],
  ['é', 1],
  ['e\u0301', 1],
  ['한국', 4],
  ['🔒', 2],
  ['𠮷', 2],
])('%j takes %i columns', (text, columns) => {
  expect(terminalWidth(text)).toBe(columns);
});

test('letters, marks and emoji take as many columns as Node itself counts', () => {
  const sets = [
    '\\p{Script=Latin}',
    '\\p{Script=Greek}',
    '\\p{Script=Cyrillic}',
    '\\p{Script=Hebrew}',
    '\\p{Script=Arabic}',
    '\\p{Script=Thai}',
    '\\p{Script=Devanagari}',
    '\\p{Script=Han}',
    '\\p{Script=Hiragana}',
    '\\p{Script=Katakana}',
    '\\p{Script=Bopomofo}',
    '\\p{Script=Hangul}',
    '\\p{Emoji_Presentation}',
    '\\u3000-\\u303f',
    '\\uff00-\\uffef',
  ];
  // The width of Hangul Jamo, which are joined to syllables, and of wide combining tone marks
  // depends on the terminal.
  const characters = Array.from({ length: 0x30000 }, (_each, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .filter((code) => (code < 0x1100 || code > 0x11ff) && (code < 0xd7b0 || code > 0xd7ff))
    .filter((code) => code < 0x302a || code > 0x302d)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => new RegExp(`[${sets.join('')}]`, 'u').test(character))
    .filter((character) => /\p{Assigned}/u.test(character));
  const counting = `
    const { getStringWidth } = require('internal/util/inspect');
    const characters = JSON.parse(require('fs').readFileSync(0, 'utf8'));
    console.log(JSON.stringify(characters.map((each) => getStringWidth(each))));`;
  const counted: readonly number[] = JSON.parse(
    execFileSync(process.execPath, ['--expose-internals', '-e', counting], {
      input: JSON.stringify(characters),
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    }),
  );
  const differing = characters.filter((character, at) => terminalWidth(character) !== counted[at]);
  expect(differing.map((character) => character.codePointAt(0)?.toString(16))).toEqual([]);
  expect(characters.length).toBeGreaterThan(90_000);
});
