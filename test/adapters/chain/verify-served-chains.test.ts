import { X509Certificate } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorsFrom } from '../../../src/adapters/chain/trust-anchors.ts';
import { verifyServedChains } from '../../../src/adapters/chain/verify-served-chains.ts';
import { certificateFiles } from '../../../src/adapters/file-store/certificate-files.ts';
import type { TrustSource } from '../../../src/domain/certificate/trust-source.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';
import type { Conversation, ServedChainVerifier } from '../../../src/work/ports/probes.ts';
import { saying } from '../../domain/failure/saying.ts';
import { type CertificateWish, type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const YEAR = 365 * 86_400_000;
const SYSTEM: readonly TrustSource[] = [{ kind: 'system' }];

type Shown = Extract<Conversation, { readonly protocol: string }>;

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

function bundle(name: string, anchors: readonly MadeCertificate[]): string {
  return directory.write(name, anchors.map(({ certificatePem }) => certificatePem).join(''));
}

function verifierFor(...anchors: readonly MadeCertificate[]): ServedChainVerifier {
  return verifyServedChains(anchorsFrom(certificateFiles([]), [bundle('system.crt', anchors)]));
}

/** Returns a verifier whose verdicts do not name the trust anchors. */
function anchoredBy(...anchors: readonly MadeCertificate[]): ServedChainVerifier {
  const verifier = verifierFor(...anchors);
  return {
    verify: async (...asked) => {
      const { anchors: _, ...verdict } = await verifier.verify(...asked);
      return verdict;
    },
  };
}

function shown(...ders: readonly [Uint8Array, ...Uint8Array[]]): Shown {
  const [leaf, ...issuers] = ders;
  const read = (der: Uint8Array): Shown['chain'][number] => {
    const parsed = parseCertificate(Buffer.from(der), 'sent');
    return { der, certificate: parsed.kind === 'parsed' ? parsed.value : undefined };
  };
  return {
    starttls: 'offered',
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: [read(leaf), ...issuers.map(read)],
  };
}

function sent(leaf: MadeCertificate, ...issuers: readonly MadeCertificate[]): Shown {
  return shown(leaf.der, ...issuers.map(({ der }) => der));
}

describe('a chain that a server sends', () => {
  const root = authority('Root', { notAfter: NOON + 9 * YEAR });
  const middle = authority('Middle', { issuer: root, notAfter: NOON + 5 * YEAR });
  const lower = authority('Lower', { issuer: middle, notAfter: NOON + 3 * YEAR });
  const leaf = made('mail.contoso.com', { issuer: lower });

  it.each([
    ['in order', [lower, middle]],
    ['in any order', [middle, lower]],
    ['with the root', [lower, middle, root]],
    ['with strangers between', [made('other.contoso.com'), lower, authority('Other'), middle]],
    ['twice', [lower, lower, middle, middle]],
  ])('is trusted when its intermediates are sent %s', async (_how, issuers) => {
    expect(await anchoredBy(root).verify(sent(leaf, ...issuers), SYSTEM)).toEqual({
      status: 'trusted',
      anchor: 'system',
      holdsUntil: NOON + 3 * YEAR,
      endsWith: 'CN=Lower',
    });
  });

  it('is trusted without intermediates if an anchor issued the leaf, or is it', async () => {
    expect(await anchoredBy(lower).verify(sent(leaf), SYSTEM)).toMatchObject({ status: 'trusted' });
    expect(await anchoredBy(leaf).verify(sent(leaf), SYSTEM)).toEqual({ status: 'trusted', anchor: 'system' });
  });

  it.each([
    ['all are', [], 'CN=Lower'],
    ['the lower one is', [middle], 'CN=Lower'],
    ['the upper one is', [lower], 'CN=Middle'],
  ])('is incomplete when of its intermediates %s missing, with their names', async (_which, issuers, missing) => {
    expect(await anchoredBy(root).verify(sent(leaf, ...issuers), SYSTEM)).toEqual({
      status: 'untrusted',
      failure: saying(`the issuer ${missing} was not sent, and is not a trusted root`),
      missingIssuer: missing,
    });
  });

  it('is untrusted, and not incomplete, when it ends in a root that is no anchor', async () => {
    expect(await anchoredBy().verify(sent(leaf, lower, middle, root), SYSTEM)).toEqual({
      status: 'untrusted',
      failure: saying('CN=Root is an untrusted root'),
      untrustedRoot: 'CN=Root',
    });
  });

  it('is self-signed when its leaf is, unless that is an anchor', async () => {
    const own = made('mail.contoso.com');
    expect(await anchoredBy(root).verify(sent(own), SYSTEM)).toEqual({ status: 'self-signed' });
    expect(await anchoredBy(own).verify(sent(own), SYSTEM)).toEqual({ status: 'trusted', anchor: 'system' });
  });

  it('is valid no longer than the sent certificates, whatever else exists', async () => {
    const expired = authority('Lower', { issuer: middle, keyPair: lower.keyPair, notAfter: NOON - 1000 });
    expect(await anchoredBy(root).verify(sent(leaf, expired, middle), SYSTEM)).toMatchObject({
      holdsUntil: NOON - 1000,
      endsWith: 'CN=Lower',
    });
    expect(await anchoredBy(root).verify(sent(leaf, expired, lower, middle), SYSTEM)).toMatchObject({
      holdsUntil: NOON + 3 * YEAR,
    });
  });

  it('is verified without its dates and names', async () => {
    const old = made('', { issuer: lower, notBefore: NOON - 5 * YEAR, notAfter: NOON - 4 * YEAR });
    expect(await anchoredBy(root).verify(sent(old, lower, middle), SYSTEM)).toMatchObject({ status: 'trusted' });
  });

  it('is verified with the anchors of its connector', async () => {
    const path = bundle('enterprise.pem', [root]);
    const enterprise: readonly TrustSource[] = [{ kind: 'enterprise', path }];
    const verifier = anchoredBy();
    const chain = sent(leaf, lower, middle);
    expect(await verifier.verify(chain, SYSTEM)).toMatchObject({ status: 'untrusted', missingIssuer: 'CN=Root' });
    expect(await verifier.verify(chain, enterprise)).toMatchObject({ status: 'trusted', anchor: 'enterprise' });
    expect(await verifier.verify(chain, [...SYSTEM, ...enterprise])).toMatchObject({ anchor: 'enterprise' });
    expect(await verifier.verify(chain, SYSTEM)).toMatchObject({ status: 'untrusted' });
  });

  it('names the anchors that could not be read', async () => {
    const verifier = verifyServedChains(anchorsFrom(certificateFiles([]), ['/nonexistent/bundle.pem']));
    expect(await verifier.verify(sent(leaf, lower), SYSTEM)).toMatchObject({
      status: 'untrusted',
      failure: saying(/^the issuer CN=Middle was not sent.*; not read: \/nonexistent\/bundle\.pem: /),
    });
  });
});

describe('a certificate that a server sends as an issuer', () => {
  it.each([true, false])(
    'proves nothing with the right name and the wrong key (no key identifiers: %s)',
    async (noKeyIdentifiers) => {
      const root = authority('Root');
      const real = authority('Middle', { issuer: root, noKeyIdentifiers });
      const impostor = authority('Middle', { issuer: root, noKeyIdentifiers });
      const leaf = made('mail.contoso.com', { issuer: real, noKeyIdentifiers });
      expect(await anchoredBy(root).verify(sent(leaf, impostor), SYSTEM)).toEqual({
        status: 'untrusted',
        failure: saying('the signature does not match the sent certificate of CN=Middle'),
      });
      expect(await anchoredBy(root).verify(sent(leaf, impostor, real), SYSTEM)).toMatchObject({ status: 'trusted' });
    },
  );

  it('proves nothing when it is no CA', async () => {
    const root = authority('Root');
    const server = made('server.contoso.com', { issuer: root });
    const leaf = made('mail.contoso.com', { issuer: server });
    expect(await anchoredBy(root).verify(sent(leaf, server), SYSTEM)).toEqual({
      status: 'untrusted',
      failure: saying('CN=server.contoso.com is not a CA'),
    });
  });

  it('ends the search when two certify each other in a circle', async () => {
    const one = authority('One');
    const two = authority('Two', { issuer: one });
    const oneAgain = authority('One', { issuer: two, keyPair: one.keyPair });
    const leaf = made('mail.contoso.com', { issuer: two });
    expect(await anchoredBy().verify(sent(leaf, two, oneAgain), SYSTEM)).toMatchObject({ status: 'untrusted' });
  });

  it('is skipped when it cannot be read; an unreadable leaf is untrusted', async () => {
    const root = authority('Root');
    const middle = authority('Middle', { issuer: root });
    const leaf = made('mail.contoso.com', { issuer: middle });
    const garbage = Buffer.from('no certificate');
    const verifier = anchoredBy(root);
    expect(await verifier.verify(shown(leaf.der, garbage, middle.der), SYSTEM)).toMatchObject({ status: 'trusted' });
    expect(await verifier.verify(shown(garbage, middle.der), SYSTEM)).toEqual({
      status: 'untrusted',
      failure: saying('the certificate cannot be read'),
    });
  });

  it('is followed to a depth of ten: longer chains are untrusted', async () => {
    const root = authority('Root');
    const issuers: MadeCertificate[] = [];
    for (let at = 0; at < 99; at += 1) issuers.unshift(authority(`Middle ${at}`, { issuer: issuers[0] ?? root }));
    const leaf = made('mail.contoso.com', { issuer: issuers[0] ?? root });
    expect(await anchoredBy(root).verify(sent(leaf, ...issuers), SYSTEM)).toEqual({
      status: 'untrusted',
      failure: saying('the chain is longer than 10 certificates'),
    });
  });

  it('costs a bounded number of signatures, even if a hundred certify one another', async () => {
    // Ten certificates of each name with the same key, each with a later expiry than the previous
    // one. A chain over a later one is always better.
    const keys = Array.from({ length: 10 }, (_one, at) => authority(`Middle ${at}`));
    const mesh = keys.flatMap((key, at) =>
      Array.from({ length: 10 }, (_other, later) =>
        authority(`Middle ${at}`, {
          issuer: keys[at + 1] ?? authority('Root'),
          keyPair: key.keyPair,
          notAfter: NOON + later * 1000,
        }),
      ),
    );
    const leaf = made('mail.contoso.com', { issuer: keys[0] ?? authority('Root') });
    const { verify } = X509Certificate.prototype;
    let verified = 0;
    X509Certificate.prototype.verify = function counted(publicKey) {
      verified += 1;
      return verify.call(this, publicKey);
    };
    try {
      expect(await anchoredBy().verify(sent(leaf, ...mesh), SYSTEM)).toEqual({
        status: 'untrusted',
        failure: saying('the chain could not be verified within 200 checks'),
      });
    } finally {
      X509Certificate.prototype.verify = verify;
    }
    expect(verified).toBeGreaterThan(10);
    expect(verified).toBeLessThan(250);
  });

  it.each([
    [99, 'trusted'],
    [100, 'untrusted'],
  ])('that is number %i after the leaf makes the chain %s: the limit is a hundred', async (place, status) => {
    const root = authority('Root');
    const middle = authority('Middle', { issuer: root });
    const leaf = made('mail.contoso.com', { issuer: middle });
    const stranger = authority('Stranger');
    const between = Array.from({ length: place - 1 }, () => stranger);
    expect((await anchoredBy(root).verify(sent(leaf, ...between, middle), SYSTEM)).status).toBe(status);
  });
});

describe('the verdict on a chain', () => {
  const root = authority('Root');
  const leaf = made('mail.contoso.com', { issuer: root });

  it('is the same for the same chain, and another for a different one', async () => {
    const verifier = verifierFor(root);
    const [one, other] = await Promise.all([verifier.verify(sent(leaf), SYSTEM), verifier.verify(sent(leaf), SYSTEM)]);
    expect(other).toBe(one);
    expect(await verifier.verify(sent(leaf), [...SYSTEM])).toBe(one);
    expect(one).toMatchObject({ status: 'trusted' });
    const stranger = made('mail.contoso.com', { issuer: authority('Stranger') });
    expect(await verifier.verify(sent(stranger), SYSTEM)).toMatchObject({ status: 'untrusted' });
  });

  it('is determined again when the anchors have changed', async () => {
    const path = bundle('system.crt', []);
    const verifier = verifyServedChains(anchorsFrom(certificateFiles([]), [path]));
    const before = await verifier.verify(sent(leaf), SYSTEM);
    expect(before).toMatchObject({ status: 'untrusted' });
    bundle('system.crt', [root]);
    utimesSync(path, NOON / 1000, NOON / 1000);
    const after = await verifier.verify(sent(leaf), SYSTEM);
    expect(after).toMatchObject({ status: 'trusted' });
    expect(after.anchors?.contents).not.toBe(before.anchors?.contents);
    const { identity } = await anchorsFrom(certificateFiles([]), [path])(SYSTEM).read();
    expect(after.anchors).toEqual(identity);
  });
});
