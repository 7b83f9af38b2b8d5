import { X509Certificate } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { needsRoot } from '../peers/needs.ts';
import { Scene } from './scene.ts';
import { becomeRoot, becomeUnprivileged, rootAtTheEnd, UNPRIVILEGED } from './unprivileged.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const R1 = 'connectors: [{ name: Default MAIL01, direction: receive }]\n';
const yaml = (more: string): string => `stores: [{ name: My, path: store, services: [SMTP] }]\n${more}\n${R1}`;
const claim = '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)';

describe('the first start on an empty personal store', () => {
  for (const [selfSigned, years] of [
    ['', 5],
    ['selfSigned: { years: 1, key: ec-p256 }', 1],
  ] as const) {
    test(`row 60: a self-signed certificate of ${years} years is installed and recorded, and serves`, async () => {
      await using scene = new Scene(NOON);
      scene.configure(yaml(`roles: [client-access]\n${selfSigned}`));
      mkdirSync(scene.directory.at('store'));
      const events = await scene.start();
      expect(events).toHaveLength(1);
      const thumbprint = readlinkSync(scene.directory.at('store', 'internal-transport'));
      const notAfter = `${2026 + years}-11-24T12:00:00.000Z`;
      expect(events[0]).toBe(`1004(${thumbprint}; MAIL01, mail01.contoso.com; ${notAfter}) once`);

      const directory = scene.directory.at('store', thumbprint);
      const certificate = new X509Certificate(readFileSync(join(directory, 'certificate.pem')));
      expect(certificate.subject).toBe('CN=MAIL01');
      expect(certificate.subjectAltName).toBe('DNS:MAIL01, DNS:mail01.contoso.com');
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(statSync(join(directory, 'privkey.pem')).mode & 0o777).toBe(0o600);

      expect(await scene.pass(NOON + MINUTE)).toEqual([]);
      await scene.stop();
      expect(await scene.start()).toEqual([]);
    });
  }

  test('no certificate is issued where no internal transport certificate is wanted', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('roles: [client-access]\ninternalTransportCertificate: none'));
    mkdirSync(scene.directory.at('store'));
    expect(await scene.start()).toEqual([claim]);
    expect(await scene.pass(NOON + MINUTE)).toEqual([]);
    expect(readdirSync(scene.directory.at('store'))).toEqual([]);
  });

  test('row 61: only the role Mailbox installs nothing', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('roles: [mailbox]'));
    mkdirSync(scene.directory.at('store'));
    expect(await scene.start()).toEqual([claim]);
    expect(readdirSync(scene.directory.at('store'))).toEqual([]);
  });

  test('row 62: with Mailbox and another role it is installed', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('roles: [mailbox, hub-transport]\nselfSigned: { key: ec-p256 }'));
    mkdirSync(scene.directory.at('store'));
    const events = await scene.start();
    const thumbprint = readlinkSync(scene.directory.at('store', 'internal-transport'));
    expect(events).toEqual([`1004(${thumbprint}; MAIL01, mail01.contoso.com; 2031-11-24T12:00:00.000Z) once`]);
  });

  test('row 63: any certificate in the store, even an expired one of another name, installs nothing', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('roles: [client-access]'));
    const other = makeCertificate({ commonName: 'old.contoso.com', notBefore: NOON - 400 * DAY, notAfter: NOON - DAY });
    scene.directory.write('store/old.pem', other.certificatePem);
    expect(await scene.start()).toEqual([claim]);
    expect(readdirSync(scene.directory.at('store'))).toEqual(['old.pem']);
  });

  test('a store that was emptied later is no first start', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('roles: [client-access]\nselfSigned: { key: ec-p256 }'));
    mkdirSync(scene.directory.at('store'));
    await scene.start();
    for (const name of readdirSync(scene.directory.at('store')))
      rmSync(scene.directory.at('store', name), { recursive: true });
    for (const minutes of [1, 2, 3]) await scene.pass(NOON + minutes * MINUTE);
    expect(readdirSync(scene.directory.at('store'))).toEqual([]);
  });

  test('a store that does not exist yet is created', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('selfSigned: { key: ec-p256 }'));
    const events = await scene.start();
    expect(events.map((event) => event.slice(0, 5))).toEqual(['1004(']);
    expect(statSync(scene.directory.at('store')).mode & 0o777).toBe(0o700);
  });

  test.runIf(needsRoot())('if nothing can be written an event says so, and the next scan tries again', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('selfSigned: { key: ec-p256 }'));
    mkdirSync(scene.directory.at('store'), { mode: 0o555 });
    mkdirSync(scene.directory.at('state'));
    for (const path of [scene.directory.path, scene.directory.at('state')]) chownSync(path, UNPRIVILEGED, UNPRIVILEGED);
    using _ = rootAtTheEnd();
    becomeUnprivileged();
    expect(() => mkdirSync(scene.directory.at('store', 'x'))).toThrow(/EACCES/);
    const events = await scene.start();
    expect(events).toEqual([expect.stringMatching(/^1006\(My; cannot lock the store .* EACCES: .*\)$/), claim]);
    expect(await scene.pass(NOON + MINUTE)).toEqual([]);
    becomeRoot();
    chmodSync(scene.directory.at('store'), 0o755);
    chownSync(scene.directory.at('store'), UNPRIVILEGED, UNPRIVILEGED);
    becomeUnprivileged();
    const fixed = await scene.pass(NOON + 2 * MINUTE);
    const issued = readlinkSync(scene.directory.at('store', 'internal-transport'));
    expect(fixed.map((event) => event.split(';')[0])).toEqual([`1004(${issued}`, '1900(1006', '1900(12014']);
    await scene.stop();
  });
});
