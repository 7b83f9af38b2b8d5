import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { expandMacros } from '../../../../src/formats/server-config/postfix/postfix-macro.ts';

const PARAMETERS: Readonly<Record<string, string>> = {
  empty: '',
  ssldir: '/etc/ssl',
  sub: '${ssldir}/sub',
  level: '3.9',
  loop: '$pool',
  pool: '${loop}',
  big: 'xxxxxxxxxx',
};
const lookUp = (name: string): string | undefined => PARAMETERS[name];

function expanded(text: string): string {
  const result = expandMacros(text, lookUp);
  return result.kind === 'value' ? result.value : `unresolved: ${failureText(result.failure, 'en')}`;
}

describe('a value of Postfix', () => {
  it.each([
    ['/etc/mail.pem', '/etc/mail.pem'],
    ['', ''],
    ['$ssldir/mail.pem', '/etc/ssl/mail.pem'],
    ['${ssldir}mail.pem', '/etc/sslmail.pem'],
    ['$(ssldir)/mail.pem', '/etc/ssl/mail.pem'],
    ['${sub}/$empty/mail.pem', '/etc/ssl/sub//mail.pem'],
    ['costs 5$$', 'costs 5$'],
    ['${ssldir?yes}', 'yes'],
    ['${empty?yes}', ''],
    ['${empty:no}', 'no'],
    ['${ssldir:no}', ''],
    ['${nothing?yes}', ''],
    ['${nothing:no}', 'no'],
    ['${ssldir?{$ssldir/a.pem}:{/b.pem}}', '/etc/ssl/a.pem'],
    ['${empty?{$ssldir/a.pem}:{/b.pem}}', '/b.pem'],
    ['${empty ? {a} : {${ssldir ? {inner} : {b}}}}', 'inner'],
    ['${{$level} >=level {3.10} ? {new} : {old}}', 'old'],
    ['${{$level} <level {3.10} ? {new} : {old}}', 'new'],
    ['${{10} > {9} ? {number} : {text}}', 'number'],
    ['${{ten} == {ten} ? {same} : {other}}', 'same'],
    ['${{ten} != {ten} ? {other}}', ''],
    ['${{a} == {b} : {other}}', 'other'],
    ['${{a} == {a}}', 'bool:true'],
  ])('%s is expanded to %s', (text, value) => {
    expect(expanded(text)).toBe(value);
  });

  it.each([
    ['$nothing/mail.pem', '$nothing is not defined'],
    ['${nothing}', '$nothing is not defined'],
    ['$loop', 'the macros refer to each other in a loop'],
    ['${ssldir', 'a bracket is not closed'],
    ['$(ssldir', 'a bracket is not closed'],
    ['$', 'a $ is not followed by a name'],
    ['${}', 'is not a macro'],
    ['${{a} ~ {b} ? {c}}', 'is not a comparison'],
    ['${{a} == b ? {c}}', 'is not a comparison'],
    ['${{a} == {a} {c}}', 'is not a conditional'],
    ['${ssldir?{a} b}', 'is not a conditional'],
    ['${{a} <level {3} ? {c}}', 'is not a compatibility level'],
  ])('%s is unknown: %s', (text, detail) => {
    expect(expanded(text)).toMatch(/^unresolved: /);
    expect(expanded(text)).toContain(detail);
  });

  it('that would grow endlessly is not followed', () => {
    const growing = (name: string): string | undefined => {
      const at = Number(/^m(\d+)$/.exec(name)?.[1] ?? Number.NaN);
      return at < 60 ? `$m${at + 1}$m${at + 1}` : 'x'.repeat(1000);
    };
    const started = performance.now();
    expect(expandMacros('$m0', growing).kind).toBe('unresolved');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('never throws, and one without a $ is unchanged', () => {
    const piece = fc.constantFrom(
      '$',
      '{',
      '}',
      '(',
      ')',
      '?',
      ':',
      '==',
      '<level',
      'ssldir',
      'nothing',
      '/',
      ' ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const result = expandMacros(text, lookUp);
        if (!text.includes('$')) expect(result).toEqual({ kind: 'value', value: text });
      }),
      { numRuns: 3000 },
    );
  });
});

it.each([
  ['${a', '「{a」の括弧が閉じていません'],
  ['$a', '$a が定義されていません'],
  ['$', '$ の後に名前がありません'],
  ['${{a} ~ {b}}', '「{a} ~ {b}」は比較式ではありません'],
])('the error of %s has a Japanese text: %s', (text, japanese) => {
  const result = expandMacros(text, () => undefined);
  const { failure } = result.kind === 'unresolved' ? result : {};
  expect(failure && failureText(failure, 'ja')).toBe(japanese);
});
