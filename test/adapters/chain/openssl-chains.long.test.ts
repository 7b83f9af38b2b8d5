import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorsFrom } from '../../../src/adapters/chain/trust-anchors.ts';
import { verifyChains } from '../../../src/adapters/chain/verify-chains.ts';
import { certificateFiles } from '../../../src/adapters/file-store/certificate-files.ts';
import { openStore } from '../../../src/adapters/file-store/open-store.ts';
import { type ChainVerdict, verdictAt } from '../../../src/domain/certificate/chain-verdict.ts';
import { originOf } from '../../../src/domain/certificate/origin.ts';
import type { TrustSource } from '../../../src/domain/certificate/trust-source.ts';
import { DAY } from '../../../src/domain/time.ts';
import { saying } from '../../domain/failure/saying.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

let directory: TemporaryDirectory;
beforeAll(() => {
  directory = temporaryDirectory();
  issue('system-root', undefined, AUTHORITY);
  issue('enterprise-root', undefined, AUTHORITY);
  issue('stranger-root', undefined, AUTHORITY);
  issue('middle', 'system-root', AUTHORITY);
  issue('enterprise-middle', 'enterprise-root', AUTHORITY);
  issue('stranger-middle', 'stranger-root', AUTHORITY);
  issue('lower', 'middle', AUTHORITY);
  issue('short', 'system-root', `${AUTHORITY}basicConstraints=critical,CA:TRUE,pathlen:0\n`);
  issue('too-low', 'short', AUTHORITY);
  issue('enterprise-edge', undefined, `${AUTHORITY}basicConstraints=critical,CA:TRUE,pathlen:0\n`);
  issue('beyond-edge', 'enterprise-edge', AUTHORITY);
  issue('brief', 'system-root', AUTHORITY, 2);
  issue('brief-root', undefined, AUTHORITY, 2);
  issue('no-authority', 'system-root', SERVER);
  issue('no-signer', 'system-root', 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n');
});
afterAll(() => directory[Symbol.dispose]());

const AUTHORITY = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';
const SERVER = 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n';

function openssl(...args: readonly string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
}

/**
 * Creates a certificate `NAME.pem` and its key `NAME.key` with openssl; without an issuer it is
 * self-signed.
 */
function issue(name: string, issuer: string | undefined, extensions: string, days = 30): string {
  const [key, file] = [directory.at(`${name}.key`), directory.at(`${name}.pem`)];
  const config = directory.write(`${name}.cnf`, `[req]\ndistinguished_name=dn\n[dn]\n[ext]\n${extensions}`);
  const signer =
    issuer === undefined ? [] : ['-CA', directory.at(`${issuer}.pem`), '-CAkey', directory.at(`${issuer}.key`)];
  openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key],
    ...[
      '-out',
      file,
      '-subj',
      `/CN=${name}`,
      '-days',
      String(days),
      '-config',
      config,
      '-extensions',
      'ext',
      ...signer,
    ],
  );
  return file;
}

const text = (...names: readonly string[]): string =>
  names.map((name) => openssl('x509', '-in', directory.at(`${name}.pem`))).join('');

/**
 * Returns the verdict on the leaf in the store of a directory, which contains all other
 * certificates too.
 */
async function verdictIn(
  own: TemporaryDirectory,
  anchors: string,
  enterprise: string,
): Promise<ChainVerdict | undefined> {
  const source = { inventory: 'configuration', place: 'test:1' };
  const definition = { name: 'My', path: own.at('store'), services: [], personal: false, source };
  const store = openStore(definition, { now: () => NOON, monotonicMs: () => performance.now() });
  const result = await store.read(new AbortController().signal);
  if (result.kind === 'unavailable') throw new Error(result.problem.reason);
  const leaf = result.value.certificates.find(({ certificate }) => certificate.subject === 'CN=leaf');
  const { thumbprint = '' } = leaf?.certificate ?? {};
  const trust: readonly TrustSource[] = [{ kind: 'system' }, { kind: 'enterprise', path: enterprise }];
  const files = certificateFiles([]);
  const verifier = verifyChains(trust, files, anchorsFrom(files, [anchors]));
  return (await verifier.verify(new Set([thumbprint]), [result.value])).get(thumbprint);
}

/**
 * The issuer of the leaf, the certificates after it in its file, the others in the store, and the
 * result.
 */
type Row = readonly [string, string | undefined, readonly string[], readonly string[], string, string];

const ROWS: readonly Row[] = [
  ['whose issuer is in the same file', 'middle', ['middle'], [], 'trusted', 'third-party'],
  ['whose issuers are in the same file, in another order', 'lower', ['middle', 'lower'], [], 'trusted', 'third-party'],
  ['whose issuer is in the store', 'middle', [], ['middle'], 'trusted', 'third-party'],
  ['whose issuers are in its file and in the store', 'lower', ['lower'], ['middle'], 'trusted', 'third-party'],
  ['whose issuer is a system anchor', 'system-root', [], [], 'trusted', 'third-party'],
  ['whose issuer is an enterprise anchor', 'enterprise-root', [], [], 'trusted', 'enterprise'],
  [
    'whose issuer’s issuer is an enterprise anchor',
    'enterprise-middle',
    [],
    ['enterprise-middle'],
    'trusted',
    'enterprise',
  ],
  ['whose issuer is nowhere', 'middle', [], [], 'untrusted', 'unknown'],
  ['whose issuer’s issuer is nowhere', 'lower', ['lower'], [], 'untrusted', 'unknown'],
  [
    'whose root is in the store and is no anchor',
    'stranger-middle',
    ['stranger-middle', 'stranger-root'],
    [],
    'untrusted',
    'unknown',
  ],
  ['that is its own issuer', undefined, [], [], 'self-signed', 'self-signed'],
  ['whose issuer is no CA', 'no-authority', ['no-authority'], [], 'untrusted', 'unknown'],
  ['whose issuer may not sign certificates', 'no-signer', ['no-signer'], [], 'untrusted', 'unknown'],
  ['of an authority that may have none below it', 'short', ['short'], [], 'trusted', 'third-party'],
  ['of an anchor that may have no authority below it', 'enterprise-edge', [], [], 'trusted', 'enterprise'],
  ['that is one level lower than an anchor allows', 'beyond-edge', ['beyond-edge'], [], 'untrusted', 'unknown'],
  ['that is one level lower than a CA allows', 'too-low', ['too-low', 'short'], [], 'untrusted', 'unknown'],
];

describe('a chain that openssl made', () => {
  it.each(ROWS)('to a certificate %s', async (_what, issuer, inFile, inStore, status, origin) => {
    using own = temporaryDirectory();
    issue('leaf', issuer, SERVER);
    own.write('store/leaf.pem', text('leaf', ...inFile));
    for (const name of inStore) own.write(`store/${name}.pem`, text(name));
    const anchors = own.write('anchors.pem', text('system-root'));
    const enterprise = own.write('enterprise.pem', text('enterprise-root', 'enterprise-edge'));

    const verdict = await verdictIn(own, anchors, enterprise);
    expect([verdict?.status, originOf(verdict)]).toEqual([status, origin]);

    // OpenSSL has the same result for the same certificates.
    const all = own.write('all.pem', text('system-root', 'enterprise-root', 'enterprise-edge'));
    const rest = own.write('rest.pem', text(...inFile, ...inStore, 'leaf'));
    const judged = (): string => openssl('verify', '-CAfile', all, '-untrusted', rest, directory.at('leaf.pem'));
    if (status === 'trusted') expect(judged()).toContain('OK');
    else expect(judged).toThrow(/verification failed/);
  });
});

describe('an issuer that expires before the leaf', () => {
  it.each([
    ['next to the leaf, in its file', 'brief', ['brief'], []],
    ['in another file', 'brief', [], ['brief']],
    ['as the trust anchor', 'brief-root', [], []],
  ] as const)('%s: a valid path before, and none after, as openssl says', async (_where, issuer, inFile, inStore) => {
    using own = temporaryDirectory();
    issue('leaf', issuer, SERVER);
    own.write('store/leaf.pem', text('leaf', ...inFile));
    for (const name of inStore) own.write(`store/${name}.pem`, text(name));
    const anchors = own.write('anchors.pem', text('system-root', 'brief-root'));
    const verdict = await verdictIn(own, anchors, own.write('enterprise.pem', text('enterprise-root')));
    const rest = own.write('rest.pem', text('leaf', ...inFile, ...inStore));
    const verified = (at: number): string =>
      openssl('verify', '-attime', String(at / 1000), '-CAfile', anchors, '-untrusted', rest, directory.at('leaf.pem'));

    const now = Math.floor(Date.now() / 1000) * 1000;
    expect(verdict && verdictAt(verdict, now + DAY).status).toBe('trusted');
    expect(verified(now + DAY)).toContain('OK');
    expect(verdict && verdictAt(verdict, now + 3 * DAY)).toEqual({
      status: 'untrusted',
      failure: saying(`CN=${issuer} has expired, and no other chain leads to a trusted root`),
    });
    expect(() => verified(now + 3 * DAY)).toThrow(/verification failed/);
  });
});
