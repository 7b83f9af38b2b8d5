import { describe, expect, it } from 'vitest';
import { parseDistinguishedName } from '../../../src/domain/certificate/parse-distinguished-name.ts';
import { subjectError } from '../../../src/domain/certificate/subject-error.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';

function errorOf(text: string): string | undefined {
  const parsed = parseDistinguishedName(text);
  const cause = parsed.kind === 'name' ? subjectError(parsed.name) : parsed.cause;
  return cause && failureText(cause, 'en');
}

describe('a valid subject name for a new certificate', () => {
  it.each([
    [''],
    ['CN=mail.contoso.com'],
    [`CN=${'a'.repeat(64)}`],
    [`CN=${'\u{1f4e7}'.repeat(64)}`],
    ['CN=mail,OU=a+OU=b,O=Contoso\\, Ltd.,L=Köln,ST=NRW,C=DE'],
    ['emailAddress=admin@contoso.com,DC=contoso,DC=com'],
    ["serialNumber=HRB 1 (A)'\\+\\,-./:=?"],
    [`1.2.3.4=${'a'.repeat(1024)}`],
    ['CN=\\#020105'],
  ])('%s', (text) => {
    expect(errorOf(text)).toBeUndefined();
  });
});

describe('an invalid subject name that other programs refuse', () => {
  it.each([
    ['CN=', 'CN must have 1 to 64 characters'],
    [`CN=${'a'.repeat(65)}`, 'CN must have 1 to 64 characters'],
    [`CN=mail,O=${'a'.repeat(65)}`, 'O must have 1 to 64 characters'],
    [`ST=${'a'.repeat(129)}`, 'ST must have 1 to 128 characters'],
    ['C=D', 'C must be the two letters of a country, for example US'],
    ['C=USA', 'C must be the two letters of a country, for example US'],
    ['C=Ü1', 'C must be the two letters of a country, for example US'],
    ['emailAddress=ü@contoso.com', 'emailAddress must contain only ASCII characters'],
    [`emailAddress=${'a'.repeat(256)}`, 'emailAddress must have 1 to 255 characters'],
    ['DC=bücher', 'DC must contain only ASCII characters'],
    ['serialNumber=1@2', "serialNumber must contain only letters, digits, spaces and '()+,-./:=?"],
    ['CN=mail+serialNumber=ü', "serialNumber must contain only letters, digits, spaces and '()+,-./:=?"],
    [`1.2.3.4=${'a'.repeat(1025)}`, '1.2.3.4 must have 1 to 1024 characters'],
    ['CN=#020105', 'CN is not text'],
    ['CN=mail\n.contoso.com', 'CN contains unprintable characters'],
    ['CN=mail,O=\x1b[2JContoso', 'O contains unprintable characters'],
    ['OU=\u202econtoso', 'OU contains unprintable characters'],
    ['CN=mail\\00', 'CN contains unprintable characters'],
  ])('%s: %s', (text, error) => {
    expect(errorOf(text)).toBe(error);
  });
});
