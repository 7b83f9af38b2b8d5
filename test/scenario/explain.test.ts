import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { DAY } from '../../src/domain/time.ts';
import { openSession } from '../../src/main/open-session.ts';
import { type Answer, deskDependencies } from '../adapters/cli/desk.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const CONFIGURATION = `
computer: mail01.contoso.com
stateDirectory: state
internalTransportCertificate: none
stores: [{ name: My, path: store, services: [IIS] }]
connectors:
  - { name: Owa, direction: receive, fqdn: owa.contoso.com }
  - { name: smtpd, direction: receive, fqdn: mx.contoso.com, certificateFile: tls/mx.pem, keyFile: tls/mx.key }
`;

/** Runs `connectors explain` on the files of a directory, as the program does. */
async function explain(directory: TemporaryDirectory, ...argv: readonly string[]): Promise<Answer> {
  const { dependencies, printed } = deskDependencies({
    dependencies: { open: (_, locale) => openSession({ config: directory.at('mailcertd.yaml'), stores: [] }, locale) },
  });
  return { code: await runCommandLine(['connectors', 'explain', ...argv], dependencies), ...printed };
}

/** Writes a certificate and its key, as a CA provides them. */
function lay(directory: TemporaryDirectory, certificate: string, key: string, name: string, days: number): string {
  const made = makeCertificate({ commonName: name, notBefore: Date.now() - DAY, notAfter: Date.now() + days * DAY });
  directory.write(certificate, made.certificatePem);
  directory.write(key, made.privateKeyPem, 0o600);
  return made.thumbprint;
}

test('a certificate in a real file that is not enabled is explained with the result of enabling it', async () => {
  using directory = temporaryDirectory();
  directory.write('mailcertd.yaml', CONFIGURATION);
  const thumbprint = lay(directory, 'store/owa.pem', 'store/owa.key', 'owa.contoso.com', 90);
  const { stdout, stderr, code } = await explain(directory, 'Owa');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('selects: NONE');
  expect(stdout).toMatch(new RegExp(`After fix +selects ${thumbprint.slice(0, 8)} self-signed; 12014 cleared`));
});

test('a connector that names real files is simulated with another file', async () => {
  using directory = temporaryDirectory();
  directory.write('mailcertd.yaml', CONFIGURATION);
  directory.write('store/README', '');
  const old = lay(directory, 'tls/mx.pem', 'tls/mx.key', 'mx.contoso.com', -1);
  const fresh = lay(directory, 'new/mx.pem', 'new/mx.key', 'mx.contoso.com', 90);
  const { stdout, stderr, code } = await explain(directory, 'smtpd', '--with', directory.at('new/mx.pem'));
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`smtpd: ${old.slice(0, 8)}.* -> ${fresh.slice(0, 8)} `));
  expect(stdout).toContain('\nCleared   12016 Error  ');
});

/**
 * Connectors whose keys are loaded by an account that is neither root nor the owner of these files.
 */
const LOADED = CONFIGURATION.replace('services: [IIS]', 'services: [SMTP]').replaceAll(
  'direction: receive,',
  'direction: receive, keyLoadedBy: nobody,',
);

test('a file is simulated with its key as an import leaves it: an account that cannot read it serves nothing, before and after', async () => {
  using directory = temporaryDirectory();
  directory.write('mailcertd.yaml', LOADED);
  directory.write('store/README', '');
  lay(directory, 'new/owa.pem', 'new/owa.key', 'owa.contoso.com', 90);
  chmodSync(directory.at('new/owa.key'), 0o644);
  chmodSync(directory.path, 0o755);
  const { stdout, stderr, code } = await explain(directory, 'Owa', '--with', directory.at('new/owa.pem'));
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Selected  no change for any connector\n');
  expect(stdout).toMatch(/\nRaised +1202 /);
  expect(stdout).not.toMatch(/\nCleared /);
});

test('the result of a command that writes a key is simulated with a key that only its owner can read', async () => {
  using directory = temporaryDirectory();
  directory.write('mailcertd.yaml', LOADED);
  directory.write('store/README', '');
  const { stdout } = await explain(directory, 'Owa');
  expect(stdout).toContain('certificates new --domain-name owa.contoso.com');
  expect(stdout).toMatch(/After fix +selects NONE; 1202 raised\n/);
});

test.each([
  { key: 0o600, from: 0o755, to: 0o755, goes: false },
  { key: 0o604, from: 0o755, to: 0o755, goes: true },
  { key: 0o604, from: 0o700, to: 0o755, goes: true },
  { key: 0o604, from: 0o755, to: 0o700, goes: false },
])(
  'a file is simulated in place of another with the permissions of its key, in the target directory: %j',
  async (modes) => {
    using directory = temporaryDirectory();
    directory.write('mailcertd.yaml', LOADED);
    directory.write('store/README', '');
    lay(directory, 'tls/mx.pem', 'tls/mx.key', 'mx.contoso.com', -1);
    lay(directory, 'new/mx.pem', 'new/mx.key', 'mx.contoso.com', 90);
    chmodSync(directory.path, 0o755);
    chmodSync(directory.at('new/mx.key'), modes.key);
    chmodSync(directory.at('new'), modes.from);
    chmodSync(directory.at('tls'), modes.to);
    const { stdout, stderr, code } = await explain(directory, 'smtpd', '--with', directory.at('new/mx.pem'));
    expect([code, stderr]).toEqual([0, '']);
    expect(/\nCleared +12014 /.test(stdout)).toBe(modes.goes);
  },
);

test.each(['rsa', 'ec'] as const)(
  'a printed request for the file of a server has its names and its key: %s',
  async (key) => {
    using directory = temporaryDirectory();
    directory.write('mailcertd.yaml', CONFIGURATION);
    directory.write('store/README', '');
    const authority = makeCertificate({
      ...{ commonName: 'CA', isCa: true, notBefore: Date.now() - DAY, notAfter: Date.now() + DAY },
    });
    const { certificatePem, privateKeyPem, keyPair } = makeCertificate({
      ...{ commonName: 'mx.contoso.com', dnsNames: ['mx.contoso.com', 'smtp.contoso.com'], key, issuer: authority },
      ...{ notBefore: Date.now() - 2 * DAY, notAfter: Date.now() - DAY },
    });
    directory.write('tls/mx.pem', certificatePem);
    directory.write('tls/mx.key', privateKeyPem, 0o600);
    const { stdout } = await explain(directory, 'smtpd', '--format', 'json');
    const [[program = '', ...argv] = []]: readonly (readonly string[])[] = JSON.parse(stdout).fix;
    const request = execFileSync(program, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const shown = execFileSync('openssl', ['req', '-noout', '-text', '-verify', '-pubkey'], {
      ...{ input: request, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] },
    });
    expect(shown).toContain('DNS:mx.contoso.com, DNS:smtp.contoso.com');
    expect(shown).toContain(keyPair.publicKey.export({ type: 'spki', format: 'pem' }).toString().trim());
  },
);
