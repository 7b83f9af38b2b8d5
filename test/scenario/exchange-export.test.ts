import { utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

/** Returns a certificate in the form of an Exchange export. */
function listed({ der }: MadeCertificate, Services: string): Readonly<Record<string, unknown>> {
  return { Services, HasPrivateKey: true, IsSelfSigned: true, Status: 'Valid', RawData: der.toString('base64') };
}

/** Writes an export that a scheduled task on the Exchange server made some time ago. */
function exported(scene: Scene, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const path = scene.directory.write('connectors.json', Buffer.from(`\ufeff${text}`, 'utf16le'));
  const written = new Date(Date.now() - HOUR + text.length);
  utimesSync(path, written, written);
}

test('an Exchange server is judged by its exports: listed certificates, removed ones, and no half-written export', async () => {
  await using scene = new Scene(NOON);
  scene.configure(`
trust: []
internalTransportCertificate: none
stores: [{ name: Local, path: local }]
connectors: [{ name: Own, direction: receive, fqdn: mail.contoso.com }]
discover: { exchangeExport: connectors.json }
`);
  const dates = { notBefore: NOON - DAY, notAfter: NOON + 400 * DAY };
  const own = makeCertificate({ commonName: 'mail.contoso.com', ...dates });
  scene.directory.write('local/mail.pem', own.certificatePem + own.privateKeyPem, 0o600);
  const theirs = makeCertificate({ commonName: 'mail.contoso.com', ...dates });
  const receiving = {
    Name: 'Default MAIL02',
    Fqdn: 'mail.contoso.com',
    Enabled: true,
    AuthMechanism: 'Tls, Integrated',
    Bindings: [],
  };
  const answer = (Certificates: unknown, ...others: readonly unknown[]) => ({
    Fqdn: 'mail02.contoso.com',
    ReceiveConnectors: [receiving, ...others],
    Certificates,
  });
  const gone = '12014(mail.contoso.com; Default MAIL02; mail.contoso.com)';

  // The certificate of this host matches the name, but is not one of Exchange.
  exported(scene, answer(listed(theirs, 'IIS')));
  expect(await scene.start()).toEqual([gone]);
  const record = (await scene.records()).find(({ eventId }) => eventId === 12014);
  expect(record?.facts.reason).toBe('not-enabled-for-smtp');

  exported(scene, '{"ReceiveConnectors":[');
  const path = scene.directory.at('connectors.json');
  expect(await scene.pass(NOON + HOUR)).toEqual([`1100(exchange; ${path}; settings_malformed)`]);

  exported(scene, answer(listed(theirs, 'IIS, SMTP')));
  expect((await scene.pass(NOON + 2 * HOUR)).toSorted()).toEqual([
    '1900(1100; exchange; 3600)',
    '1900(12014; Default MAIL02; 7200)',
  ]);

  exported(scene, answer([listed(theirs, 'POP')]));
  expect(await scene.pass(NOON + 3 * HOUR)).toEqual([gone]);

  // A removed connector has no further events.
  exported(scene, { ...answer([listed(theirs, 'SMTP')]), ReceiveConnectors: [] });
  expect(await scene.pass(NOON + 4 * HOUR)).toEqual(['1900(12014; Default MAIL02; 3600)']);
});
