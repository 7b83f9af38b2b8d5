import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../src/adapters/notify/redact.ts';

const PASSWORD = 'p"&<%2f>ä\\ 😀';

/** All ways to write one character. */
const WAYS: readonly ((character: string) => string)[] = [
  (character) => character,
  (character) => [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  (character) => `&#${character.codePointAt(0)};`,
  (character) => `&#x${character.codePointAt(0)?.toString(16)};`,
];

test.each([
  ['as it is', PASSWORD],
  ['percent-encoded', encodeURIComponent(PASSWORD)],
  ['percent-encoded in part', encodeURI(PASSWORD)],
  ['percent-encoded in small letters', encodeURIComponent(PASSWORD).toLowerCase()],
  ['decoded, although it needed no encoding', decodeURIComponent('p"&<%2f>ä\\ 😀')],
  ['in JSON', JSON.stringify(PASSWORD).slice(1, -1)],
  ['in JSON of only ASCII', 'p\\"&<%2f>\\u00e4\\\\ \\ud83d\\ude00'],
  ['in HTML', 'p&quot;&amp;&lt;%2f&gt;ä\\ 😀'],
  ['in HTML by numbers', 'p&#34;&#x26;&#60;%2f&#x3E;&#228;\\ &#128512;'],
  ['in JSON in HTML', 'p\\&quot;&amp;&lt;%2f&gt;ä\\\\ 😀'],
])('a secret is redacted %s', (_, spelled) => {
  expect(redact(`wrong: ${spelled}, try again`, [PASSWORD])).toBe('wrong: …, try again');
});

test('a secret is redacted however each of its characters is escaped', () => {
  const secret = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  const around = fc.stringMatching(/^[a-z ]*[ :,]$/);
  fc.assert(
    fc.property(
      secret,
      fc.array(fc.nat(WAYS.length - 1), { minLength: 30, maxLength: 30 }),
      around,
      (text, ways, more) => {
        // Text that resembles an escape may be read as one, together with its neighbors.
        fc.pre(!/[%\\&+]/.test(text) && !more.includes(text));
        const spelled = [...text].map((character, at) => (WAYS[ways[at % 30] ?? 0] ?? String)(character)).join('');
        expect(redact(`${more}${spelled}${more}`, [text])).toBe(`${more}…${more}`);
      },
    ),
  );
});

test('the beginning of a secret is redacted if the text was truncated inside of it', () => {
  const cut = (text: string, byteCount: number): string => Buffer.from(text).subarray(0, byteCount).toString();
  const said = 'token: &#x71;bcdéfgh';
  for (let byteCount = said.indexOf('d') + 1; byteCount < Buffer.byteLength(said); byteCount += 1) {
    expect(redact(cut(said, byteCount), ['qbcdéfgh'])).toBe('token: …');
  }
  expect(redact('token: qbcdé%', ['qbcdéfgh'])).toBe('token: …');
  expect(redact('token: qbc', ['qbcdefgh'])).toBe('token: qbc');
});

test('several secrets are redacted completely, even if one is part of another or they are adjacent', () => {
  expect(redact('a secret-marker, a marker', ['marker', 'secret-marker'])).toBe('a …, a …');
  expect(redact('onetwo', ['one', 'two'])).toBe('…');
  expect(redact('abcabc', ['abca', 'cabc'])).toBe('…');
});

test('text without a secret stays as it is', () => {
  const said = '{"error":"50% of \\"x\\" &amp; y \\u00e4 &#9999999; %zz %ff"}';
  expect(redact(said, [PASSWORD])).toBe(said);
  expect(redact(said, [])).toBe(said);
});

test('long secrets are found in long texts in little time', () => {
  const started = performance.now();
  for (const secret of ['%'.repeat(4096), '"'.repeat(4096), 'x'.repeat(4096)]) {
    for (const text of [secret.repeat(16), '%25'.repeat(21_000), '&quot;'.repeat(10_000)]) redact(text, [secret]);
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});
