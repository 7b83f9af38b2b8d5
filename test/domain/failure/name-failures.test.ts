import { expect, it } from 'vitest';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { readSubject } from '../../../src/domain/store-change/read-subject.ts';

it.each([
  ['', 'it is empty', '空です'],
  [`CN=${'a'.repeat(100_000)}`, 'it is longer than 16384 characters', '16384 文字を超えています'],
  ['nonsense', '"nonsense" is not followed by =', '「nonsense」の後に = がありません'],
  ['CN=a,,O=b', 'an attribute is missing', '属性がありません'],
  ['XY=a', '"XY" is not a known attribute type', '「XY」は使用できる属性の種類ではありません'],
  ['CN=a"b', 'a value contains a quotation mark; write \\"', '値の途中に引用符があります。\\" と記述してください'],
  ['CN=#0g', '# must be followed by pairs of hex digits', '# の後には 2 桁単位の 16 進数が必要です'],
  ['CN="a', 'the closing quotation mark is missing', '引用符が閉じていません'],
  ['CN="a"b', 'there is text after the closing quotation mark', '引用符の後に余分な文字があります'],
  ['CN=a\\', 'there is no character after the backslash', 'バックスラッシュ (\\) の後に文字がありません'],
  ['CN=\\ff\\fe', 'the escaped bytes are not UTF-8', 'エスケープされたバイト列が UTF-8 ではありません'],
  ['CN=#020105', 'CN is not text', 'CN が文字列ではありません'],
  ['CN=a\nb', 'CN contains unprintable characters', 'CN に表示できない文字が含まれています'],
  [`CN=${'a'.repeat(65)}`, 'CN must have 1 to 64 characters', 'CN は 1 ～ 64 文字で指定してください'],
  [
    'serialNumber=1@2',
    "serialNumber must contain only letters, digits, spaces and '()+,-./:=?",
    "serialNumber に使用できるのは英数字、スペース、'()+,-./:=? だけです",
  ],
  ['DC=bücher', 'DC must contain only ASCII characters', 'DC に使用できるのは ASCII 文字だけです'],
  [
    'C=USA',
    'C must be the two letters of a country, for example US',
    'C には US のような 2 文字の国コードを指定します',
  ],
])('the error of the subject %j has a text in English and Japanese', (subject, en, ja) => {
  const read = readSubject(subject);
  if (!('reason' in read) || read.reason !== 'subject-invalid') throw new Error('the subject is valid');
  expect(failureText(read.cause, 'en')).toBe(en);
  expect(failureText(read.cause, 'ja')).toBe(ja);
});
