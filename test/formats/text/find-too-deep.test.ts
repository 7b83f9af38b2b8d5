import { expect, it } from 'vitest';
import { Lexer, parseDocument } from 'yaml';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { findTooDeep } from '../../../src/formats/text/find-too-deep.ts';

const found = (text: string): string | undefined => {
  const tooDeep = findTooDeep(new Lexer().lex(text));
  return tooDeep && `${tooDeep.offset}: ${failureText(tooDeep.failure, 'en')}`;
};

it.each([
  ['['.repeat(16), undefined],
  ['['.repeat(17), '16: more than 16 brackets are open here; close some'],
  [`a: ${'{'.repeat(17)}`, '19: more than 16 brackets are open here; close some'],
  [`${'[]'.repeat(100)}`, undefined],
  [`a: "${'['.repeat(100)}"`, undefined],
  ['- '.repeat(16), undefined],
  ['- '.repeat(17), '32: more than 16 lists or maps begin on this line'],
  ['- - a\n'.repeat(100), undefined],
  ['a: '.repeat(17), '49: more than 16 lists or maps begin on this line'],
  [`{ ${'a: 1, '.repeat(100)} }`, undefined],
  [`- ${'-'.repeat(100)}`, undefined],
  ['a: 1\n? b', '5: a key cannot begin with "? "; write key: value'],
])('%j is too deep: %j', (text, expected) => {
  expect(found(text)).toBe(expected);
});

it('every text that the parser cannot process is refused', () => {
  const nested = Array.from({ length: 180 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
  for (const text of [nested, '!a '.repeat(5000), '&a '.repeat(5000), `a: "${'\\'.repeat(16_000)}`]) {
    expect(found(text)).toBeUndefined();
    expect(parseDocument(text, { prettyErrors: false }).errors.map(({ message }) => message)).not.toContain(
      'Maximum call stack size exceeded',
    );
  }
});
