import { describe, expect, test } from 'vitest';
import { parseTlsCertificateName } from '../../../src/domain/connector/tls-certificate-name.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';

function errorOf(text: string): string | undefined {
  const parsed = parseTlsCertificateName(text);
  return parsed.kind === 'error' ? `${parsed.position}: ${failureText(parsed.failure, 'en')}` : undefined;
}

describe('<I>issuer<S>subject', () => {
  test.each([
    ['as Get-ReceiveConnector prints it', '<I>CN=Contoso CA, O=Contoso, C=US<S>CN=mail.contoso.com, S=Washington'],
    [
      'in small letters, as scripts put it together',
      '<i>cn=contoso ca,o=contoso,c=us<s>cn=mail.contoso.com,st=washington',
    ],
  ])('is read %s', (_, text) => {
    expect(parseTlsCertificateName(text)).toEqual({
      kind: 'name',
      name: {
        issuer: '[["2.5.4.3=contoso ca"],["2.5.4.10=contoso"],["2.5.4.6=us"]]',
        subject: '[["2.5.4.3=mail.contoso.com"],["2.5.4.8=washington"]]',
        commonNames: [expect.stringMatching(/^mail\.contoso\.com$/i)],
      },
    });
  });

  test('a <S> inside quotation marks, or escaped, belongs to a value', () => {
    const parsed = parseTlsCertificateName('<I>CN="a<S>b",O=c\\<S>d<S>CN=e');
    expect(parsed).toMatchObject({ name: { issuer: '[["2.5.4.3=a<s>b"],["2.5.4.10=c<s>d"]]' } });
  });

  test.each([
    ['', '0: it does not begin with <I>'],
    ['<S>CN=a<I>CN=b', '0: it does not begin with <I>'],
    ['<I>CN=a', '7: <S> and the subject are missing'],
    ['<I><S>CN=a', '3: the issuer between <I> and <S> is missing'],
    ['<I>CN=a<S> ', '10: the subject after <S> is missing'],
    ['<I>CN=a,<S>CN=b', '8: issuer: an attribute is missing'],
    ['<I>CN=a<S>CN=b,X', '15: subject: "X" is not followed by ='],
  ])('%s is none', (text, error) => {
    expect(errorOf(text)).toBe(error);
  });
});
