import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

/** Writes a certificate for the computer with these dates to the store. */
function place(scene: Scene, file: string, notBefore: number, notAfter: number): string {
  const made = makeCertificate({
    commonName: 'MAIL01',
    dnsNames: ['MAIL01', 'mail01.contoso.com'],
    notBefore,
    notAfter,
  });
  scene.directory.write(`store/${file}.pem`, made.certificatePem);
  scene.directory.write(`store/${file}.key`, made.privateKeyPem, 0o600);
  return made.thumbprint;
}

const CONNECTORS = `
stores: [{ name: My, path: store }]
connectors:
  - { name: Default MAIL01, direction: receive }
  - { name: Client MAIL01, direction: receive, fqdn: mail01.contoso.com }
  - { name: Plain, direction: receive, fqdn: other.contoso.com, starttls: false }
`;

for (const profile of ['exchange-2007', 'exchange-2019']) {
  describe(`a certificate expires and is replaced, ${profile}`, () => {
    const expired = (thumbprint: string): readonly string[] => [
      `12015(${thumbprint})`,
      ...(profile === 'exchange-2007'
        ? ['Default MAIL01', 'Client MAIL01'].map((name) => `12014(mail01.contoso.com; ${name}; mail01.contoso.com)`)
        : [`12016(mail01.contoso.com; ${thumbprint})`]),
    ];

    /** A kill between any two steps must not change the events. */
    for (const restarts of [false, true]) {
      test(restarts ? 'with a restart between any two steps' : 'in one process', async () => {
        await using scene = new Scene(NOON);
        scene.configure(`profile: ${profile}\nexpiresSoon: { within: 1h, remindAt: [] }\n${CONNECTORS}`);
        const old = place(scene, 'a', NOON - 365 * DAY, NOON);
        const step = async (at: number): Promise<readonly string[]> => {
          if (!restarts) return scene.pass(at);
          await scene.stop();
          scene.now = at;
          return scene.start();
        };

        // At notAfter, the certificate is still valid: it is expiring, not expired.
        const soon = [`12017(${old}; 0)`, `12018(mail01.contoso.com; ${old}; 0)`];
        expect(await scene.start()).toEqual(soon);
        const events = await step(NOON + 1);
        expect(events.filter((event) => !event.startsWith('1900'))).toEqual(expired(old));
        expect(events.filter((event) => event.startsWith('1900'))).toEqual([
          `1900(12017; ${old}; 0)`,
          `1900(12018; ${old}; 0)`,
        ]);
        expect(await step(NOON + 15 * MINUTE)).toEqual([]);
        expect(await step(NOON + 24 * HOUR)).toEqual([]);
        expect(await step(NOON + 24 * HOUR + 1)).toEqual(expired(old).map((event) => `${event} repeated`));

        rmSync(scene.directory.at('store/a.pem'));
        rmSync(scene.directory.at('store/a.key'));
        const fresh = place(scene, 'a', NOON + HOUR, NOON + 365 * DAY);
        const over = await step(NOON + 25 * HOUR);
        expect(over.map((event) => event.slice(0, 11))).toEqual(
          expired(old).map((event) => `1900(${event.slice(0, 5)};`),
        );
        const cleared = (await scene.records()).filter(({ eventId }) => eventId === 1900).slice(-1)[0];
        expect(cleared?.facts.cleared?.evidence).toMatchObject({
          scope: 'store:My',
          thumbprint: fresh,
          reason: 'observed',
        });
        expect(await step(NOON + 26 * HOUR)).toEqual([]);
        await scene.stop();
        const everything = await scene.records();
        const ids = everything.map(({ eventRecordId }) => eventRecordId);
        expect(ids).toEqual(ids.map((_, index) => index + 1));
        expect(scene.events.map(({ eventRecordId }) => eventRecordId)).toEqual(ids);
      });
    }
  });
}
