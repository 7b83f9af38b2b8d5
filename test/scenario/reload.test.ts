import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const STORE = 'stores: [{ name: My, path: store }]\n';
const ONE = `${STORE}connectors:\n  - { name: Internet, direction: receive, fqdn: mail.contoso.com }\n`;
const TWO = `${ONE}  - { name: Partner, direction: send, fqdn: partner.contoso.com }\n`;
const claimOf = (fqdn: string, name: string): string => `12014(${fqdn}; ${name}; ${fqdn})`;

async function started(yaml: string): Promise<Scene> {
  const scene = new Scene(NOON);
  scene.configure(yaml);
  const other = makeCertificate({ commonName: 'x.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
  scene.directory.write('store/x.pem', other.certificatePem);
  scene.directory.write('store/x.key', other.privateKeyPem, 0o600);
  return scene;
}

describe('a reload', () => {
  test('puts a new connector in force at once', async () => {
    await using scene = await started(ONE);
    expect(await scene.start()).toEqual([claimOf('mail.contoso.com', 'Internet')]);
    scene.configure(TWO);
    const report = await scene.reload();
    expect(report).toEqual([
      `1002(${scene.directory.at('mailcertd.yaml')}; 2; 1) once`,
      claimOf('partner.contoso.com', 'Partner'),
    ]);
  });

  test('row 69: a removed connector clears its 12014, even when its store is removed with it', async () => {
    await using scene = await started(TWO);
    await scene.start();
    scene.configure(ONE.replace(STORE, 'stores: [{ name: Other, path: store }]\n'));
    scene.now = NOON + HOUR;
    const report = await scene.reload();
    expect(report.slice(1)).toEqual(['1900(12014; Partner; 3600)']);
    const cleared = (await scene.records()).at(-1);
    expect(cleared?.facts.cleared?.evidence.reason).toBe('connector-removed');
  });

  test('a connector with a new name is another one: the clear says that the old one was removed', async () => {
    await using scene = await started(TWO);
    await scene.start();
    scene.configure(TWO.replace('Partner', 'Fabrikam'));
    scene.now = NOON + HOUR;
    const report = await scene.reload();
    expect(report.slice(1).sort()).toEqual(
      [claimOf('partner.contoso.com', 'Fabrikam'), '1900(12014; Partner; 3600)'].sort(),
    );
    const cleared = (await scene.records()).find(({ eventId }) => eventId === 1900);
    expect(cleared?.facts.cleared?.evidence.reason).toBe('connector-removed');
  });

  test('with a faulty file is rejected with every error, the old one stays in force, and the fix is reported', async () => {
    await using scene = await started(TWO);
    await scene.start();
    const file = scene.directory.at('mailcertd.yaml');
    scene.configure('colour: blue\nschedule: "61 * * * *"\ntimezone: Mars/Olympus\nrepeatInterval: 5 parsecs\n');
    scene.now = NOON + HOUR;
    const report = await scene.reload();
    expect(report).toHaveLength(1);
    const rejected = (await scene.records()).at(-1);
    expect(rejected).toMatchObject({ eventId: 1003, level: 'Error', change: 'raised' });
    const errors = rejected?.parameters[1]?.split('\n') ?? [];
    expect(errors.map((error) => error.slice(0, file.length + 5))).toEqual([
      `${file}:3:1:`,
      `${file}:4:11`,
      `${file}:5:11`,
      `${file}:6:17`,
    ]);

    scene.configure('colour: blue\n');
    expect(await scene.reload()).toEqual([expect.stringMatching(/^1003\(.*:3:1: .*\) escalated$/)]);

    // The connectors of the previous file are still monitored, and their conditions are cleared
    // after a fix.
    const mail = makeCertificate({ commonName: 'mail.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
    scene.directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem);
    expect(await scene.pass(NOON + 2 * HOUR)).toEqual(['1900(12014; Internet; 7200)']);

    scene.configure(TWO);
    scene.now = NOON + 3 * HOUR;
    expect(await scene.reload()).toEqual([`1002(${file}; 2; 1) once`, `1900(1003; ${file}; 7200)`]);
  });

  test('whose monitor cannot be set up leaves the previous connectors, settings and log outputs in use', async () => {
    const logTo = (file: string): string => `logs: [{ type: file, path: ${file} }]\n`;
    await using scene = await started(`${ONE}${logTo('old.log')}`);
    scene.isWritten = true;
    await scene.start();
    scene.setUpError = new Error('too many open files');
    scene.configure(`${TWO}${logTo('new.log')}repeatInterval: 1h\n`);
    await expect(scene.reload()).rejects.toThrow('too many open files');

    // Neither the new connector nor the new repeatInterval.
    expect(await scene.pass(NOON + 2 * HOUR)).toEqual([]);
    const mail = makeCertificate({ commonName: 'mail.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
    scene.directory.write('store/mail.pem', mail.certificatePem + mail.privateKeyPem);
    expect(await scene.pass(NOON + 3 * HOUR)).toEqual(['1900(12014; Internet; 10800)']);
    await expect.poll(() => readFileSync(scene.directory.at('old.log'), 'utf8')).toContain('1900');
    expect(existsSync(scene.directory.at('new.log'))).toBe(false);

    scene.setUpError = undefined;
    expect((await scene.reload()).at(-1)).toBe(claimOf('partner.contoso.com', 'Partner'));
    await expect.poll(() => existsSync(scene.directory.at('new.log'))).toBe(true);
  });
});

test('a reload while another process keeps the ledger locked is done when it is free, and then everything is reported', async () => {
  await using scene = await started(ONE);
  await scene.start();
  const database = openSqlite(scene.directory.at('state/ledger.db'));
  database.exec('BEGIN IMMEDIATE');
  scene.configure(TWO);
  const reloaded = scene.reload();
  const words = `error: reloading ${scene.directory.at('mailcertd.yaml')}: opening the log outputs: `;
  await expect
    .poll(() => scene.diagnosed, { timeout: 30_000 })
    .toEqual(expect.arrayContaining([expect.stringContaining(words)]));
  database.exec('ROLLBACK');
  database.close();
  expect(await reloaded).toContain(claimOf('partner.contoso.com', 'Partner'));
  const ids = (await scene.records()).map(({ eventRecordId }) => eventRecordId);
  await expect.poll(() => scene.events.map(({ eventRecordId }) => eventRecordId)).toEqual(ids);
}, 60_000);

describe('a reload that changes the basis of verdicts', () => {
  const S = 'stores: [{ name: Other, path: store }]\n';
  const connectors = (...names: readonly string[]): string =>
    `connectors:\n${names.map((name) => `  - { name: ${name}, direction: receive, fqdn: mail.contoso.com }\n`).join('')}`;
  const withExpired = (yaml: string): Scene => {
    const scene = new Scene(NOON);
    scene.configure(yaml);
    const old = makeCertificate({ commonName: 'mail.contoso.com', notBefore: NOON - 365 * DAY, notAfter: NOON - DAY });
    scene.directory.write('store/old.pem', old.certificatePem + old.privateKeyPem);
    return scene;
  };

  test('to another profile does not name an expired certificate as the reason of a resolution', async () => {
    await using scene = withExpired(`${S}${connectors('R1')}`);
    await scene.start();
    scene.configure(`profile: exchange-2019\n${S}${connectors('R1')}`);
    const report = await scene.reload();
    expect(report.slice(1).map((event) => event.slice(0, 11))).toEqual(['12016(mail.', '1900(12014;']);
    const evidence = (await scene.records()).at(-1)?.facts.cleared?.evidence;
    expect(evidence?.reason).toBe('reclassified');
    expect(evidence?.thumbprint).toBeUndefined();
  });

  test('reports a connector at once that joins an expired certificate', async () => {
    await using scene = withExpired(`profile: exchange-2019\n${S}${connectors('R1')}`);
    await scene.start();
    scene.configure(`profile: exchange-2019\n${S}${connectors('R1', 'R9')}`);
    const report = await scene.reload();
    expect(report[1]).toMatch(/^12016\(mail\.contoso\.com; [0-9A-F]{40}\) escalated$/);
    expect((await scene.records()).at(-1)?.facts.connectors).toEqual(['R1', 'R9']);
    expect(await scene.pass(NOON + MINUTE)).toEqual([]);
  });

  test('reports a connector whose name is changed while its condition is open under the new name', async () => {
    const of = (fqdn: string): string =>
      `${STORE.replace('My', 'Other')}connectors: [{ name: R1, direction: receive, fqdn: ${fqdn} }]\n`;
    await using scene = await started(of('a.contoso.com'));
    expect(await scene.start()).toEqual([claimOf('a.contoso.com', 'R1')]);
    scene.configure(of('b.contoso.com'));
    expect((await scene.reload()).slice(1)).toEqual([`${claimOf('b.contoso.com', 'R1')} escalated`]);
  });

  test('leaves nothing open if a stop follows at once', async () => {
    await using scene = await started(ONE);
    await scene.start();
    for (let round = 0; round < 5; round += 1) {
      const reloads = [scene.reload(), scene.reload(), scene.reload()];
      await scene.stop();
      // Reloads during a stop are never answered. This test only checks that nothing fails.
      void Promise.allSettled(reloads);
      await scene.start();
    }
  });

  test('clears conditions of a connector that stops offering TLS with that reason', async () => {
    await using scene = withExpired(`${S}${connectors('R1')}`);
    await scene.start();
    scene.configure(`${S}${connectors('R1').replace(' }', ', starttls: false }')}`);
    await scene.reload();
    expect((await scene.records()).at(-1)?.facts.cleared?.evidence.reason).toBe('connector-off');
  });

  test('does not report fewer certificates for a store that is moved', async () => {
    await using scene = withExpired(`${S}${connectors('R1')}`);
    for (const name of ['a', 'b', 'c']) {
      const each = makeCertificate({
        commonName: `${name}.contoso.com`,
        notBefore: NOON - DAY,
        notAfter: NOON + 365 * DAY,
      });
      scene.directory.write(`store/${name}.pem`, each.certificatePem);
    }
    await scene.start();
    const other = makeCertificate({ commonName: 'x.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
    scene.directory.write('elsewhere/x.pem', other.certificatePem);
    scene.configure(`stores: [{ name: Other, path: elsewhere }]\n${connectors('R1')}`);
    expect((await scene.reload()).slice(1)).toEqual([]);
  });
});

describe('a certificate that is put into the store', () => {
  test('clears 12014 with the scan as evidence, and nothing is reported twice', async () => {
    await using scene = await started(ONE);
    await scene.start();
    expect(await scene.pass(NOON + MINUTE)).toEqual([]);
    const mail = makeCertificate({ commonName: 'MAIL.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
    scene.directory.write('store/mail.pem', mail.certificatePem);
    // The certificate without its key is the closest certificate: 12014 stays open, and 1200 reports the
    // missing key.
    const keyless = await scene.pass(NOON + 2 * MINUTE);
    expect(keyless).toEqual([expect.stringMatching(/^1200\(mail\.contoso\.com; [0-9A-F]{40}; .*\/mail\.pem\)$/)]);
    scene.directory.write('store/mail.key', mail.privateKeyPem, 0o600);
    expect(await scene.pass(NOON + 3 * MINUTE)).toEqual([
      '1900(12014; Internet; 180)',
      `1900(1200; ${mail.thumbprint}; 60)`,
    ]);
    const evidence = (await scene.records()).at(-2)?.facts.cleared?.evidence;
    expect(evidence).toEqual({
      scope: 'store:My',
      at: NOON + 3 * MINUTE,
      reason: 'observed',
      thumbprint: mail.thumbprint,
    });
  });
});
