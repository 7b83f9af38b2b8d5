import { describe, expect, test } from 'vitest';
import { cannotLoadStarttlsCertificateFromStore as event } from '../../../src/domain/event/catalog/cannot-load-starttls-certificate-from-store.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { EventReason } from '../../../src/domain/event/data/reason-data.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { eventLines } from './event-lines.ts';

const MAIL = 'mail.contoso.com';

function firstLine(facts: FactsByName, locale: Locale): string {
  return eventLines(event, { parameters: [MAIL, 'smtpd', MAIL], facts }, { locale, offsetMinutes: () => 540 })[0];
}

describe('12014 of a server that names its file', () => {
  const path = '/etc/ssl/mail.pem';
  const certificateFiles = [path];
  const WHO = 'Receive connector "smtpd"';

  test.each<[EventReason, string, string]>([
    [
      'certificate-host-mismatch',
      `Certificate in ${path} does not match ${MAIL}: ${WHO} still uses it.`,
      `${path} の証明書は ${MAIL} と一致しません。受信コネクタ「smtpd」は引き続きこの証明書を使用しています。`,
    ],
    [
      'purpose-mismatch',
      `Certificate in ${path} is not for TLS servers: ${WHO} still uses it.`,
      `${path} の証明書は TLS サーバー用ではありません。受信コネクタ「smtpd」は引き続きこの証明書を使用しています。`,
    ],
    [
      'private-key-missing',
      `Certificate in ${path} has no private key: ${WHO} has no certificate for STARTTLS.`,
      `${path} の証明書には秘密キーがありません。受信コネクタ「smtpd」には STARTTLS で使用できる証明書がありません。`,
    ],
    [
      'certificate-file-missing',
      `Certificate file ${path} does not exist: ${WHO} has no certificate for ${MAIL}.`,
      `証明書ファイル ${path} が存在しません。受信コネクタ「smtpd」には ${MAIL} の証明書がありません。`,
    ],
    [
      'certificate-file-unusable',
      `Certificate file ${path} has no readable certificate: ${WHO} has no certificate for ${MAIL}.`,
      `証明書ファイル ${path} から証明書を読み取れません。受信コネクタ「smtpd」には ${MAIL} の証明書がありません。`,
    ],
  ])('names the file, the cause and the connector: %s', (reason, english, japanese) => {
    const facts: FactsByName = { reason, certificateFiles, path, fqdn: MAIL, connectors: ['smtpd'], fqdns: [MAIL] };
    expect(firstLine(facts, 'en')).toBe(english);
    expect(firstLine(facts, 'ja')).toBe(japanese);
  });

  test('says when the certificate becomes valid', () => {
    const nearest: NonNullable<FactsByName['nearestMiss']> = {
      ...{ thumbprint: 'N'.padEnd(40, '0'), names: [MAIL], notAfter: Date.UTC(2027, 0, 1), reason: 'not-yet-valid' },
      notBefore: Date.UTC(2026, 11, 24),
    };
    expect(firstLine({ reason: 'not-yet-valid', certificateFiles, path, nearestMiss: nearest }, 'en')).toBe(
      `Certificate in ${path} is not valid before Dec 24, 2026 9:00:00 AM (UTC+09:00): ${WHO} still uses it.`,
    );
  });

  test('counts connectors that name the file', () => {
    const group: FactsByName = { certificateFiles, path, connectors: ['a', 'b'], fqdns: [MAIL, 'imap.contoso.com'] };
    expect(firstLine({ ...group, reason: 'certificate-file-missing' }, 'en')).toBe(
      `Certificate file ${path} does not exist: 2 connectors have no certificate.`,
    );
    expect(firstLine({ ...group, reason: 'certificate-file-missing' }, 'ja')).toBe(
      `証明書ファイル ${path} が存在しません。2 個のコネクタには証明書がありません。`,
    );
    expect(firstLine({ ...group, reason: 'certificate-host-mismatch' }, 'en')).toBe(
      `Certificate in ${path} does not match ${MAIL}, imap.contoso.com: 2 connectors still use it.`,
    );
  });

  test.each([
    [undefined, 'STARTTLS', 'other servers send mail unencrypted'],
    [['smtp'], 'STARTTLS', 'other servers send mail unencrypted'],
    [['submission'], 'STARTTLS', 'clients that require STARTTLS cannot send mail'],
    [['imaps'], 'TLS', 'clients that use implicit TLS cannot connect'],
    [['smtps', 'pop3'], 'TLS', 'clients that use implicit TLS cannot connect'],
    [['smtp', 'imaps'], 'TLS', 'Clients that use implicit TLS cannot connect'],
  ])('names STARTTLS only for protocols that begin with it: %j', (serverProtocols, tls, effect) => {
    const facts: FactsByName = {
      ...{ reason: 'private-key-missing', certificateFiles, path },
      ...(serverProtocols === undefined ? {} : { serverProtocols }),
    };
    expect(firstLine(facts, 'en')).toBe(
      `Certificate in ${path} has no private key: ${WHO} has no certificate for ${tls}.`,
    );
    expect(firstLine(facts, 'ja')).toContain(`受信コネクタ「smtpd」には ${tls} で使用できる`);
    const lines = eventLines(
      event,
      { parameters: [MAIL, 'smtpd', MAIL], facts },
      { locale: 'en', offsetMinutes: () => 540 },
    );
    expect(lines.at(-1)).toContain(effect);
  });

  test.each<[EventReason, string]>([
    ['certificate-host-mismatch', `No certificate matches ${MAIL}: ${WHO} has no usable certificate for STARTTLS.`],
    [
      'not-enabled-for-smtp',
      `Certificate for ${MAIL} is not enabled for SMTP: ${WHO} has no certificate for STARTTLS.`,
    ],
  ])('names the cause for a connector that searches stores: %s', (reason, english) => {
    expect(firstLine({ reason }, 'en')).toBe(english);
  });

  test('names the certificate of the file whose key it is, where that is not the first', () => {
    const nearest: NonNullable<FactsByName['nearestMiss']> = {
      ...{ thumbprint: 'I'.padEnd(40, '0'), names: ['Contoso Issuing'], notAfter: Date.UTC(2026, 11, 24) },
      ...{ reason: 'leaf-not-first', detail: '/etc/ssl/mail.pem#1' },
    };
    const lines = (locale: Locale): readonly string[] =>
      eventLines(
        event,
        {
          parameters: [MAIL, 'smtpd', MAIL],
          facts: { reason: 'leaf-not-first', certificateFiles, nearestMiss: nearest },
        },
        { locale, offsetMinutes: () => 540 },
      );
    expect(lines('en').join('\n')).toContain(
      'is the first certificate in its file, but the private key belongs to /etc/ssl/mail.pem#1.',
    );
    expect(lines('ja').join('\n')).toContain(
      'ファイルの先頭の証明書ですが、秘密キーは /etc/ssl/mail.pem#1 の証明書のものです。',
    );
  });

  test("has OpenSSL's message about a certificate that it cannot load", () => {
    const message = 'error:0680008C:asn1 encoding routines::mstring wrong tag';
    const nearest: NonNullable<FactsByName['nearestMiss']> = {
      ...{ thumbprint: 'L'.padEnd(40, '0'), names: [MAIL], notAfter: Date.UTC(2026, 11, 24) },
      ...{ reason: 'certificate-refused', detail: message },
    };
    const lines = (locale: Locale): string =>
      eventLines(
        event,
        {
          parameters: [MAIL, 'smtpd', MAIL],
          facts: { reason: 'certificate-refused', certificateFiles, nearestMiss: nearest },
        },
        { locale, offsetMinutes: () => 540 },
      ).join('\n');
    expect(lines('en')).toContain(`cannot be loaded by OpenSSL: ${message}.`);
    expect(lines('ja')).toContain(`OpenSSL で読み込めません: ${message}。`);
  });
});
