import { spawnSync } from 'node:child_process';
import { rmSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorsFrom } from '../../../src/adapters/chain/trust-anchors.ts';
import { verifyChains } from '../../../src/adapters/chain/verify-chains.ts';
import { certificateFiles } from '../../../src/adapters/file-store/certificate-files.ts';
import { CORRECT_KEY_ACCESS } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../../src/domain/certificate/trust-source.ts';
import type { StoreSnapshot } from '../../../src/domain/connector/store-snapshot.ts';
import type { Failure } from '../../../src/domain/failure/failure.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import type { ChainVerifier } from '../../../src/work/ports/stores.ts';
import { saying } from '../../domain/failure/saying.ts';
import { type CertificateWish, type MadeCertificate, makeCertificate, pem } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const YEAR = 365 * 86_400_000;
const NO_BUNDLE: readonly string[] = ['/nonexistent/bundle.pem'];

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

function made(commonName: string, wish: Partial<CertificateWish> = {}): MadeCertificate {
  return makeCertificate({ commonName, notBefore: NOON - YEAR, notAfter: NOON + YEAR, ...wish });
}

const authority = (commonName: string, wish: Partial<CertificateWish> = {}): MadeCertificate =>
  made(commonName, { isCa: true, ...wish });

/** Writes a store of these files, each with its certificates, and returns its snapshot. */
function store(files: Readonly<Record<string, readonly MadeCertificate[]>>): StoreSnapshot {
  const certificates = Object.entries(files).flatMap(([name, chain]) => {
    const path = directory.write(name, chain.map(({ certificatePem }) => certificatePem).join(''));
    const text = Buffer.from(chain.map(({ certificatePem }) => certificatePem).join(''));
    return parseStoreFile(text, path).blocks.flatMap((block) =>
      block.kind === 'certificate'
        ? [
            {
              certificate: block.certificate,
              store: 'My',
              location: { path, block: block.block, alias: undefined },
              services: [],
              key: { kind: 'matches', path, access: CORRECT_KEY_ACCESS } as const,
            },
          ]
        : [],
    );
  });
  return { name: 'My', certificates, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] };
}

async function verdict(
  verifier: ChainVerifier,
  snapshot: StoreSnapshot,
  { thumbprint }: MadeCertificate,
): Promise<ChainVerdict | undefined> {
  return (await verifier.verify(new Set([thumbprint]), [snapshot])).get(thumbprint);
}

function anchoredBy(...anchors: readonly MadeCertificate[]): ChainVerifier {
  return verifierOf([{ kind: 'system' }], [bundle('system.crt', anchors)]);
}

function verifierOf(trust: readonly TrustSource[], systemBundles: readonly string[]): ChainVerifier {
  const files = certificateFiles([]);
  return verifyChains(trust, files, anchorsFrom(files, systemBundles));
}

function bundle(name: string, anchors: readonly MadeCertificate[]): string {
  return directory.write(name, anchors.map(({ certificatePem }) => certificatePem).join(''));
}

describe('a chain of certificates', () => {
  const root = authority('Root');
  const middle = authority('Middle', { issuer: root });
  const lower = authority('Lower', { issuer: middle });
  const leaf = made('mail.contoso.com', { issuer: lower });

  it.each<[string, Readonly<Record<string, readonly MadeCertificate[]>>]>([
    ['in the same file', { 'fullchain.pem': [leaf, lower, middle] }],
    ['in the same file, in any order', { 'fullchain.pem': [middle, leaf, lower] }],
    ['in other files of the store', { 'cert.pem': [leaf], 'a.pem': [middle], 'b.pem': [lower] }],
    ['with the root in it', { 'fullchain.pem': [leaf, lower, middle, root] }],
  ])('is trusted when its intermediates are %s', async (_where, files) => {
    expect(await verdict(anchoredBy(root), store(files), leaf)).toMatchObject({ status: 'trusted', anchor: 'system' });
  });

  it('is trusted through an intermediate of another store', async () => {
    const verifier = anchoredBy(root);
    const snapshots = [store({ 'cert.pem': [leaf] }), { ...store({ 'ca.pem': [middle, lower] }), name: 'CA' }];
    const verdicts = await verifier.verify(new Set([leaf.thumbprint]), snapshots);
    expect(verdicts.get(leaf.thumbprint)).toMatchObject({ status: 'trusted', anchor: 'system' });
  });

  it('is trusted from any certificate that is an anchor, the leaf included', async () => {
    const files = store({ 'cert.pem': [leaf, lower] });
    expect(await verdict(anchoredBy(middle), files, leaf)).toMatchObject({ status: 'trusted', anchor: 'system' });
    expect(await verdict(anchoredBy(leaf), files, leaf)).toMatchObject({ status: 'trusted', anchor: 'system' });
  });

  it('is untrusted when an intermediate is missing, and names its subject', async () => {
    expect(await verdict(anchoredBy(root), store({ 'cert.pem': [leaf, lower] }), leaf)).toEqual({
      status: 'untrusted',
      failure: saying('the issuer CN=Middle was not found'),
      missingIssuer: 'CN=Middle',
    });
  });

  it('is untrusted when it ends in a root that is no anchor', async () => {
    const files = store({ 'fullchain.pem': [leaf, lower, middle, root] });
    expect(await verdict(anchoredBy(), files, leaf)).toEqual({
      status: 'untrusted',
      failure: saying('CN=Root is an untrusted root'),
      untrustedRoot: 'CN=Root',
    });
  });

  it.each([
    ['is not there', 'none.pem', 'it does not exist'],
    ['is no certificate', 'text.pem', 'an unterminated PEM block'],
  ])('has for such a root the file of the enterprise %s', async (_what, name, why) => {
    directory.write('text.pem', '-----BEGIN CERTIFICATE-----');
    const path = directory.at(name);
    const files = store({ 'fullchain.pem': [leaf, lower, middle, root] });
    const found = await verdict(verifierOf([{ kind: 'enterprise', path }], NO_BUNDLE), files, leaf);
    expect(found).toMatchObject({
      untrustedRoot: 'CN=Root',
      failure: saying(
        expect.toSatisfy((detail: Failure) =>
          failureText(detail, 'en').includes(`CN=Root is an untrusted root; not read: ${path}: ${why}`),
        ),
      ),
    });
  });

  it("is trusted by the enterprise if one of its anchors is also the system's", async () => {
    const enterprise = bundle('enterprise.pem', [root]);
    const verifier = verifierOf([{ kind: 'system' }, { kind: 'enterprise', path: enterprise }], [enterprise]);
    const verdicts = await verdict(verifier, store({ 'cert.pem': [leaf, lower, middle] }), leaf);
    expect(verdicts).toMatchObject({ status: 'trusted', anchor: 'enterprise' });
  });

  it('is trusted by an enterprise whose anchors fill a directory', async () => {
    bundle('enterprise/other.pem', [authority('Other')]);
    bundle('enterprise/root.pem', [root]);
    directory.write('enterprise/README', 'text');
    const verifier = verifierOf([{ kind: 'enterprise', path: directory.at('enterprise') }], NO_BUNDLE);
    const verdicts = await verdict(verifier, store({ 'cert.pem': [leaf, lower, middle] }), leaf);
    expect(verdicts).toMatchObject({ status: 'trusted', anchor: 'enterprise' });
  });
});

describe('an issuer', () => {
  it.each([true, false])(
    'with the right name and the wrong key proves nothing (no key identifiers: %s)',
    async (noKeyIdentifiers) => {
      const real = authority('Contoso CA', { noKeyIdentifiers });
      const impostor = authority('Contoso CA', { noKeyIdentifiers });
      const leaf = made('mail.contoso.com', { issuer: real, noKeyIdentifiers });
      expect(await verdict(anchoredBy(impostor), store({ 'cert.pem': [leaf] }), leaf)).toEqual({
        status: 'untrusted',
        failure: saying('the signature does not match the trusted root CN=Contoso CA'),
      });
      expect(await verdict(anchoredBy(impostor, real), store({ 'cert.pem': [leaf] }), leaf)).toMatchObject({
        status: 'trusted',
        anchor: 'system',
      });
    },
  );

  it('that is no CA does not count', async () => {
    const root = authority('Root');
    const server = made('server.contoso.com', { issuer: root });
    const leaf = made('mail.contoso.com', { issuer: server });
    expect(await verdict(anchoredBy(root), store({ 'cert.pem': [leaf, server] }), leaf)).toMatchObject({
      status: 'untrusted',
    });
  });

  it('in a circle with another one ends the search', async () => {
    const one = authority('One');
    const two = authority('Two', { issuer: one });
    const oneAgain = authority('One', { issuer: two, keyPair: one.keyPair });
    const leaf = made('mail.contoso.com', { issuer: two });
    expect(await verdict(anchoredBy(), store({ 'cert.pem': [leaf, two, oneAgain] }), leaf)).toMatchObject({
      status: 'untrusted',
    });
  });

  it('certified by two roots is verified with the one that is an anchor', async () => {
    const oldRoot = authority('Old Root');
    const newRoot = authority('New Root');
    const middle = authority('Middle', { issuer: oldRoot });
    const crossSigned = authority('Middle', { issuer: newRoot, keyPair: middle.keyPair });
    const leaf = made('mail.contoso.com', { issuer: middle });
    expect(await verdict(anchoredBy(newRoot), store({ 'cert.pem': [leaf, middle, crossSigned] }), leaf)).toMatchObject({
      status: 'trusted',
      anchor: 'system',
    });
  });

  it.each([
    [9, 'trusted'],
    [10, 'untrusted'],
  ])('after %i intermediates makes the chain %s', async (intermediates, status) => {
    const root = authority('Root');
    const chain: MadeCertificate[] = [];
    for (let at = 0; at < intermediates; at += 1) {
      chain.unshift(authority(`Middle ${at}`, { issuer: chain[0] ?? root }));
    }
    const leaf = made('mail.contoso.com', { issuer: chain[0] ?? root });
    const found = await verdict(anchoredBy(root), store({ 'cert.pem': [leaf, ...chain] }), leaf);
    expect(found?.status).toBe(status);
  });

  it.each(['rsa', 'ec', 'ed25519', 'rsa-pss'] as const)('with a %s key is verified', async (key) => {
    const root = authority('Root', { key });
    const leaf = made('mail.contoso.com', { issuer: root });
    expect(await verdict(anchoredBy(root), store({ 'cert.pem': [leaf] }), leaf)).toMatchObject({ status: 'trusted' });
  });
});

describe('a self-signed certificate', () => {
  it('is self-signed, unless it is an anchor', async () => {
    const own = made('mail.contoso.com');
    const files = store({ 'cert.pem': [own] });
    expect(await verdict(anchoredBy(), files, own)).toEqual({ status: 'self-signed' });
    expect(await verdict(anchoredBy(own), files, own)).toMatchObject({ status: 'trusted', anchor: 'system' });
  });

  it("that OpenSSL does not load is refused, with OpenSSL's message", async () => {
    const root = authority('Root');
    const good = made('mail.contoso.com', { issuer: root });
    const name = Buffer.from([0x0c, 'mail.contoso.com'.length, ...Buffer.from('mail.contoso.com')]);
    const der = Buffer.from(good.der);
    // The type of the common name is changed to INTEGER: this is well-formed DER, but no string
    // type.
    der[der.indexOf(name)] = 0x02;
    const bad = { ...good, der, certificatePem: pem('CERTIFICATE', der) };
    const snapshot = store({ 'mail.pem': [bad] });
    const [stored] = snapshot.certificates;
    const { thumbprint = '' } = stored?.certificate ?? {};
    const found = await anchoredBy(root).verify(new Set([thumbprint]), [snapshot]);
    expect(found.get(thumbprint)).toEqual({
      status: 'refused',
      detail: expect.stringMatching(/^error:[0-9A-F]{8}:asn1 encoding routines::/),
    });
    const byOpenssl = spawnSync('openssl', ['x509', '-in', directory.at('mail.pem'), '-noout']);
    expect(byOpenssl.status).not.toBe(0);
  });

  it('whose signature is wrong is untrusted', async () => {
    const own = made('mail.contoso.com');
    const der = Buffer.from(own.der);
    der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
    const certificatePem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
    const forged = { ...own, der, certificatePem };
    const snapshot = store({ 'cert.pem': [forged] });
    const thumbprint = snapshot.certificates[0]?.certificate.thumbprint ?? '';
    expect(await verdict(anchoredBy(), snapshot, { ...forged, thumbprint })).toEqual({
      status: 'untrusted',
      failure: saying('the self-signature of CN=mail.contoso.com is invalid'),
    });
  });
});

describe('the verifier', () => {
  it('returns nothing for a certificate that it cannot find', async () => {
    const own = made('mail.contoso.com');
    const snapshot = store({ 'cert.pem': [own] });
    const verdicts = await anchoredBy().verify(new Set(['0'.repeat(40), own.thumbprint]), [snapshot]);
    expect([...verdicts.keys()]).toEqual([own.thumbprint]);
    rmSync(directory.at('cert.pem'));
    expect(await verdict(anchoredBy(), snapshot, own)).toBeUndefined();
  });

  it('returns the result of the list for a certificate that is in no file', async () => {
    const leaf = made('leaf');
    const snapshot = store({ 'leaf.pem': [leaf] });
    const reported: StoreSnapshot = {
      ...snapshot,
      chains: new Map([[leaf.thumbprint, { status: 'trusted', anchor: 'enterprise' }]]),
    };
    const verifier = () => verifyChains([], certificateFiles([]));
    expect(await verdict(verifier(), reported, leaf)).toEqual({ status: 'self-signed' });
    directory.write('leaf.pem', '{ "Certificates": [] }');
    expect(await verdict(verifier(), reported, leaf)).toEqual({ status: 'trusted', anchor: 'enterprise' });
    expect(await verdict(verifier(), snapshot, leaf)).toBeUndefined();
  });

  it('names the anchors that it could not read', async () => {
    const leaf = made('mail.contoso.com', { issuer: authority('Root') });
    const found = await verdict(verifierOf([{ kind: 'system' }], NO_BUNDLE), store({ 'cert.pem': [leaf] }), leaf);
    expect(found).toMatchObject({ status: 'untrusted', failure: saying(/\/nonexistent\/bundle\.pem/) });
  });

  it('uses the first system bundle that exists', async () => {
    const root = authority('Root');
    const leaf = made('mail.contoso.com', { issuer: root });
    const verifier = verifierOf([{ kind: 'system' }], [...NO_BUNDLE, bundle('there.pem', [root])]);
    expect(await verdict(verifier, store({ 'cert.pem': [leaf] }), leaf)).toMatchObject({ status: 'trusted' });
  });

  it('reads the anchors again when their file has changed', async () => {
    const root = authority('Root');
    const leaf = made('mail.contoso.com', { issuer: root });
    const snapshot = store({ 'cert.pem': [leaf] });
    const path = bundle('system.crt', []);
    const verifier = verifierOf([{ kind: 'system' }], [path]);
    expect(await verdict(verifier, snapshot, leaf)).toMatchObject({ status: 'untrusted' });
    bundle('system.crt', [root]);
    utimesSync(path, NOON / 1000, NOON / 1000);
    expect(await verdict(verifier, snapshot, leaf)).toMatchObject({ status: 'trusted' });
  });
});

describe('the chain sent with a certificate', () => {
  const root = authority('Root', { notAfter: NOON + 9 * YEAR });
  const old = authority('Middle', { issuer: root, notAfter: NOON - 1000 });
  const fresh = authority('Middle', { issuer: root, keyPair: old.keyPair, notAfter: NOON + 3 * YEAR });
  const leaf = made('mail.contoso.com', { issuer: old });
  const link = { thumbprint: old.thumbprint, subject: 'CN=Middle', notAfter: NOON - 1000 };

  it('is the issuers in its file; it is valid as long as the best path to an anchor', async () => {
    expect(await verdict(anchoredBy(root), store({ 'fullchain.pem': [leaf, old] }), leaf)).toEqual({
      status: 'trusted',
      anchor: 'system',
      holdsUntil: NOON - 1000,
      endsWith: 'CN=Middle',
      intermediates: [link],
    });
  });

  it('does not include issuers in other files, which are another path', async () => {
    const files = store({ 'fullchain.pem': [leaf, old], 'other.pem': [fresh] });
    expect(await verdict(anchoredBy(root), files, leaf)).toMatchObject({
      holdsUntil: NOON + 3 * YEAR,
      intermediates: [link],
    });
    expect(await verdict(anchoredBy(root), store({ 'cert.pem': [leaf], 'other.pem': [fresh] }), leaf)).toEqual({
      status: 'trusted',
      anchor: 'system',
      holdsUntil: NOON + 3 * YEAR,
      endsWith: 'CN=Middle',
    });
  });

  it('is valid no longer than the anchor itself', async () => {
    const short = authority('Root', { keyPair: root.keyPair, notAfter: NOON + YEAR });
    const files = store({ 'fullchain.pem': [leaf, fresh] });
    expect(await verdict(anchoredBy(short), files, leaf)).toMatchObject({
      holdsUntil: NOON + YEAR,
      endsWith: 'CN=Root',
    });
    expect(await verdict(anchoredBy(short, root), files, leaf)).toMatchObject({ holdsUntil: NOON + 3 * YEAR });
  });
});

describe('a certificate that is not in a file yet', () => {
  const root = authority('Root');
  const middle = authority('Middle', { issuer: root });
  const leaf = made('mail.contoso.com', { issuer: middle });
  const own = made('mail01.contoso.com');

  it('is verified with the given certificate and issuers', async () => {
    const snapshot = store({ 'fullchain.pem': [leaf, middle, own] });
    rmSync(directory.at('fullchain.pem'));
    const verifier = anchoredBy(root);
    const asked = new Set([leaf.thumbprint, own.thumbprint]);
    expect((await verifier.verify(asked, [snapshot])).size).toBe(0);
    const given = [leaf.certificatePem + middle.certificatePem, own.certificatePem];
    const verdicts = await verifier.verify(asked, [{ ...snapshot }], given);
    expect(verdicts.get(leaf.thumbprint)).toMatchObject({ status: 'trusted', anchor: 'system' });
    expect(verdicts.get(own.thumbprint)).toEqual({ status: 'self-signed' });
    expect((await verifier.verify(new Set([leaf.thumbprint]), [snapshot], [leaf.certificatePem])).size).toBe(1);
  });
});
