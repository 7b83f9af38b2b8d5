import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { DAY } from '../../src/domain/time.ts';
import { openSession } from '../../src/main/open-session.ts';
import { deskDependencies } from '../adapters/cli/desk.ts';
import { made, NOON } from '../adapters/file-store/scans.ts';
import { CountedOpens } from '../fixtures/counted-opens.ts';
import { pkcs7Of } from '../fixtures/keystores.ts';
import type { MadeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { PASSWORD, writeJks } from '../formats/jks/write-jks.ts';
import { Scene } from './scene.ts';

const NAME = 'mail.contoso.com';
const root = made('Contoso Root', { isCa: true });
const middle = made('Contoso Issuing CA', { isCa: true, issuer: root });
const leaf = made(NAME, { issuer: middle, notBefore: NOON - 365 * DAY });
/** A newer certificate, which is preferred if the issuer of the other one is unknown. */
const rival = made(NAME, { notBefore: NOON - 1000 });
const selfSigned = made('single.contoso.com');

/** Returns a PKCS#12 made by openssl. */
function pkcs12Of(directory: TemporaryDirectory, own: MadeCertificate, issuers: readonly MadeCertificate[]): Buffer {
  const key = directory.write('made/own.key', own.privateKeyPem);
  const chain = [own, ...issuers].map(({ certificatePem }) => certificatePem).join('');
  const file = directory.write('made/own.pem', chain);
  const word = directory.write('made/password', PASSWORD);
  return execFileSync('openssl', ['pkcs12', '-export', '-inkey', key, '-in', file, '-passout', `file:${word}`]);
}

type Lay = (directory: TemporaryDirectory, own: MadeCertificate, issuers: readonly MadeCertificate[]) => void;

const pem = (...all: readonly MadeCertificate[]): string => all.map(({ certificatePem }) => certificatePem).join('');

/** The formats, each with a function that writes a certificate with its key and issuers. */
const FORMATS: readonly (readonly [string, Lay])[] = [
  [
    'PEM',
    (directory, own, issuers) => {
      directory.write('store/own.pem', pem(own, ...issuers));
      directory.write('store/own.key', own.privateKeyPem, 0o600);
    },
  ],
  [
    'DER',
    (directory, own, issuers) => {
      directory.write('store/own.der', own.der);
      directory.write('store/own.key', own.privateKeyPem, 0o600);
      for (const [at, issuer] of issuers.entries()) directory.write(`store/issuer${at}.der`, issuer.der);
    },
  ],
  [
    'PKCS#7',
    (directory, own, issuers) => {
      directory.write('store/own.p7b', pkcs7Of(pem(own, ...issuers)));
      directory.write('store/own.key', own.privateKeyPem, 0o600);
    },
  ],
  [
    'PKCS#12',
    (directory, own, issuers) => void directory.write('store/own.p12', pkcs12Of(directory, own, issuers), 0o600),
  ],
  [
    'JKS',
    (directory, own, issuers) => {
      const certificates = [own, ...issuers].map(({ der }) => der);
      directory.write('store/own.jks', writeJks([{ alias: 'mail', key: own.keyPair.privateKey, certificates }]), 0o600);
    },
  ],
];

function configurationOf(connector: string): string {
  return `
computer: mail01.contoso.com
internalTransportCertificate: none
expiresSoon: { within: 1h, remindAt: [] }
trust: [{ enterprise: anchors.pem }]
stores: [{ name: My, path: store, passwordFile: password }]
connectors: [{ name: Default, direction: receive, fqdn: ${connector} }]
`;
}

/** Returns the JSON output of a command for the files of a directory. */
async function answer(directory: TemporaryDirectory, ...argv: readonly string[]): Promise<unknown> {
  const { dependencies, printed } = deskDependencies({
    dependencies: { open: (_, locale) => openSession({ config: directory.at('mailcertd.yaml'), stores: [] }, locale) },
  });
  const code = await runCommandLine([...argv, '--format', 'json'], dependencies);
  expect([code, printed.stderr]).toEqual([0, '']);
  return JSON.parse(printed.stdout);
}

function furnish(directory: TemporaryDirectory, anchors: string, connector = NAME): void {
  directory.write('anchors.pem', anchors);
  directory.write('password', PASSWORD);
  directory.write('mailcertd.yaml', `stateDirectory: state${configurationOf(connector)}`);
}

test.each(FORMATS)(
  'a certificate in %s is selected because of its issuer, before a newer self-signed one',
  async (_, lay) => {
    using directory = temporaryDirectory();
    furnish(directory, pem(root));
    lay(directory, leaf, [middle]);
    directory.write('store/rival/rival.pem', pem(rival));
    directory.write('store/rival/rival.key', rival.privateKeyPem, 0o600);
    const explained = await answer(directory, 'connectors', 'explain', 'Default');
    expect(explained).toMatchObject({ selection: { chosen: { certificate: { thumbprint: leaf.thumbprint } } } });
    const listed = await answer(directory, 'certificates', 'list', '--fields', 'thumbprint,origin,status');
    expect(listed).toEqual(
      expect.arrayContaining([
        { thumbprint: leaf.thumbprint, origin: 'enterprise', status: 'Valid' },
        { thumbprint: middle.thumbprint, origin: 'enterprise', status: 'Valid' },
        { thumbprint: rival.thumbprint, origin: 'self-signed', status: 'Valid' },
      ]),
    );
  },
);

test.each(FORMATS)('a self-signed certificate in %s is recognized, and an anchor in it is trusted', async (_, lay) => {
  using directory = temporaryDirectory();
  furnish(directory, pem(root));
  lay(directory, selfSigned, [root]);
  expect(await answer(directory, 'certificates', 'list', '--fields', 'thumbprint,origin,isSelfSigned')).toEqual(
    expect.arrayContaining([
      { thumbprint: selfSigned.thumbprint, origin: 'self-signed', isSelfSigned: true },
      { thumbprint: root.thumbprint, origin: 'enterprise', isSelfSigned: true },
    ]),
  );
});

test('trust anchors can be in a Java keystore', async () => {
  using directory = temporaryDirectory();
  furnish(directory, '');
  directory.write('anchors.pem', writeJks([{ alias: 'root', certificates: [root.der] }]));
  directory.write('store/own.pem', pem(leaf, middle));
  const listed = await answer(directory, 'certificates', 'list', '--fields', 'thumbprint,origin');
  expect(listed).toEqual(expect.arrayContaining([{ thumbprint: leaf.thumbprint, origin: 'enterprise' }]));
});

test('a certificate in a PKCS#12 with an unknown issuer is reported, until its issuer is trusted', async () => {
  await using scene = new Scene(NOON);
  furnish(scene.directory, pem(selfSigned));
  scene.configure(configurationOf(NAME));
  scene.directory.write('store/own.pfx', pkcs12Of(scene.directory, leaf, [middle]), 0o600);
  expect(await scene.start()).toEqual([expect.stringMatching(`^1305\\(${NAME}; ${leaf.thumbprint}; `)]);
  scene.directory.write('anchors.pem', pem(root, selfSigned));
  expect(await scene.pass(NOON + 60_000)).toEqual([expect.stringMatching(/^1900/)]);
});

test('a keystore that has not changed is not opened again for its chain', async () => {
  await using scene = new Scene(NOON);
  furnish(scene.directory, pem(root));
  scene.configure(configurationOf(NAME));
  const path = scene.directory.write('store/own.p12', pkcs12Of(scene.directory, leaf, [middle]), 0o600);
  execFileSync('touch', ['-d', '@1', path]);
  await scene.start();
  // A recently changed file is read by every scan, so this waits until it has settled.
  const settled = Date.now() + 2500;
  while (Date.now() < settled) await scene.pass();
  using opens = new CountedOpens(path);
  for (const name of ['a', 'b', 'c']) {
    scene.directory.write(`store/${name}.pem`, pem(made(`${name}.contoso.com`)));
    await scene.pass();
  }
  expect(opens.paths).toEqual([]);
});
