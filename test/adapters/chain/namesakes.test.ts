import { X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { anchorsFrom } from '../../../src/adapters/chain/trust-anchors.ts';
import { verifyChains } from '../../../src/adapters/chain/verify-chains.ts';
import { certificateFiles } from '../../../src/adapters/file-store/certificate-files.ts';
import { CORRECT_KEY_ACCESS } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import type { StoreSnapshot } from '../../../src/domain/connector/store-snapshot.ts';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import { saying } from '../../domain/failure/saying.ts';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const YEAR = 365 * 86_400_000;
/** The number of CAs with the same name; the limit of one chain is 200 checks. */
const NAMESAKES = 260;

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

const made = (commonName: string, wish: Partial<Parameters<typeof makeCertificate>[0]> = {}): MadeCertificate =>
  makeCertificate({ commonName, notBefore: NOON - YEAR, notAfter: NOON + YEAR, key: 'ec', ...wish });

/** Returns a store with these certificates, each in its own file. */
function storeOf(name: string, certificates: readonly MadeCertificate[]): StoreSnapshot {
  const stored = certificates.flatMap(({ certificatePem }, at) => {
    const path = directory.write(`${name}/${at}.pem`, certificatePem);
    return parseStoreFile(Buffer.from(certificatePem), path).blocks.flatMap((block) =>
      block.kind === 'certificate'
        ? [
            {
              certificate: block.certificate,
              store: 'My',
              location: { path, block: block.block, alias: undefined },
              services: [],
              key: { kind: 'missing', path, access: CORRECT_KEY_ACCESS } as const,
            },
          ]
        : [],
    );
  });
  return { name: 'My', certificates: stored, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] };
}

/**
 * Returns the verdicts on certificates, and the number of signatures that were verified for them.
 */
async function verify(
  store: StoreSnapshot,
  asked: readonly MadeCertificate[],
  anchor: MadeCertificate,
): Promise<{ readonly verdicts: readonly (ChainVerdict | undefined)[]; readonly signatures: number }> {
  const files = certificateFiles([]);
  const bundle = directory.write('anchors.pem', anchor.certificatePem);
  const verifier = verifyChains([{ kind: 'system' }], files, anchorsFrom(files, [bundle]));
  const { verify: real } = X509Certificate.prototype;
  let signatures = 0;
  X509Certificate.prototype.verify = function counted(publicKey) {
    signatures += 1;
    return real.call(this, publicKey);
  };
  try {
    const found = await verifier.verify(new Set(asked.map(({ thumbprint }) => thumbprint)), [store]);
    return { verdicts: asked.map(({ thumbprint }) => found.get(thumbprint)), signatures };
  } finally {
    X509Certificate.prototype.verify = real;
  }
}

describe.each([
  ['with key identifiers', false],
  ['without key identifiers', true],
])('a store of many CAs with one name, %s', (_which, noKeyIdentifiers) => {
  const root = made('Root', { isCa: true, noKeyIdentifiers });
  const namesakes = Array.from({ length: NAMESAKES }, () =>
    made('Contoso CA', { isCa: true, issuer: root, noKeyIdentifiers }),
  );
  const last = namesakes.at(-1) ?? root;
  const leaves = Array.from({ length: 30 }, (_leaf, at) =>
    made(`mail${at}.contoso.com`, { issuer: last, noKeyIdentifiers }),
  );
  const snapshot = storeOf(`store-${noKeyIdentifiers}`, [...leaves, ...namesakes]);

  it('costs a bounded number of signatures, and no verdict is false', async () => {
    const { verdicts, signatures } = await verify(snapshot, leaves, root);
    const expected: Partial<ChainVerdict> = noKeyIdentifiers
      ? { status: 'unknown', failure: saying(/^the chain could not be verified within (200|2000) checks$/) }
      : { status: 'trusted', anchor: 'system' };
    for (const verdict of verdicts) expect(verdict).toMatchObject(expected);
    expect(signatures).toBeLessThanOrEqual(noKeyIdentifiers ? 2000 + leaves.length : leaves.length + 1);
  });

  it('verifies the CAs themselves, each once', async () => {
    const { verdicts, signatures } = await verify(snapshot, namesakes, root);
    for (const verdict of verdicts) expect(verdict).toMatchObject({ status: 'trusted', anchor: 'system' });
    expect(signatures).toBe(NAMESAKES);
  });
});

it('a chain that was skipped because of the limit is verified in the next run', async () => {
  const [impostor, stranger] = [0, 1].map(() => made('Stranger', { isCa: true, noKeyIdentifiers: true }));
  const plain = made('Plain', { isCa: true, noKeyIdentifiers: true });
  const namesakes = Array.from({ length: NAMESAKES }, () => made('Contoso CA', { isCa: true, noKeyIdentifiers: true }));
  const imitation = made('Contoso CA', { isCa: true, noKeyIdentifiers: true });
  const forged = Array.from({ length: 12 }, (_leaf, at) =>
    made(`forged${at}.contoso.com`, { issuer: imitation, noKeyIdentifiers: true }),
  );
  const honest = made('mail.contoso.com', { issuer: stranger ?? plain, noKeyIdentifiers: true });
  const simple = made('imap.contoso.com', { issuer: plain, noKeyIdentifiers: true });
  const snapshot = storeOf('crowd', [...forged, honest, simple, ...namesakes]);
  const files = certificateFiles([]);
  const anchors = [impostor, stranger, plain].map((anchor) => anchor?.certificatePem ?? '');
  const bundle = directory.write('strangers.pem', anchors.join(''));
  const verifier = verifyChains([{ kind: 'system' }], files, anchorsFrom(files, [bundle]));
  const asked = new Set([...forged, honest, simple].map(({ thumbprint }) => thumbprint));
  const runs: (string | undefined)[][] = [];
  for (let run = 0; run < 2; run += 1) {
    const verdicts = await verifier.verify(asked, [snapshot]);
    runs.push([honest, simple].map(({ thumbprint }) => verdicts.get(thumbprint)?.status));
  }
  // The other certificates use up the limit only if the first candidate is not the issuer.
  expect(runs).toEqual([
    ['unknown', 'trusted'],
    ['trusted', 'trusted'],
  ]);
});

it('the work grows with the certificates, however many files hold their CA', async () => {
  const root = made('Root', { isCa: true });
  const middle = made('Contoso CA', { isCa: true, issuer: root });
  const leaf = made('mail.contoso.com', { issuer: middle });
  const [own, authority] = storeOf('live', [leaf, middle]).certificates;
  if (own === undefined || authority === undefined) throw new Error('the store is empty');
  let asked = 0;
  const counted = Object.defineProperty({ ...authority.certificate }, 'thumbprint', {
    get: () => {
      asked += 1;
      return authority.certificate.thumbprint;
    },
  });
  /**
   * Returns how often the thumbprint of the CA is read to verify a number of leaves, each with the
   * CA in its directory.
   */
  const workFor = async (size: number): Promise<number> => {
    asked = 0;
    const leaves = Array.from({ length: size }, (_each, at) => ({
      ...own,
      certificate: { ...own.certificate, thumbprint: String(at).padStart(40, '0') },
    }));
    const certificates = leaves.flatMap((each) => [each, { ...authority, certificate: counted }]);
    const files = certificateFiles([]);
    const verifier = verifyChains([{ kind: 'system' }], files, anchorsFrom(files, [directory.at('root.pem')]));
    const wanted = new Set(leaves.map(({ certificate }) => certificate.thumbprint));
    const store: StoreSnapshot = {
      name: 'My',
      certificates,
      isGlob: false,
      unreadablePaths: [],
      unreadableSinceStart: [],
    };
    const verdicts = await verifier.verify(wanted, [store]);
    expect([...verdicts.values()].every(({ status }) => status === 'trusted')).toBe(true);
    return asked;
  };
  directory.write('root.pem', root.certificatePem);
  const few = await workFor(100);
  expect(await workFor(400)).toBeLessThan(4.5 * few);
});

it('a certificate whose issuer is not stored needs no file if it is only listed', async () => {
  const leaf = made('mail.contoso.com', { issuer: made('Nowhere', { isCa: true }) });
  const snapshot = storeOf('listed', [leaf]);
  const files = certificateFiles([]);
  const bundle = directory.write('other.pem', made('Other', { isCa: true }).certificatePem);
  const verifier = verifyChains([{ kind: 'system' }], files, anchorsFrom(files, [bundle]));
  rmSync(directory.at('listed/0.pem'));
  const asked = new Set([leaf.thumbprint]);
  const [, listed] = [...(await verifier.verify(asked, [snapshot], [], 'when-needed'))][0] ?? [];
  expect(listed).toEqual({
    status: 'untrusted',
    failure: saying('the issuer CN=Nowhere was not found'),
    missingIssuer: 'CN=Nowhere',
  });
  // A scan loads it, and the file does not exist.
  expect((await verifier.verify(asked, [snapshot])).size).toBe(0);
});
