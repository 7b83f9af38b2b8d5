import { describe, expect, test } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../src/domain/time.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const yaml = (profile: string): string => `profile: ${profile}
trust: []
internalTransportCertificate: none
stores: [{ name: certbot, path: store, services: [SMTP] }]
connectors: [{ name: Internet MAIL01, direction: receive, fqdn: mail.contoso.com }]
`;
const make = (days: number): MadeCertificate =>
  makeCertificate({ commonName: 'mail.contoso.com', notBefore: NOON - DAY, notAfter: NOON + days * DAY });

describe.each(['exchange-2007', 'exchange-2019'])(
  'row 71: a renewal whose key follows the certificate, %s',
  (profile) => {
    async function renewedWithoutKey(): Promise<{ readonly scene: Scene; readonly renewed: MadeCertificate }> {
      const [old, renewed] = [make(60), make(90)];
      const scene = new Scene(NOON);
      scene.configure(yaml(profile));
      scene.directory.write('store/fullchain.pem', old.certificatePem);
      scene.directory.write('store/privkey.pem', old.privateKeyPem, 0o600);
      expect(await scene.start()).toEqual([]);
      scene.directory.write('store/fullchain.pem', renewed.certificatePem);
      return { scene, renewed };
    }

    test('2 s later: nothing is raised, although a scan saw them in between', async () => {
      const { scene, renewed } = await renewedWithoutKey();
      await using _ = scene;
      expect(await scene.pass(NOON + SECOND)).toEqual([]);
      scene.directory.write('store/privkey.pem', renewed.privateKeyPem, 0o600);
      expect(await scene.pass(NOON + 3 * SECOND)).toEqual([]);
      expect(await scene.pass(NOON + 15 * MINUTE)).toEqual([]);
    });

    test('and precedes it: nothing is raised', async () => {
      const [old, renewed] = [make(60), make(90)];
      await using scene = new Scene(NOON);
      scene.configure(yaml(profile));
      scene.directory.write('store/fullchain.pem', old.certificatePem);
      scene.directory.write('store/privkey.pem', old.privateKeyPem, 0o600);
      expect(await scene.start()).toEqual([]);
      scene.directory.write('store/privkey.pem', renewed.privateKeyPem, 0o600);
      expect(await scene.pass(NOON + SECOND)).toEqual([]);
      scene.directory.write('store/fullchain.pem', renewed.certificatePem);
      expect(await scene.pass(NOON + 3 * SECOND)).toEqual([]);
    });

    test('never: the second scan that sees the wrong key reports it', async () => {
      const { scene } = await renewedWithoutKey();
      await using _ = scene;
      expect(await scene.pass(NOON + SECOND)).toEqual([]);
      const events = await scene.pass(NOON + 15 * MINUTE);
      expect(events).toContain('12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)');
      expect(events.some((event) => event.startsWith('1203('))).toBe(true);
    });
  },
);
