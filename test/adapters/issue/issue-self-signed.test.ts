import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { errorLines } from '../../../src/adapters/cli/invocation/print-error.ts';
import { issueSelfSigned } from '../../../src/adapters/issue/issue-self-signed.ts';
import type { CertificateParameters } from '../../../src/domain/certificate/certificate-parameters.ts';
import { IssueError } from '../../../src/work/errors.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12, 0, 0);
const ORDER: CertificateParameters = {
  subject: 'CN=MAIL01',
  ipAddresses: [],
  dnsNames: ['MAIL01', 'mail01.contoso.com'],
  notBefore: NOON,
  notAfter: Date.UTC(2031, 10, 24, 12, 0, 0),
  key: 'ec-p256',
};

function openssl(certificatePem: string, ...options: readonly string[]): string {
  return execFileSync('openssl', ['x509', '-noout', ...options], { input: certificatePem, encoding: 'utf8' });
}

describe('a self-signed certificate', () => {
  it.each<[CertificateParameters['key'], string, number]>([
    ['rsa-2048', 'RSA', 2048],
    ['rsa-4096', 'RSA', 4096],
    ['rsa-3072', 'RSA', 3072],
    ['ec-p256', 'EC', 256],
    ['ec-p384', 'EC', 384],
    ['ec-p521', 'EC', 521],
    ['ed25519', 'Ed25519', 256],
  ])(
    'of %s has the requested content, according to node:crypto, openssl and the parser',
    async (key, algorithm, size) => {
      const { certificate, certificatePem, privateKeyPem } = await issueSelfSigned.issue({ ...ORDER, key });
      const judge = new X509Certificate(certificatePem);
      expect(judge.verify(judge.publicKey)).toBe(true);
      expect(judge.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
      expect(judge.ca).toBe(false);
      expect(judge.subjectAltName).toBe('DNS:MAIL01, DNS:mail01.contoso.com');
      expect(judge.fingerprint.replaceAll(':', '')).toBe(certificate.thumbprint);
      expect(certificate).toMatchObject({
        version: 3,
        subject: 'CN=MAIL01',
        issuer: 'CN=MAIL01',
        commonNames: ['MAIL01'],
        dnsNames: ['MAIL01', 'mail01.contoso.com'],
        notBefore: ORDER.notBefore,
        notAfter: ORDER.notAfter,
        publicKeyAlgorithm: algorithm,
        publicKeySize: size,
        isSelfIssued: true,
        isCa: false,
      });
    },
  );

  it('is accepted by openssl as a TLS server and client, and not as a CA', async () => {
    using directory = temporaryDirectory();
    const { certificatePem } = await issueSelfSigned.issue({ ...ORDER, key: 'rsa-2048' });
    const path = directory.write('certificate.pem', certificatePem);
    const at = String(NOON / 1000 + 60);
    for (const purpose of ['sslserver', 'sslclient']) {
      const answer = execFileSync('openssl', [
        ...['verify', '-x509_strict', '-check_ss_sig', '-partial_chain', '-purpose', purpose, '-attime', at],
        ...['-CAfile', path, path],
      ]);
      expect(String(answer)).toContain('OK');
    }
    const text = openssl(certificatePem, '-text');
    expect(text).toContain('X509v3 Basic Constraints: critical\n                CA:FALSE');
    expect(text).toContain('X509v3 Key Usage: critical\n                Digital Signature, Key Encipherment\n');
    expect(text).toContain('TLS Web Server Authentication, TLS Web Client Authentication');
    expect(text).toContain('X509v3 Subject Key Identifier');
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
  });

  it('with an EC key has no key usage of encipherment', async () => {
    const { certificatePem } = await issueSelfSigned.issue(ORDER);
    expect(openssl(certificatePem, '-text')).toContain(
      'X509v3 Key Usage: critical\n                Digital Signature\n',
    );
  });

  it('has a positive serial number of 16 bytes, a different one each time', async () => {
    const issued = await Promise.all(Array.from({ length: 20 }, () => issueSelfSigned.issue(ORDER)));
    const serials = issued.map(({ certificate }) => certificate.serialNumber);
    expect(new Set(serials).size).toBe(20);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  it.each([
    ['2049-12-31T23:59:59Z', 'UTCTIME'],
    ['2050-01-01T00:00:00Z', 'GENERALIZEDTIME'],
    ['9999-12-31T23:59:59Z', 'GENERALIZEDTIME'],
  ])('that expires at %s writes it as %s', async (notAfter, type) => {
    const { certificate, certificatePem } = await issueSelfSigned.issue({ ...ORDER, notAfter: Date.parse(notAfter) });
    expect(certificate.notAfter).toBe(Date.parse(notAfter));
    const parsed = execFileSync('openssl', ['asn1parse'], { input: certificatePem, encoding: 'utf8' });
    expect(parsed.match(/(UTCTIME|GENERALIZEDTIME)/g)?.[1]).toBe(type);
  });

  it.each([
    ['CN=mail.contoso.com', '0C'],
    ['CN=Füllhorn', '0C'],
    [`CN=${'a'.repeat(64)}`, '0C'],
    ['CN=mail,OU=Mail \\+ Web,O=Contoso\\, Ltd.,L=Köln,C=DE', '0C 0C 0C 0C 13'],
    ['emailAddress=admin@contoso.com,CN=mail,DC=contoso,DC=com', '16 0C 16 16'],
    ['serialNumber=HRB 1,CN=mail+OU=b,C=JP', '13 0C 0C 13'],
    ['CN=\\ mail \\ ,O=\\#1', '0C 0C'],
    ['CN=メール,O=株式会社コントソ,C=JP', '0C 0C 13'],
    ['CN=mail,2.5.4.3.99=#0C0161', '0C 0C'],
    ['CN=mail,2.999.1=#0C0161', '0C 0C'],
  ])('can have the subject %s, in the usual string types', async (subject, types) => {
    const { certificate, certificatePem } = await issueSelfSigned.issue({ ...ORDER, subject });
    expect(certificate.subject).toBe(subject);
    expect(certificate.issuer).toBe(subject);
    expect(openssl(certificatePem, '-subject', '-nameopt', 'RFC2253,dump_all,dump_der').match(/#../g)?.join(' ')).toBe(
      types.replace(/(?=\S\S)/g, '#'),
    );
  });

  it('writes the attributes of one relative name in the order of their encodings', async () => {
    for (const subject of ['OU=b+CN=mail', 'CN=mail+OU=b']) {
      const { certificate } = await issueSelfSigned.issue({ ...ORDER, subject });
      expect(certificate.subject).toBe('CN=mail+OU=b');
    }
  });

  it.each([
    [{ subject: '' }, 'the subject is empty; a self-signed certificate needs one, because it is also the issuer'],
    [{ subject: 'mail' }, 'the subject is invalid at character 1: "mail" is not followed by ='],
    [{ subject: 'CN=' }, 'the subject cannot be used: CN must have 1 to 64 characters'],
    [{ subject: `CN=${'a'.repeat(65)}` }, 'CN must have 1 to 64 characters'],
    [{ subject: 'CN=mail,C=USA' }, 'C must be the two letters of a country, for example US'],
    [{ subject: 'CN=mail,1.2.3.4=#020105' }, '1.2.3.4 is not text'],
    [{ subject: 'CN=mail,9.9=a' }, 'Invalid OID'],
    [{ ipAddresses: ['10.0.0.256'] }, '"10.0.0.256" is not an IP address'],
    [{ dnsNames: ['bücher.example'] }, '"bücher.example" cannot be a DNS name'],
    [{ dnsNames: ['a\nb'] }, '"a\\nb" cannot be a DNS name'],
  ])('is refused for %j in one line', async (wrong, reason) => {
    const refusal = issueSelfSigned.issue({ ...ORDER, ...wrong });
    await expect(refusal).rejects.toThrow(IssueError);
    await expect(refusal).rejects.toThrow(reason);
    await expect(refusal).rejects.toThrow(/^[^\n]*$/);
  });

  it.each([
    ['', 'サブジェクトが空です。自己署名証明書では発行者の名前でもあるため、指定が必要です'],
    ['CN=mail,X', 'サブジェクトの形式が正しくありません (9 文字目: 「X」の後に = がありません)'],
    ['CN=mail,C=USA', 'サブジェクトとして使用できません (C には US のような 2 文字の国コードを指定します)'],
  ])('is refused for the subject %j in Japanese, too', async (subject, reason) => {
    const refusal = await issueSelfSigned.issue({ ...ORDER, subject }).catch((error: unknown) => error);
    expect(errorLines(refusal, 'ja')).toEqual([`mailcertd: ${subject} の自己署名証明書を作成できません: ${reason}`]);
  });
});
