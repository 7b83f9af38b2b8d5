import fc from 'fast-check';
import { expect } from 'vitest';
import { fill, type Sentence } from '../../src/domain/sentence.ts';

const accountName = fc.stringMatching(/^[a-z_][a-z0-9_-]*\$?$/);
/** The values of each form. */
const FORMS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  number: fc.nat().map(String),
  word: fc.stringMatching(/^[\w-]+$/),
  name: fc.stringMatching(/^[^/]{0,99}$/),
  firstName: fc.stringMatching(/^[^/:]{0,99}$/),
  accountName,
  account: fc.oneof(
    accountName,
    fc.nat().map((userId) => `user ${userId}`),
  ),
};
/** The text around an open value of each form, which may contain any other text. */
const AROUND: Readonly<Record<string, readonly [before: string, after: string]>> = {
  path: ['/', ''],
  quoted: ['"', '"'],
};

/** Returns the parts of a template: texts at even positions, and names of values at odd ones. */
const partsOf = (template: string): readonly string[] => template.split(/\{(\w+)(?::\w+)?\}/);

type Values = Readonly<Record<string, string>>;

const filled = (template: string, values: Values): string =>
  partsOf(template)
    .map((part, at) => (at % 2 === 0 ? part : values[part]))
    .join('');

const accountInJapanese = (value: string): string => value.replace(/^user (\d+)$/, 'ユーザー ID $1');

/** Returns any values for a sentence. Values without a form also contain parts of the sentence. */
function valuesFor({ en }: Sentence): fc.Arbitrary<Values> {
  const texts = partsOf(en).filter((_, at) => at % 2 === 0);
  const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...texts, '$&', '$1', '{path}', ': ', '\n'));
  const text = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
  const placeholders = [...en.matchAll(/\{(\w+)(?::(\w+))?\}/g)].reverse();
  return fc.record(
    Object.fromEntries(
      placeholders.map(([, name = '', form]) => {
        const [before, after] = AROUND[form ?? ''] ?? ['', ''];
        return [name, FORMS[form ?? ''] ?? text.map((value) => before + value + after)];
      }),
    ),
  );
}

/**
 * Checks that the Japanese text of a sentence is found for its English text, with any values. Its
 * pattern must match in linear time. Therefore at most one value is open, and the others end at a
 * character that their form does not have, or after 255 characters.
 */
export function expectTranslated(sentence: Sentence, inJapanese: (english: string) => string | undefined): void {
  const { en, ja } = sentence;
  const placeholders = [...en.matchAll(/\{(\w+)(?::(\w+))?\}(.?)/g)];
  const open = placeholders.filter(([, name, form = ''], at) => {
    const isRepeated = placeholders.findIndex((other) => other[1] === name) < at;
    return !isRepeated && !(form in FORMS);
  });
  expect(open.length).toBeLessThanOrEqual(1);
  for (const [, , form = '', next = ''] of placeholders) {
    expect([...Object.keys(FORMS), ...Object.keys(AROUND), '']).toContain(form);
    expect(next).toMatch(/^[\s:;,)]?$/);
  }
  fc.assert(
    fc.property(valuesFor(sentence), (values) => {
      const english = fill(sentence.en, values);
      expect(english).toBe(filled(en, values));
      const accounts = [...en.matchAll(/\{(\w+):account\}/g)].map(([, name = '']) => name);
      const translated = accounts.map((name) => [name, accountInJapanese(values[name] ?? '')]);
      expect(inJapanese(english)).toBe(filled(ja, { ...values, ...Object.fromEntries(translated) }));
    }),
  );
}
