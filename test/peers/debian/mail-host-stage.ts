import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { emptyStage, type Stage } from '../systemd/stage.ts';

const DAY = 86_400_000;

/** The full name of the host. */
export const HOST = 'mail.example.org';
/** Directory of Debian packages on the host. */
export const PACKAGES = '/srv/packages';
/** The certificate that Postfix and Dovecot serve. */
const SERVED = '/etc/ssl/mail.pem';
/** Expired certificates, which a test copies into a store. */
export const EXPIRED = '/srv/expired';

const CA_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Makes a certificate for the host that a CA of the test issues. */
function issued(
  issuer: MadeCertificate,
  notBefore: number,
  notAfter: number,
  commonName: string = HOST,
): MadeCertificate {
  return makeCertificate({ commonName, issuer, notBefore, notAfter, key: 'rsa' });
}

/**
 * Returns a stage of a host with Postfix and Dovecot, a certificate of a trusted CA, and packages in
 * /srv/packages. mailcertd is not installed.
 * @param expired the number of expired certificates in /srv/expired, `0.pem` and so on
 */
export async function stageMailHost(packages: readonly string[], expired = 0): Promise<Stage> {
  const stage = await emptyStage();
  const now = Date.now();
  const ca = makeCertificate({ commonName: 'Example CA', isCa: true, notBefore: now - DAY, notAfter: now + 900 * DAY });
  const { certificatePem, privateKeyPem } = issued(ca, now - DAY, now + 300 * DAY);
  await stage.write(CA_CERTIFICATES, `${await readFile(CA_CERTIFICATES, 'utf8')}\n${ca.certificatePem}`);
  await stage.write(SERVED, certificatePem);
  await stage.write('/etc/ssl/mail.key', privateKeyPem, 0o600);
  const old = issued(ca, now - 90 * DAY, now - 2 * DAY);
  await stage.write('/etc/ssl/expired.pem', old.certificatePem);
  await stage.write('/etc/ssl/expired.key', old.privateKeyPem, 0o600);
  for (let index = 0; index < expired; index += 1) {
    const each = makeCertificate({
      commonName: `${index}.example.org`,
      notBefore: now - 90 * DAY,
      notAfter: now - DAY,
    });
    await stage.write(`${EXPIRED}/${index}.pem`, each.certificatePem + each.privateKeyPem);
  }
  await stage.write('/etc/hostname', `${HOST}\n`);
  await stage.write('/etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${HOST} mail\n::1 localhost\n`);
  await stage.write(
    '/etc/postfix/main.cf',
    [
      'compatibility_level = 3.6',
      `myhostname = ${HOST}`,
      `smtpd_tls_cert_file = ${SERVED}`,
      'smtpd_tls_key_file = /etc/ssl/mail.key',
      'smtpd_tls_security_level = may',
      '',
    ].join('\n'),
  );
  await stage.write(
    '/etc/dovecot/dovecot.conf',
    [
      'dovecot_config_version = 2.4.0',
      'dovecot_storage_version = 2.4.0',
      'protocols = imap',
      'ssl = yes',
      'passdb static {\n  password = test\n}',
      `ssl_server_cert_file = ${SERVED}`,
      'ssl_server_key_file = /etc/ssl/mail.key',
      '',
    ].join('\n'),
  );
  // In containers, this program often refuses that packages start services.
  await stage.write('/usr/sbin/policy-rc.d', '#!/bin/sh\nexit 0\n', 0o755);
  await mkdir(join(stage.path, PACKAGES), { recursive: true });
  for (const path of packages) await copyFile(path, join(stage.path, PACKAGES, basename(path)));
  return stage;
}
