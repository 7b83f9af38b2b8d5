import { expect, test } from 'vitest';
import { inLanguage, phrase } from '../../../src/domain/text/phrase.ts';

const PHRASES = {
  yes: phrase({ en: 'yes', ja: 'はい' }),
  column: {
    expiry: phrase({ en: 'Expiry', ja: '有効期限' }),
    ago: phrase({ en: (time: string) => `${time} ago`, ja: (time) => `${time}前` }),
  },
};

test('a tree of phrases has the texts of one language', () => {
  const japanese = inLanguage(PHRASES, 'ja');
  expect(japanese.yes).toBe('はい');
  expect(japanese.column.expiry).toBe('有効期限');
  expect(japanese.column.ago('3 日')).toBe('3 日前');
  expect(inLanguage(PHRASES, 'en').column.ago('3 d')).toBe('3 d ago');
});

test('a tree in one language is made once', () => {
  expect(inLanguage(PHRASES, 'ja')).toBe(inLanguage(PHRASES, 'ja'));
  expect(inLanguage(PHRASES, 'ja')).not.toBe(inLanguage(PHRASES, 'en'));
});

test('a phrase without a translation, or with other arguments, is a type error', () => {
  // @ts-expect-error: the Japanese text is missing
  phrase({ en: 'yes' });
  // @ts-expect-error: the Japanese function takes another argument
  phrase({ en: (count: number) => `${count}`, ja: (name: string) => name });
  // @ts-expect-error: the argument is missing
  expect(() => inLanguage(PHRASES, 'en').column.ago()).not.toThrow();
});
