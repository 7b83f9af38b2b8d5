import { expect, test } from 'vitest';
import { HOUR } from '../../src/domain/time.ts';
import { made } from '../adapters/file-store/scans.ts';
import { NOON } from '../domain/world.ts';
import { Scene } from './scene.ts';

const internal = made('mail01.contoso.com');
const other = made('mail.contoso.com');

test.each([
  ['emptied', ''],
  ['written over with text', 'junk\n'],
])(
  'the file of the internal transport certificate is %s: it is corrupted, over a restart too, until it is restored',
  async (_what, content) => {
    await using scene = new Scene(NOON);
    const file = scene.directory.write('store/internal.pem', internal.certificatePem + internal.privateKeyPem);
    scene.directory.write('store/mail.pem', other.certificatePem + other.privateKeyPem);
    scene.configure(
      `computer: mail01.contoso.com\nstores: [{ name: My, path: store }]\ninternalTransportCertificate: ${internal.thumbprint}`,
    );
    expect(await scene.start()).toEqual([]);

    scene.directory.write('store/internal.pem', content);
    expect(await scene.pass(NOON + HOUR)).toEqual(['1102(My; no_certificate; 1)', `12022(${file})`]);
    await scene.stop();
    expect(await scene.start()).toEqual([]);

    scene.directory.write('store/internal.pem', internal.certificatePem + internal.privateKeyPem);
    expect(await scene.pass(NOON + 2 * HOUR)).toEqual([
      '1900(1102; no_certificate My; 3600)',
      `1900(12022; ${internal.thumbprint}; 3600)`,
    ]);
  },
);
