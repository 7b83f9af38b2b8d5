import fc from 'fast-check';
import { expect } from 'vitest';
import { inEnglish, type Sentence } from '../../src/domain/sentence.ts';

/** The values of each form. */
const FORMS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  number: fc.nat().map(String),
};

/** The parts of a template: texts at even positions, and names of values at odd ones. */
const partsOf = (template: string): readonly string[] => template.split(/\{(\w+)(?::\w+)?\}/);

type Values = Readonly<Record<string, string>>;

const filled = (template: string, values: Values): string =>
  partsOf(template)
    .map((part, at) => (at % 2 === 0 ? part : values[part]))
    .join('');

/** Returns any values for a sentence. Those without a form also contain parts of the sentence. */
function valuesFor({ en }: Sentence): fc.Arbitrary<Values> {
  const texts = partsOf(en).filter((_, at) => at % 2 === 0);
  const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...texts, '$&', '$1', '{path}', ': ', '\n'));
  const text = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
  const placeholders = [...en.matchAll(/\{(\w+)(?::(\w+))?\}/g)].reverse();
  return fc.record(
    Object.fromEntries(
      placeholders.map(([, name = '', form]) => {
        const values = form === undefined ? text : FORMS[form];
        if (values === undefined) throw new Error(`there is no form ${form}`);
        return [name, values];
      }),
    ),
  );
}

/**
 * Asserts that the Japanese text of a sentence is found for its English text, with any values, and
 * that its pattern matches in linear time: at most one value has no form, and the others end at a
 * character that no form has.
 */
export function expectTranslated(sentence: Sentence, inJapanese: (english: string) => string | undefined): void {
  const { en, ja } = sentence;
  expect(en).not.toMatch(/\{\w+\}.*\{\w+\}/);
  expect(en).not.toMatch(/\{\w+:\w+\}[^\s:;,)]/);
  fc.assert(
    fc.property(valuesFor(sentence), (values) => {
      const english = inEnglish(sentence, values);
      expect(english).toBe(filled(en, values));
      expect(inJapanese(english)).toBe(filled(ja, values));
    }),
  );
}
