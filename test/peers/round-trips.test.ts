import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../fixtures/output-of.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from './needs.ts';
import { realHost } from './real-host.ts';

const PASSWORD = 'a secret of 2026';

const run = (program: string, ...args: readonly string[]): string => outputOf(program, args);

/** Returns whether the key next to a certificate is its own. */
function fits(certificatePath: string): boolean {
  const key = createPrivateKey(readFileSync(join(certificatePath, '../privkey.pem')));
  return new X509Certificate(readFileSync(certificatePath)).checkPrivateKey(key);
}

/** Creates a temporary CA: ca.pem, ca.key. */
function makeAuthority(directory: TemporaryDirectory): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', directory.at('ca.key')];
  run('openssl', 'req', '-x509', ...key, '-days', '30', '-subj', '/CN=Contoso CA', '-out', directory.at('ca.pem'));
}

describe.each(['rsa-2048', 'ec-p256'])('a certificate with %s', (key) => {
  it.each(['pkcs12', 'pem'] as const)(
    'is exported as %s, read by other programs, and identical after an import',
    (format) => {
      using directory = temporaryDirectory();
      const [here, there] = [realHost(directory, 'here'), realHost(directory, 'there')];
      here.mailcertd('certificates', 'new', '--key', key, '--exportable', '--friendly-name', 'Mail 2026');
      const [made] = here.list();
      const passwordFile = directory.write('password', `${PASSWORD}\n`);
      const out = directory.at(format === 'pkcs12' ? 'mail.p12' : 'mail.pem');
      const sealed = ['--password-file', passwordFile];
      here.mailcertd('certificates', 'export', made?.thumbprint ?? '', '--out', out, ...sealed);
      if (format === 'pkcs12') {
        const read = run('openssl', 'pkcs12', '-info', '-in', out, '-passin', `file:${passwordFile}`, '-nodes');
        expect(read).toContain('friendlyName: Mail 2026\n');
        expect(read).toContain('MAC: sha256, Iteration 100000\n');
        expect(read).toContain('-----BEGIN PRIVATE KEY-----');
      } else {
        expect(run('openssl', 'pkey', '-in', out, '-passin', `file:${passwordFile}`, '-noout', '-check')).toContain(
          'valid',
        );
      }
      there.mailcertd('certificates', 'import', out, ...sealed);
      const [imported] = there.list();
      const { thumbprint, subject, dnsNames, notAfter } = made ?? {};
      expect(imported).toMatchObject({ thumbprint, subject, dnsNames, notAfter, hasPrivateKey: true });
      expect(imported?.friendlyName).toBe(format === 'pkcs12' ? 'Mail 2026' : null);
      expect(fits(imported?.location.path ?? '')).toBe(true);
    },
  );

  it('that is requested, signed by a CA and imported has its key, all its names, and the origin enterprise', () => {
    using directory = temporaryDirectory();
    makeAuthority(directory);
    const host = realHost(directory, 'host', `trust: [{ enterprise: ${directory.at('ca.pem')} }]`);
    const names = ['mail.contoso.com', 'mail01.contoso.com', '192.0.2.25'];
    const asked = names.flatMap((name) => ['--domain-name', name]);
    host.mailcertd('certificates', 'new', '--request', '--key', key, ...asked, '--services', 'SMTP');
    const [pending] = host.list();
    expect(pending).toMatchObject({ status: 'PendingRequest', hasPrivateKey: true });
    const answer = directory.at('answer.pem');
    const signer = ['-CA', directory.at('ca.pem'), '-CAkey', directory.at('ca.key'), '-days', '30'];
    const request = pending?.location.path ?? '';
    run('openssl', 'x509', '-req', '-in', request, ...signer, '-copy_extensions', 'copyall', '-out', answer);
    host.mailcertd('certificates', 'import', answer);
    const listed = host.list();
    expect(listed).toHaveLength(1);
    expect(listed[0]).toMatchObject({
      status: 'Valid',
      origin: 'enterprise',
      subject: 'CN=mail.contoso.com',
      dnsNames: ['mail.contoso.com', 'mail01.contoso.com'],
      ipAddresses: ['192.0.2.25'],
      services: ['SMTP'],
      hasPrivateKey: true,
    });
    expect(fits(listed[0]?.location.path ?? '')).toBe(true);
    expect(readdirSync(directory.at('host/store')).filter((name) => /^[0-9A-F]{40}$/.test(name))).toEqual([
      listed[0]?.thumbprint,
    ]);
  });
});

describe.runIf(needs('keytool'))('keytool', () => {
  it('puts an exported certificate into its own keystore, which is imported again', () => {
    using directory = temporaryDirectory();
    const [here, there] = [realHost(directory, 'here'), realHost(directory, 'there')];
    here.mailcertd('certificates', 'new', '--exportable');
    const [made] = here.list();
    const passwordFile = directory.write('password', `${PASSWORD}\n`);
    const sealed = ['--password-file', passwordFile];
    here.mailcertd('certificates', 'export', made?.thumbprint ?? '', '--out', directory.at('mail.p12'), ...sealed);
    const passwords = ['-srcstorepass:file', passwordFile, '-deststorepass:file', passwordFile];
    const into = ['-destkeystore', directory.at('mail.jks'), '-deststoretype', 'JKS', '-noprompt'];
    run('keytool', '-importkeystore', '-srckeystore', directory.at('mail.p12'), ...into, ...passwords);
    there.mailcertd('certificates', 'import', directory.at('mail.jks'), ...sealed);
    expect(there.list().map(({ thumbprint }) => thumbprint)).toEqual([made?.thumbprint]);
  });
});
