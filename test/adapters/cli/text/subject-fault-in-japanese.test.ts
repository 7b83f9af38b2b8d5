import { expect, it } from 'vitest';
import { subjectFaultInJapanese } from '../../../../src/adapters/cli/text/subject-fault-in-japanese.ts';
import { readSubject } from '../../../../src/domain/store-change/read-subject.ts';

it.each([
  '',
  `CN=${'a'.repeat(100_000)}`,
  'nonsense',
  'CN=a,,O=b',
  'XY=a',
  'CN=a"b',
  'CN=#0g',
  'CN="a',
  'CN="a"b',
  'CN=a\\',
  'CN=\\ff\\fe',
  'CN=#020105',
  'CN=a\nb',
  `CN=${'a'.repeat(65)}`,
  'serialNumber=1@2',
  'DC=bücher',
  'C=USA',
])('an error in the subject %j is described in Japanese', (subject) => {
  const read = readSubject(subject);
  if (!('reason' in read) || read.reason !== 'subject-invalid') throw new Error('this is a subject');
  expect(subjectFaultInJapanese(read.detail)).toMatch(/[ぁ-ん一-龠]/);
});

it('an unknown clause of the error stays as it is', () => {
  expect(subjectFaultInJapanese('it is Tuesday')).toBe('it is Tuesday');
});
