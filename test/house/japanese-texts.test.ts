import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MISSING_SPACE, UNUSED_WORDS, UNUSUAL_SPACE } from './japanese-words.ts';

const SOURCE = resolve(import.meta.dirname, '../../src');
const HAS_JAPANESE = /[ぁ-んァ-ヶ一-龠]/;

/** Returns the lines of the source with Japanese text, each with its place. */
function japaneseLines(): readonly { readonly place: string; readonly text: string }[] {
  const names = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.flatMap((name) =>
    readFileSync(join(SOURCE, name), 'utf8')
      .split('\n')
      .map((text, index) => ({ place: `src/${name}:${index + 1}`, text }))
      .filter(({ text }) => HAS_JAPANESE.test(text) && !/^ *(?:\*|\/\*|\/\/)/.test(text)),
  );
}

/** Returns the parts of a line that contain Japanese: the text of its strings, without `${…}`. */
function textsOf(line: string): readonly string[] {
  const fixed = line.replaceAll(/\$\{[^}]*\}/g, '…');
  return (fixed.match(/'[^']*'|`[^`]*`/g) ?? [fixed])
    .map((text) => text.slice(1, -1))
    .filter((text) => HAS_JAPANESE.test(text));
}

/** Returns the places with an error, each with the text that is wrong. */
function wrong(pattern: RegExp): readonly string[] {
  return japaneseLines().flatMap(({ place, text }) =>
    textsOf(text).flatMap((each) => (each.match(pattern) ?? []).map((found) => `${place}: ${found}`)),
  );
}

describe('the Japanese texts of the program', () => {
  it('have no word that is replaced by another one', () => {
    expect(japaneseLines().length).toBeGreaterThan(1000);
    expect(wrong(UNUSED_WORDS)).toEqual([]);
  });

  it('have a space between Japanese and Latin words', () => {
    expect(wrong(MISSING_SPACE)).toEqual([]);
  });

  it('have no space between Japanese words', () => {
    expect(wrong(UNUSUAL_SPACE)).toEqual([]);
  });
});
