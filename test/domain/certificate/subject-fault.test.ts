import { describe, expect, it } from 'vitest';
import { parseDistinguishedName } from '../../../src/domain/certificate/parse-distinguished-name.ts';
import { subjectFault } from '../../../src/domain/certificate/subject-fault.ts';

function faultOf(text: string): string | undefined {
  const parsed = parseDistinguishedName(text);
  return parsed.kind === 'name' ? subjectFault(parsed.name) : parsed.detail;
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
    expect(faultOf(text)).toBeUndefined();
  });
});

describe('an invalid subject name that other programs refuse', () => {
  it.each([
    ['CN=', 'CN has 1 to 64 characters'],
    [`CN=${'a'.repeat(65)}`, 'CN has 1 to 64 characters'],
    [`CN=mail,O=${'a'.repeat(65)}`, 'O has 1 to 64 characters'],
    [`ST=${'a'.repeat(129)}`, 'ST has 1 to 128 characters'],
    ['C=D', 'C has the two letters of a country, such as US'],
    ['C=USA', 'C has the two letters of a country, such as US'],
    ['C=Ü1', 'C has the two letters of a country, such as US'],
    ['emailAddress=ü@contoso.com', 'emailAddress has ASCII alone'],
    [`emailAddress=${'a'.repeat(256)}`, 'emailAddress has 1 to 255 characters'],
    ['DC=bücher', 'DC has ASCII alone'],
    ['serialNumber=1@2', "serialNumber has letters, digits and '()+,-./:=? alone"],
    ['CN=mail+serialNumber=ü', "serialNumber has letters, digits and '()+,-./:=? alone"],
    [`1.2.3.4=${'a'.repeat(1025)}`, '1.2.3.4 has 1 to 1024 characters'],
    ['CN=#020105', 'CN is no text'],
    ['CN=mail\n.contoso.com', 'CN has characters that cannot be seen'],
    ['CN=mail,O=\x1b[2JContoso', 'O has characters that cannot be seen'],
    ['OU=\u202econtoso', 'OU has characters that cannot be seen'],
    ['CN=mail\\00', 'CN has characters that cannot be seen'],
  ])('%s: %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });
});
