import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { Scene } from './scene.ts';

interface Made {
  readonly thumbprint: string;
  readonly notAfter: number;
}

/**
 * Replaces a file with a certificate and its key, as in smtpd_tls_chain_files of Postfix, by one
 * rename.
 */
function place(scene: Scene, file: string, name: string, days: number, key: readonly string[]): Made {
  const [keyFile, fresh] = [scene.directory.at('new.key'), scene.directory.at('new.pem')];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', String(days)];
  execFileSync('openssl', ['req', '-x509', '-nodes', ...key, ...subject, '-keyout', keyFile, '-out', fresh], {
    stdio: 'ignore',
  });
  const certificate = readFileSync(fresh, 'utf8');
  scene.directory.write('chain.new', readFileSync(keyFile, 'utf8') + certificate, 0o600);
  renameSync(scene.directory.at('chain.new'), scene.directory.at(file));
  const { fingerprint, validTo } = new X509Certificate(certificate);
  return { thumbprint: fingerprint.replaceAll(':', ''), notAfter: Date.parse(validTo) };
}

const RSA = ['-newkey', 'rsa:2048'];
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];

for (const profile of ['exchange-2007', 'exchange-2019']) {
  test(`a server that names its file: valid, expired, removed, replaced, under ${profile}`, async () => {
    await using scene = new Scene(Date.now() + DAY);
    const gone = '12014(mail.contoso.com; postfix smtpd; mail.contoso.com)';
    scene.configure(`
profile: ${profile}
trust: []
expiresSoon: { within: 1h, remindAt: [] }
stores: [{ name: Archive, path: archive, personal: false }]
internalTransportCertificate: none
connectors:
  - { name: postfix smtpd, direction: receive, fqdn: mail.contoso.com, certificateFile: [rsa.pem, ecdsa.pem] }
`);
    scene.directory.write('archive/README', '');
    const rsa = place(scene, 'rsa.pem', 'mail.contoso.com', 365, RSA);
    const ecdsa = place(scene, 'ecdsa.pem', 'mail.contoso.com', 90, EC);

    expect(await scene.start()).toEqual([]);
    expect(await scene.pass(ecdsa.notAfter - HOUR)).toEqual([`12018(mail.contoso.com; ${ecdsa.thumbprint}; 1)`]);
    expect((await scene.pass(ecdsa.notAfter + 1)).toSorted()).toEqual([
      `12016(mail.contoso.com; ${ecdsa.thumbprint})`,
      `1900(12018; ${ecdsa.thumbprint}; 3600)`,
    ]);
    const record = (await scene.records()).find(({ eventId }) => eventId === 12016);
    expect(record?.facts).toMatchObject({
      certificateFiles: [scene.directory.at('rsa.pem'), scene.directory.at('ecdsa.pem')],
      locations: [scene.directory.at('ecdsa.pem')],
      publicKeyAlgorithm: 'EC',
    });

    rmSync(scene.directory.at('ecdsa.pem'));
    expect((await scene.pass(ecdsa.notAfter + HOUR)).map((event) => event.slice(0, 11))).toEqual([
      gone.slice(0, 11),
      '1900(12016;',
    ]);
    const missing = (await scene.records()).findLast(({ eventId }) => eventId === 12014);
    expect(missing?.facts).toMatchObject({
      reason: 'certificate-file-missing',
      path: scene.directory.at('ecdsa.pem'),
    });

    const renewed = place(scene, 'ecdsa.pem', 'mail.contoso.com', 364, EC);
    expect(await scene.pass(ecdsa.notAfter + 2 * HOUR)).toEqual([
      `1900(12014; ${scene.directory.at('ecdsa.pem')}; 3600)`,
    ]);
    const over = (await scene.records()).at(-1)?.facts.cleared?.evidence;
    expect(over).toMatchObject({ thumbprint: renewed.thumbprint, reason: 'observed' });
    expect(await scene.pass(rsa.notAfter - DAY - 2 * HOUR)).toEqual([]);
  });
}

test('a file that is still being written raises no Error until it is complete or 30 s have passed', async () => {
  await using scene = new Scene(Date.now() + DAY);
  // Files are watched, but with this settling time every scan is one that the test requests.
  scene.settling = { quietMs: HOUR, maxDelayMs: HOUR };
  scene.directory.write(
    'mailcertd.yaml',
    `
stateDirectory: state
trust: []
expiresSoon: { within: 1h, remindAt: [] }
stores: [{ name: Archive, path: archive, personal: false }]
internalTransportCertificate: none
connectors:
  - { name: smtpd, direction: receive, fqdn: mail.contoso.com, certificateFile: chain.pem }
`,
  );
  scene.directory.write('archive/README', '');
  const file = scene.directory.at('chain.pem');
  const { thumbprint, notAfter } = place(scene, 'next.pem', 'mail.contoso.com', 90, EC);
  const next = readFileSync(scene.directory.at('next.pem'), 'utf8');
  place(scene, 'chain.pem', 'mail.contoso.com', 365, EC);
  // The file is read again after its times have settled.
  const old = Date.now() / 1000 - 3600;
  utimesSync(file, old, old);
  expect(await scene.start()).toEqual([]);
  await expect.poll(() => Date.now() - statSync(file).ctimeMs, { timeout: 30_000 }).toBeGreaterThan(2500);
  expect(await scene.pass()).toEqual([]);

  writeFileSync(file, next.slice(0, -300));
  expect(await scene.pass()).toEqual([]);
  writeFileSync(file, next);
  expect(await scene.pass()).toEqual([]);
  expect(await scene.pass(notAfter - HOUR)).toEqual([`12018(mail.contoso.com; ${thumbprint}; 1)`]);

  writeFileSync(file, next.slice(0, -300));
  utimesSync(file, Date.now() / 1000, Date.now() / 1000 - 31);
  expect(await scene.pass()).toContain('12014(mail.contoso.com; smtpd; mail.contoso.com)');
});

test('a private key in a file of its own is named; one of another certificate ends STARTTLS', async () => {
  await using scene = new Scene(Date.now() + DAY);
  const configure = (keyFile: string): void =>
    scene.configure(`
trust: []
stores: [{ name: Archive, path: archive, personal: false }]
internalTransportCertificate: none
connectors:
  - { name: smtpd, direction: receive, fqdn: mail.contoso.com, certificateFile: tls/mail.crt, keyFile: ${keyFile} }
`);
  scene.directory.write('archive/README', '');
  place(scene, 'other.pem', 'other.contoso.com', 90, EC);
  place(scene, 'mine.pem', 'mail.contoso.com', 90, EC);
  const [key = '', certificate = ''] = readFileSync(scene.directory.at('mine.pem'), 'utf8').split(
    /(?=-----BEGIN CERT)/,
  );
  scene.directory.write('tls/mail.crt', certificate);
  scene.directory.write('private/mail.pem', key, 0o600);

  configure('private/mail.pem');
  expect(await scene.start()).toEqual([]);
  configure('other.pem');
  expect(await scene.reload()).toEqual([
    expect.stringMatching(/^1002\(/),
    '12014(mail.contoso.com; smtpd; mail.contoso.com)',
  ]);
  const record = (await scene.records()).findLast(({ eventId }) => eventId === 12014);
  expect(record?.facts.reason).toBe('private-key-mismatch');
  configure('private/absent.pem');
  expect(await scene.reload()).toEqual([expect.stringMatching(/^1002\(/)]);
  configure('private/mail.pem');
  expect((await scene.reload()).map((event) => event.slice(0, 11))).toEqual([
    expect.stringMatching(/^1002\(/),
    '1900(12014;',
  ]);
});
