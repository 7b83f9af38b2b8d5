import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorsFrom } from '../../../src/adapters/chain/trust-anchors.ts';
import { verifyChains } from '../../../src/adapters/chain/verify-chains.ts';
import { verifyServedChains } from '../../../src/adapters/chain/verify-served-chains.ts';
import { certificateFiles } from '../../../src/adapters/file-store/certificate-files.ts';
import { openStore } from '../../../src/adapters/file-store/open-store.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import { saying } from '../../domain/failure/saying.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { CLOCK, definition, seen } from '../file-store/scans.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  directory.write('openssl.cnf', '[req]\ndistinguished_name=dn\n[dn]\n');
});
afterEach(() => directory[Symbol.dispose]());

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '60'];

/** Creates a certificate `NAME.pem` with its key `NAME.key`. */
function make(name: string, args: readonly string[], ...extensions: readonly string[]): string {
  const files = ['-keyout', directory.at(`${name}.key`), '-out', directory.at(`${name}.pem`)];
  const wanted = extensions.flatMap((extension) => ['-addext', extension]);
  const config = ['-config', directory.at('openssl.cnf')];
  execFileSync('openssl', ['req', '-x509', ...EC, ...config, ...args, ...files, ...wanted], { stdio: 'ignore' });
  return directory.at(`${name}.pem`);
}

/** Creates a root with the same key and name and other extensions. */
function rootAgain(name: string, ...extensions: readonly string[]): string {
  const wanted = extensions.flatMap((extension) => ['-addext', extension]);
  const args = [
    '-key',
    directory.at('root.key'),
    '-subj',
    '/CN=Root',
    '-days',
    '60',
    '-out',
    directory.at(`${name}.pem`),
  ];
  const config = ['-config', directory.at('openssl.cnf')];
  execFileSync('openssl', ['req', '-x509', '-new', ...config, ...args, ...wanted], { stdio: 'ignore' });
  return directory.at(`${name}.pem`);
}

/** Verifies a leaf in a store, and as a server sends it. */
async function verdicts(leaf: string, root: string): Promise<readonly ChainVerdict[]> {
  const files = certificateFiles([]);
  const anchors = anchorsFrom(files, [root]);
  const { value } = await seen(openStore(definition(leaf), CLOCK));
  const [
    {
      certificate: { thumbprint },
    } = { certificate: { thumbprint: '' } },
  ] = value.certificates;
  const stored = (await verifyChains([{ kind: 'system' }], files, anchors).verify(new Set([thumbprint]), [value])).get(
    thumbprint,
  );
  const [first, ...others] = parseStoreFile(readFileSync(leaf), leaf).blocks.flatMap((block) =>
    block.kind === 'certificate' ? [{ certificate: block.certificate, der: block.der }] : [],
  );
  if (first === undefined) throw new Error('no certificate was made');
  const chain = [first, ...others] as const;
  const sent = await verifyServedChains(anchors).verify(
    { starttls: 'offered', protocol: 'TLSv1.3', cipher: '', chain },
    [{ kind: 'system' }],
  );
  return stored === undefined ? [sent] : [stored, sent];
}

const isVerified = (leaf: string, root: string): boolean =>
  spawnSync('openssl', ['verify', '-CAfile', root, leaf], { stdio: 'ignore' }).status === 0;

describe('a certificate that its issuer signed, and that OpenSSL does not accept', () => {
  it.each([
    ['subjectAltName=DER:0500', 'an extension of CN=mail cannot be read (OpenSSL: invalid certificate)'],
    ['extendedKeyUsage=DER:0500', 'an extension of CN=mail cannot be read (OpenSSL: invalid certificate)'],
    [
      'authorityKeyIdentifier=DER:300480020102',
      'the authority key identifier of CN=mail does not match its issuer (OpenSSL: authority and subject key identifier mismatch)',
    ],
  ])('has the reason of OpenSSL: %s', async (extension, detail) => {
    const root = make('root', ['-subj', '/CN=Root'], 'basicConstraints=critical,CA:TRUE');
    const by = ['-CA', root, '-CAkey', directory.at('root.key'), '-subj', '/CN=mail'];
    const leaf = make('mail', by, 'basicConstraints=critical,CA:FALSE', extension);
    expect(isVerified(leaf, root)).toBe(false);
    const found = await verdicts(leaf, root);
    expect(found).toEqual([
      expect.objectContaining({ status: 'untrusted', failure: saying(detail) }),
      expect.objectContaining({ failure: saying(detail) }),
    ]);
    const [stored] = found;
    expect(stored?.status === 'untrusted' && failureText(stored.failure, 'ja')).toMatch(/(拡張|識別子)/);
  });

  it.each([
    ['nameConstraints=DER:0500', 'an extension of CN=Root cannot be read (OpenSSL: invalid certificate)'],
    [
      'keyUsage=digitalSignature',
      'the key usage of CN=Root does not permit signing certificates (OpenSSL: key usage does not include certificate signing)',
    ],
  ])('has it if the issuer is invalid: %s', async (extension, detail) => {
    const root = make('root', ['-subj', '/CN=Root'], 'basicConstraints=critical,CA:TRUE');
    const by = ['-CA', root, '-CAkey', directory.at('root.key'), '-subj', '/CN=mail'];
    const leaf = make('mail', by, 'basicConstraints=critical,CA:FALSE');
    const other = rootAgain('other', 'basicConstraints=critical,CA:TRUE', extension);
    expect([isVerified(leaf, root), isVerified(leaf, other)]).toEqual([true, false]);
    const [stored] = await verdicts(leaf, other);
    expect(stored).toMatchObject({ status: 'untrusted', failure: saying(detail) });
  });
});
