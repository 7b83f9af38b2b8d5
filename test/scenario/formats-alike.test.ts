import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { DAY } from '../../src/domain/time.ts';
import { openSession } from '../../src/main/open-session.ts';
import { deskMeans } from '../adapters/cli/desk.ts';
import { made, NOON } from '../adapters/file-store/scans.ts';
import { CountedOpens } from '../fixtures/counted-opens.ts';
import { pkcs7Of } from '../fixtures/keystores.ts';
import type { MadeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryFolder, temporaryFolder } from '../fixtures/temporary-folder.ts';
import { PASSWORD, writeJks } from '../formats/jks/write-jks.ts';
import { Scene } from './scene.ts';

const NAME = 'mail.contoso.com';
const root = made('Contoso Root', { isCa: true });
const middle = made('Contoso Issuing CA', { isCa: true, issuer: root });
const leaf = made(NAME, { issuer: middle, notBefore: NOON - 365 * DAY });
/** A newer certificate, which is preferred if the issuer of the other one is unknown. */
const rival = made(NAME, { notBefore: NOON - 1000 });
const alone = made('alone.contoso.com');

/** Returns a PKCS#12 made by openssl. */
function pkcs12Of(folder: TemporaryFolder, own: MadeCertificate, issuers: readonly MadeCertificate[]): Buffer {
  const key = folder.write('made/own.key', own.privateKeyPem);
  const chain = [own, ...issuers].map(({ certificatePem }) => certificatePem).join('');
  const file = folder.write('made/own.pem', chain);
  const word = folder.write('made/password', PASSWORD);
  return execFileSync('openssl', ['pkcs12', '-export', '-inkey', key, '-in', file, '-passout', `file:${word}`]);
}

type Lay = (folder: TemporaryFolder, own: MadeCertificate, issuers: readonly MadeCertificate[]) => void;

const pem = (...all: readonly MadeCertificate[]): string => all.map(({ certificatePem }) => certificatePem).join('');

/** The formats, each with a function that writes a certificate with its key and issuers. */
const FORMATS: readonly (readonly [string, Lay])[] = [
  [
    'PEM',
    (folder, own, issuers) => {
      folder.write('store/own.pem', pem(own, ...issuers));
      folder.write('store/own.key', own.privateKeyPem, 0o600);
    },
  ],
  [
    'DER',
    (folder, own, issuers) => {
      folder.write('store/own.der', own.der);
      folder.write('store/own.key', own.privateKeyPem, 0o600);
      for (const [at, issuer] of issuers.entries()) folder.write(`store/issuer${at}.der`, issuer.der);
    },
  ],
  [
    'PKCS#7',
    (folder, own, issuers) => {
      folder.write('store/own.p7b', pkcs7Of(pem(own, ...issuers)));
      folder.write('store/own.key', own.privateKeyPem, 0o600);
    },
  ],
  ['PKCS#12', (folder, own, issuers) => void folder.write('store/own.p12', pkcs12Of(folder, own, issuers), 0o600)],
  [
    'JKS',
    (folder, own, issuers) => {
      const certificates = [own, ...issuers].map(({ der }) => der);
      folder.write('store/own.jks', writeJks([{ alias: 'mail', key: own.keyPair.privateKey, certificates }]), 0o600);
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
async function answer(folder: TemporaryFolder, ...argv: readonly string[]): Promise<unknown> {
  const { means, printed } = deskMeans({
    means: { open: (_, locale) => openSession({ config: folder.at('mailcertd.yaml'), stores: [] }, locale) },
  });
  const code = await runCommandLine([...argv, '--format', 'json'], means);
  expect([code, printed.stderr]).toEqual([0, '']);
  return JSON.parse(printed.stdout);
}

function furnish(folder: TemporaryFolder, anchors: string, connector = NAME): void {
  folder.write('anchors.pem', anchors);
  folder.write('password', PASSWORD);
  folder.write('mailcertd.yaml', `stateDirectory: state${configurationOf(connector)}`);
}

test.each(FORMATS)(
  'a certificate in %s is selected because of its issuer, before a newer self-signed one',
  async (_, lay) => {
    using folder = temporaryFolder();
    furnish(folder, pem(root));
    lay(folder, leaf, [middle]);
    folder.write('store/rival/rival.pem', pem(rival));
    folder.write('store/rival/rival.key', rival.privateKeyPem, 0o600);
    const explained = await answer(folder, 'connectors', 'explain', 'Default');
    expect(explained).toMatchObject({ selection: { chosen: { certificate: { thumbprint: leaf.thumbprint } } } });
    const listed = await answer(folder, 'certificates', 'list', '--fields', 'thumbprint,origin,status');
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
  using folder = temporaryFolder();
  furnish(folder, pem(root));
  lay(folder, alone, [root]);
  expect(await answer(folder, 'certificates', 'list', '--fields', 'thumbprint,origin,isSelfSigned')).toEqual(
    expect.arrayContaining([
      { thumbprint: alone.thumbprint, origin: 'self-signed', isSelfSigned: true },
      { thumbprint: root.thumbprint, origin: 'enterprise', isSelfSigned: true },
    ]),
  );
});

test('trust anchors can be in a Java keystore', async () => {
  using folder = temporaryFolder();
  furnish(folder, '');
  folder.write('anchors.pem', writeJks([{ alias: 'root', certificates: [root.der] }]));
  folder.write('store/own.pem', pem(leaf, middle));
  const listed = await answer(folder, 'certificates', 'list', '--fields', 'thumbprint,origin');
  expect(listed).toEqual(expect.arrayContaining([{ thumbprint: leaf.thumbprint, origin: 'enterprise' }]));
});

test('a certificate in a PKCS#12 with an unknown issuer is reported, until its issuer is trusted', async () => {
  await using scene = new Scene(NOON);
  furnish(scene.folder, pem(alone));
  scene.configure(configurationOf(NAME));
  scene.folder.write('store/own.pfx', pkcs12Of(scene.folder, leaf, [middle]), 0o600);
  expect(await scene.start()).toEqual([expect.stringMatching(`^1305\\(${NAME}; ${leaf.thumbprint}; `)]);
  scene.folder.write('anchors.pem', pem(root, alone));
  expect(await scene.pass(NOON + 60_000)).toEqual([expect.stringMatching(/^1900/)]);
});

test('a keystore that has not changed is not opened again for its chain', async () => {
  await using scene = new Scene(NOON);
  furnish(scene.folder, pem(root));
  scene.configure(configurationOf(NAME));
  const path = scene.folder.write('store/own.p12', pkcs12Of(scene.folder, leaf, [middle]), 0o600);
  execFileSync('touch', ['-d', '@1', path]);
  await scene.start();
  // A recently changed file is read by every scan, so this waits until it has settled.
  const settled = Date.now() + 2500;
  while (Date.now() < settled) await scene.pass();
  using opens = new CountedOpens(path);
  for (const name of ['a', 'b', 'c']) {
    scene.folder.write(`store/${name}.pem`, pem(made(`${name}.contoso.com`)));
    await scene.pass();
  }
  expect(opens.paths).toEqual([]);
});
