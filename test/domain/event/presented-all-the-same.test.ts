import { describe, expect, test } from 'vitest';
import { cannotLoadStarttlsCertificateFromStore as event } from '../../../src/domain/event/catalog/cannot-load-starttls-certificate-from-store.ts';
import type { Locale } from '../../../src/domain/event/event-definition.ts';
import type { Facts } from '../../../src/domain/event/facts.ts';

const MAIL = 'mail.contoso.com';

function firstLine(facts: Facts, locale: Locale): string {
  return event[locale]({ parameters: [MAIL, 'smtpd', MAIL], facts }, { locale, offsetMinutes: () => 540 })[0];
}

describe('12014 of a server that names its file', () => {
  const certificateFiles = ['/etc/ssl/mail.pem'];

  test.each([
    [
      'certificate-host-mismatch',
      'presents one in STARTTLS that carries other names',
      '提示しているのは別の名前の証明書です',
    ],
    ['not-yet-valid', 'presents one in STARTTLS that is not valid yet', '提示しているのは有効期間前の証明書です'],
    [
      'purpose-mismatch',
      'presents one in STARTTLS that is not for TLS servers',
      '提示しているのはサーバー用ではない証明書です',
    ],
    ['private-key-missing', 'has nothing valid to present in STARTTLS', '提示できる有効な証明書がない状態です'],
    ['certificate-file-missing', 'has nothing valid to present in STARTTLS', '提示できる有効な証明書がない状態です'],
  ])('says what becomes of STARTTLS: %s', (reason, english, japanese) => {
    const facts: Facts = { reason, certificateFiles };
    expect(firstLine(facts, 'en')).toBe(`No usable certificate for ${MAIL}: Receive connector "smtpd" ${english}.`);
    expect(firstLine(facts, 'ja')).toBe(
      `${MAIL} に使える証明書がありません。受信コネクタ「smtpd」が STARTTLS で${japanese}。`,
    );
  });

  test('is of other connectors that nothing can be presented', () => {
    expect(firstLine({ reason: 'certificate-host-mismatch' }, 'en')).toContain(
      'has nothing valid to present in STARTTLS',
    );
  });

  test('names the certificate of the file whose key it is, where that is not the first', () => {
    const nearest: NonNullable<Facts['nearest']> = {
      ...{ thumbprint: 'I'.padEnd(40, '0'), names: ['Contoso Issuing'], notAfter: Date.UTC(2026, 11, 24) },
      ...{ reason: 'leaf-not-first', detail: '/etc/ssl/mail.pem#1' },
    };
    const lines = (locale: Locale): readonly string[] =>
      event[locale](
        { parameters: [MAIL, 'smtpd', MAIL], facts: { reason: 'leaf-not-first', certificateFiles, nearest } },
        { locale, offsetMinutes: () => 540 },
      );
    expect(lines('en').join('\n')).toContain(
      'is the first certificate in its file, but the private key belongs to /etc/ssl/mail.pem#1.',
    );
    expect(lines('ja').join('\n')).toContain(
      'ファイルの先頭の証明書ですが、秘密キーは /etc/ssl/mail.pem#1 の証明書のものです。',
    );
  });

  test('says what OpenSSL says of a certificate that it does not load', () => {
    const message = 'error:0680008C:asn1 encoding routines::mstring wrong tag';
    const nearest: NonNullable<Facts['nearest']> = {
      ...{ thumbprint: 'L'.padEnd(40, '0'), names: [MAIL], notAfter: Date.UTC(2026, 11, 24) },
      ...{ reason: 'certificate-refused', detail: message },
    };
    const lines = (locale: Locale): string =>
      event[locale](
        { parameters: [MAIL, 'smtpd', MAIL], facts: { reason: 'certificate-refused', certificateFiles, nearest } },
        { locale, offsetMinutes: () => 540 },
      ).join('\n');
    expect(lines('en')).toContain(`is not loaded by OpenSSL: ${message}.`);
    expect(lines('ja')).toContain(`OpenSSL で読み込めません: ${message}。`);
  });
});
