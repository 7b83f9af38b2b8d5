import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

describe('a stop amid a pass', () => {
  test('gives the pass up: what was half seen is never told as blindness or as an end', async () => {
    await using scene = new Scene(NOON);
    scene.configure(
      'stores: [{ name: My, path: store }]\nconnectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]\n',
    );
    const other = makeCertificate({ commonName: 'x.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
    for (let each = 0; each < 60; each += 1) scene.folder.write(`store/${each}.pem`, other.certificatePem);
    expect(await scene.start()).toEqual(['12014(mail.contoso.com; Internet; mail.contoso.com)']);
    for (let round = 0; round < 12; round += 1) {
      scene.now = NOON + HOUR + round;
      void scene.pass();
      await wait(round % 4);
      await scene.stop();
      expect(await scene.start()).toEqual([]);
    }
  });
});
