import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const made = (days: number, old?: MadeCertificate): MadeCertificate =>
  makeCertificate({
    ...{ commonName: 'mail.contoso.com', notBefore: NOON - DAY, notAfter: NOON + days * DAY },
    ...(old === undefined ? {} : { keyPair: old.keyPair }),
  });

const SETTINGS = `
trust: []
internalTransportCertificate: none
expiresSoon: { within: 1h, remindAt: [] }
stores: [{ name: My, path: certs }]
`;
const INTERNET = '  - { name: Internet, direction: receive, fqdn: mail.contoso.com }\n';

test('a renewal that kept the old key is selected: another connector names that key', async () => {
  await using scene = new Scene(NOON);
  const old = made(60);
  const renewed = made(90, old);
  scene.configure(
    `${SETTINGS}connectors:\n  - { name: smtpd, direction: receive, fqdn: mail.contoso.com, certificateFile: old.pem, keyFile: private/mail.key }\n${INTERNET}`,
  );
  scene.directory.write('old.pem', old.certificatePem);
  scene.directory.write('private/mail.key', old.privateKeyPem, 0o600);
  scene.directory.write('certs/mail.pem', renewed.certificatePem);
  expect(await scene.start()).toEqual([]);
  // A removed key is not found anymore, even if no file of the store has changed.
  rmSync(scene.directory.at('private/mail.key'));
  await scene.pass(NOON + HOUR);
  const events = await scene.pass(NOON + 2 * HOUR);
  const all = (await scene.records()).map(({ eventId }) => eventId);
  expect(all).toContain(1200);
  expect(events.filter((event) => event.startsWith('1900'))).toEqual([]);
});

test('a certificate in certs and its key in private of one store belong together', async () => {
  await using scene = new Scene(NOON);
  const mail = made(90);
  scene.configure(`${SETTINGS.replace('path: certs', 'path: ssl')}connectors:\n${INTERNET}`);
  scene.directory.write('ssl/certs/mail.pem', mail.certificatePem);
  scene.directory.write('ssl/private/mail.key', mail.privateKeyPem, 0o600);
  expect(await scene.start()).toEqual([]);
});
