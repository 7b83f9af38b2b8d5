import { chmodSync, chownSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ALL_RULES } from '../../src/domain/rule/all.ts';
import { cannotLoadStarttlsCertificateFromStore } from '../../src/domain/rule/cannot-load-starttls-certificate-from-store.ts';
import { internalTransportCertificateExpired } from '../../src/domain/rule/internal-transport-certificate-expired.ts';
import type { Rule } from '../../src/domain/rule/rule.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { needsRoot } from '../peers/needs.ts';
import { Scene } from './scene.ts';
import { becomeRoot, becomeUnprivileged, rootAtTheEnd, UNPRIVILEGED } from './unprivileged.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
/** Returns every rule, one of which fails. */
function failing(broken: Rule): readonly Rule[] {
  const evaluate = (): never => {
    throw new TypeError('made to fail');
  };
  return ALL_RULES.map((rule) => (rule === broken ? { ...rule, evaluate } : rule));
}

describe.runIf(needsRoot())('conditions about an unavailable store', () => {
  test('stay open over three scans of it and three scans with a failing rule, and are cleared once afterwards', async () => {
    await using scene = new Scene(NOON);
    using _ = rootAtTheEnd();
    scene.configure(
      'stores: [{ name: My, path: store }]\nconnectors: [{ name: Default MAIL01, direction: receive }]\n',
    );
    const place = (notBefore: number, notAfter: number): string => {
      const made = makeCertificate({ commonName: 'MAIL01', dnsNames: ['mail01.contoso.com'], notBefore, notAfter });
      scene.directory.write('store/a.pem', made.certificatePem);
      scene.directory.write('store/a.key', made.privateKeyPem, 0o644);
      return made.thumbprint;
    };
    const old = place(NOON - 400 * DAY, NOON - DAY);
    chownSync(scene.directory.path, UNPRIVILEGED, UNPRIVILEGED);
    const secret = scene.directory.write('secret', 'x', 0o000);
    becomeUnprivileged();
    expect(() => readFileSync(secret)).toThrow(/EACCES/);

    const raised = [`12015(${old})`, '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'];
    expect(await scene.start()).toEqual(raised);

    becomeRoot();
    chmodSync(scene.directory.at('store'), 0o700);
    becomeUnprivileged();
    const path = scene.directory.at('store');
    expect(await scene.pass(NOON + 15 * MINUTE)).toEqual([`1100(My; ${path}; permission_denied)`]);
    expect(await scene.pass(NOON + 30 * MINUTE)).toEqual([]);
    expect(await scene.pass(NOON + 45 * MINUTE)).toEqual([]);

    for (const broken of [cannotLoadStarttlsCertificateFromStore, internalTransportCertificateExpired]) {
      scene.rules = failing(broken);
      const { eventId } = broken.event;
      const failed = `1107(${eventId}; made to fail)`;
      const before = scene.now;
      expect(await scene.pass(before + MINUTE)).toEqual([failed]);
      expect(await scene.pass(before + 2 * MINUTE)).toEqual([]);
      expect(await scene.pass(before + 3 * MINUTE)).toEqual([]);
      scene.rules = undefined;
      expect(await scene.pass(before + 4 * MINUTE)).toEqual([`1900(1107; ${eventId}; 180)`]);
    }

    becomeRoot();
    chmodSync(scene.directory.at('store'), 0o755);
    scene.rules = failing(cannotLoadStarttlsCertificateFromStore);
    const fresh = place(NOON - DAY, NOON + 365 * DAY);
    becomeUnprivileged();
    // The scan sees the valid certificate. The state of 12014 is unknown while its rule fails.
    const fixed = await scene.pass(NOON + 2 * HOUR);
    expect(fixed).toEqual([
      '1107(12014; made to fail)',
      `1900(12015; ${old}; 7200)`,
      `1900(1100; My; ${(105 * MINUTE) / 1000})`,
    ]);
    scene.rules = undefined;
    expect(await scene.pass(NOON + 3 * HOUR)).toEqual([
      '1900(12014; Default MAIL01; 10800)',
      '1900(1107; 12014; 3600)',
    ]);
    const cleared = (await scene.records()).filter(
      ({ facts }) => facts.cleared?.eventId === 12014 || facts.cleared?.eventId === 12015,
    );
    expect(cleared.map(({ facts }) => facts.cleared?.evidence)).toEqual([
      { scope: 'store:My', at: NOON + 2 * HOUR, reason: 'observed', thumbprint: fresh },
      { scope: 'store:My', at: NOON + 3 * HOUR, reason: 'observed', thumbprint: fresh },
    ]);
    expect(await scene.pass(NOON + 4 * HOUR)).toEqual([]);
    await scene.stop();
  });
});

describe.runIf(needsRoot())('certificates in an unreadable part of a store', () => {
  const make = (commonName: string, notAfter: number) =>
    makeCertificate({ commonName, notBefore: NOON - 400 * DAY, notAfter });

  test('are neither removed nor resolved, and stay known', async () => {
    await using scene = new Scene(NOON);
    using _ = rootAtTheEnd();
    scene.configure(`stores: [{ name: Two, path: store }]
connectors:
  - { name: Internet, direction: receive, fqdn: mail.contoso.com }
  - { name: Default MAIL01, direction: receive }
`);
    const good = make('mail.contoso.com', NOON + 365 * DAY);
    const old = make('mail01.contoso.com', NOON - DAY);
    scene.directory.write('store/a/mail.pem', good.certificatePem + good.privateKeyPem);
    scene.directory.write('store/b/old.pem', old.certificatePem + old.privateKeyPem);
    scene.directory.write('store/c.pem', make('x.contoso.com', NOON + 365 * DAY).certificatePem);
    chownSync(scene.directory.path, UNPRIVILEGED, UNPRIVILEGED);
    becomeUnprivileged();
    const raised = [`12015(${old.thumbprint})`, '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'];
    expect(await scene.start()).toEqual(raised);

    becomeRoot();
    chmodSync(scene.directory.at('store/a'), 0o700);
    chmodSync(scene.directory.at('store/b/old.pem'), 0o600);
    becomeUnprivileged();
    const events = await scene.pass(NOON + MINUTE);
    expect(events).toEqual(['1102(Two; permission_denied; 2)']);
    expect(await scene.pass(NOON + 2 * MINUTE)).toEqual([]);

    becomeRoot();
    chmodSync(scene.directory.at('store/a'), 0o755);
    chmodSync(scene.directory.at('store/b/old.pem'), 0o644);
    becomeUnprivileged();
    expect(await scene.pass(NOON + 3 * MINUTE)).toEqual(['1900(1102; permission_denied Two; 120)']);
    await scene.stop();
  });

  test('a restart with an unreadable store claims nothing that the store might disprove', async () => {
    await using scene = new Scene(NOON);
    using _ = rootAtTheEnd();
    scene.configure(`stores: [{ name: Old, path: old }, { name: New, path: new }]
connectors: [{ name: Default MAIL01, direction: receive }]
`);
    const good = make('mail01.contoso.com', NOON + 365 * DAY);
    const ending = make('mail01.contoso.com', NOON + 5 * DAY);
    scene.directory.write('new/good.pem', good.certificatePem + good.privateKeyPem);
    scene.directory.write('old/ending.pem', ending.certificatePem + ending.privateKeyPem);
    chownSync(scene.directory.path, UNPRIVILEGED, UNPRIVILEGED);
    becomeUnprivileged();
    expect(await scene.start()).toEqual([]);
    await scene.stop();
    becomeRoot();
    chmodSync(scene.directory.at('new'), 0o700);
    becomeUnprivileged();
    scene.now = NOON + MINUTE;
    expect(await scene.start()).toEqual([`1100(New; ${scene.directory.at('new')}; permission_denied)`]);
    becomeRoot();
    chmodSync(scene.directory.at('new'), 0o755);
    becomeUnprivileged();
    expect(await scene.pass(NOON + 2 * MINUTE)).toEqual(['1900(1100; New; 60)']);
    await scene.stop();
  });
});

describe.runIf(needsRoot())('a restart with a partly unreadable store', () => {
  test('raises nothing that the unreadable part might disprove, and does not report fewer certificates', async () => {
    await using scene = new Scene(NOON);
    using _ = rootAtTheEnd();
    scene.configure(`stores: [{ name: Two, path: store }]
connectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]
`);
    const make = (commonName: string, notAfter: number) =>
      makeCertificate({ commonName, notBefore: NOON - 300 * DAY, notAfter });
    const good = make('mail.contoso.com', NOON + 300 * DAY);
    const ending = make('mail.contoso.com', NOON + 5 * DAY);
    scene.directory.write('store/a/good.pem', good.certificatePem + good.privateKeyPem);
    for (const name of ['x', 'y']) {
      const each = make(`${name}.contoso.com`, NOON + 300 * DAY);
      scene.directory.write(`store/a/${name}.pem`, each.certificatePem + each.privateKeyPem);
    }
    scene.directory.write('store/b.pem', ending.certificatePem + ending.privateKeyPem);
    chownSync(scene.directory.path, UNPRIVILEGED, UNPRIVILEGED);
    becomeUnprivileged();
    expect(await scene.start()).toEqual([]);
    await scene.stop();
    becomeRoot();
    chmodSync(scene.directory.at('store/a'), 0o700);
    becomeUnprivileged();
    const events = await scene.start();
    expect(events).toHaveLength(1);
    expect(events[0]).toContain('1102(');
    expect(await scene.pass(NOON + 25 * HOUR)).toHaveLength(1);
    becomeRoot();
    chmodSync(scene.directory.at('store/a'), 0o755);
    becomeUnprivileged();
    const fixed = await scene.pass(NOON + 26 * HOUR);
    expect(fixed.map((event) => event.slice(0, 9))).toEqual(['1900(1102']);
    await scene.stop();
  });
});

describe('a store that was emptied', () => {
  const yaml = (path: string): string =>
    `stores: [{ name: letsencrypt, path: "${path}" }]\nconnectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]\n`;
  const fill = (scene: Scene): void => {
    const made = makeCertificate({ commonName: 'mail.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
    scene.directory.write('live/mail/fullchain.pem', made.certificatePem);
    scene.directory.write('live/mail/privkey.pem', made.privateKeyPem, 0o600);
  };
  const claim = '12014(mail.contoso.com; Internet; mail.contoso.com)';

  test('proves nothing for a day if its pattern matches no file', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('live/*/fullchain.pem'));
    fill(scene);
    expect(await scene.start()).toEqual([]);
    rmSync(scene.directory.at('live/mail'), { recursive: true });
    expect(await scene.pass(NOON + MINUTE)).toEqual(['1101(letsencrypt; 1; 0)']);
    expect(await scene.pass(NOON + HOUR)).toEqual([]);
    expect(await scene.pass(NOON + MINUTE + 24 * HOUR)).toEqual([claim, '1900(1101; letsencrypt; 86400)']);
  });

  test('is accepted as empty when the second scan of its directory finds it empty', async () => {
    await using scene = new Scene(NOON);
    scene.configure(yaml('live'));
    fill(scene);
    expect(await scene.start()).toEqual([]);
    rmSync(scene.directory.at('live/mail'), { recursive: true });
    expect(await scene.pass(NOON + MINUTE)).toEqual(['1101(letsencrypt; 1; 0)']);
    expect(await scene.pass(NOON + 2 * MINUTE)).toEqual([claim]);
    fill(scene);
    const back = await scene.pass(NOON + 3 * MINUTE);
    expect(back).toEqual(['1900(1101; letsencrypt; 120)', '1900(12014; Internet; 60)']);
  });
});
