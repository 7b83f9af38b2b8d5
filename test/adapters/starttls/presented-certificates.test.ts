import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { IS_LINKED_SAFE } from '../../../src/adapters/starttls/served-chain.ts';
import { saying } from '../../domain/failure/saying.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { ALL, ask, DATES, ISSUER, LEAF, PROBE } from './probe-samples.ts';
import { scriptedServer } from './scripted-server.ts';

const DAY = 86_400_000;

/** Returns a chain as PEM, the leaf first. */
function presenting(...chain: readonly { readonly certificatePem: string }[]): string {
  return chain.map(({ certificatePem }) => certificatePem).join('');
}

describe('any certificate of a server is read', () => {
  const BETWEEN = makeCertificate({ commonName: 'Contoso CA 2', isCa: true, issuer: ISSUER, ...DATES });
  const BELOW = makeCertificate({ commonName: 'mx.contoso.com', issuer: BETWEEN, ...DATES });
  const expired = makeCertificate({
    commonName: 'mx.contoso.com',
    notBefore: DATES.notBefore - DAY,
    notAfter: DATES.notBefore,
  });
  const early = makeCertificate({
    commonName: 'mx.contoso.com',
    notBefore: DATES.notAfter,
    notAfter: DATES.notAfter + DAY,
  });
  const other = makeCertificate({ commonName: 'other.contoso.com', issuer: ISSUER, ...DATES });
  it.each([
    ['expired, and self-signed', expired],
    ['not valid yet', early],
    ['of another name', other],
    ['of version 1', makeCertificate({ commonName: 'mx.contoso.com', version: 1, ...DATES })],
    ['with an Ed25519 key', makeCertificate({ commonName: 'mx.contoso.com', key: 'ed25519', ...DATES })],
    ['with an RSA-PSS key', makeCertificate({ commonName: 'mx.contoso.com', key: 'rsa-pss', ...DATES })],
  ])('%s', async (_what, certificate) => {
    await using server = await scriptedServer('smtp', certificate);
    const { conversation } = await ask(server, { serverName: 'mx.contoso.com' });
    expect(conversation).toMatchObject({
      kind: 'available',
      value: { chain: [{ certificate: { thumbprint: certificate.thumbprint, notAfter: expect.any(Number) } }] },
    });
  });

  describe.each([
    ['with its issuer', [LEAF, ISSUER], [LEAF, ISSUER]],
    ['without issuers', [LEAF], [LEAF]],
    ['that is its own issuer', [expired], [expired]],
    [
      'with one that has nothing to do with it, and the same twice',
      [LEAF, expired, ISSUER, expired, LEAF],
      [LEAF, ISSUER],
    ],
    ['with two issuers', [BELOW, BETWEEN, ISSUER], [BELOW, BETWEEN, ISSUER]],
    ['with its issuer after the next one: the order is wrong', [BELOW, ISSUER, BETWEEN], [BELOW, BETWEEN]],
  ])('%s', (_what, chain, linked) => {
    it.each([
      ['all that is sent is seen, in its order', ALL, chain],
      ['its issuers are read, in the order of the chain', PROBE, IS_LINKED_SAFE ? linked : chain],
    ])('%s', async (_which, probe, expected) => {
      const [{ privateKeyPem } = LEAF] = chain;
      await using server = await scriptedServer('smtp', LEAF, {
        tls: { cert: presenting(...chain), key: privateKeyPem },
      });
      const { conversation } = await ask(server, {}, 'any', probe);
      if (conversation.kind !== 'available' || !('chain' in conversation.value)) throw new Error('nothing was seen');
      expect(conversation.value.chain.map(({ der }) => der)).toEqual(expected.map(({ der }) => der));
    });
  });

  it.each([
    [100, 100],
    [140, 100],
  ])('with a chain of %i certificates: the first %i', async (sent, seen) => {
    const chain = [LEAF, ...Array.from({ length: sent - 1 }, () => ISSUER)];
    await using server = await scriptedServer('tls', LEAF, { tls: { cert: presenting(...chain) } });
    const { conversation } = await ask(server, { protocol: 'tls' });
    if (conversation.kind !== 'available' || !('chain' in conversation.value)) throw new Error('nothing was seen');
    expect(conversation.value.chain).toHaveLength(seen);
  });
});

describe('a server with an unusual handshake', () => {
  const old = { ciphers: 'DEFAULT:@SECLEVEL=0' };
  it.each([
    ['TLSv1', 'rsa'],
    ['TLSv1', 'ec'],
    ['TLSv1.1', 'ec'],
    ['TLSv1.2', 'rsa'],
    ['TLSv1.3', 'rsa'],
  ] as const)('has a result if it supports only %s, with a key of type %s', async (version, key) => {
    const certificate = makeCertificate({ commonName: 'mx.contoso.com', key, ...DATES });
    const tls = { ...old, minVersion: version, maxVersion: version };
    await using server = await scriptedServer('smtp', certificate, { tls });
    const { conversation } = await ask(server);
    expect(conversation).toMatchObject({
      kind: 'available',
      value: { protocol: version, chain: [{ certificate: { thumbprint: certificate.thumbprint } }] },
    });
  });

  const rsa = makeCertificate({ commonName: 'mx.contoso.com', key: 'rsa', ...DATES });
  const ec = makeCertificate({ commonName: 'mx.contoso.com', key: 'ec', ...DATES });
  const two = { cert: [rsa.certificatePem, ec.certificatePem], key: [rsa.privateKeyPem, ec.privateKeyPem] };
  it.each([
    ['TLSv1', 'rsa', rsa],
    ['TLSv1', 'ecdsa', ec],
    ['TLSv1.2', 'rsa', rsa],
    ['TLSv1.2', 'ecdsa', ec],
    ['TLSv1.3', 'rsa', rsa],
    ['TLSv1.3', 'ecdsa', ec],
  ] as const)('with two key types serves over %s the %s one on request', async (version, keyType, certificate) => {
    const tls = { ...old, ...two, minVersion: version, maxVersion: version };
    await using server = await scriptedServer('smtp', rsa, { tls });
    const { conversation } = await ask(server, {}, keyType);
    expect(conversation).toMatchObject({
      kind: 'available',
      value: { protocol: version, chain: [{ certificate: { thumbprint: certificate.thumbprint } }] },
    });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('with one key type has none of the other, over %s', async (version) => {
    await using server = await scriptedServer('smtp', rsa, { tls: { minVersion: version, maxVersion: version } });
    const { conversation } = await ask(server, {}, 'ecdsa');
    expect(conversation).toMatchObject({ kind: 'unavailable', problem: { reason: 'tls_failed' } });
  });

  it('with a certificate of a megabyte exceeds the limit', async () => {
    const name = (): string => `${randomBytes(30).toString('hex')}.contoso.com`;
    const dnsNames = Array.from({ length: 14_000 }, name);
    const large = makeCertificate({ commonName: 'mx.contoso.com', dnsNames, ...DATES });
    expect(large.der.length).toBeGreaterThan(1_000_000);
    await using server = await scriptedServer('smtp', large);
    const { conversation } = await ask(server);
    expect(conversation).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'too_large', failure: saying('the TLS handshake failed: excessive message size') },
    });
  });

  it('has no certificate if its chain is empty', async () => {
    await using server = await scriptedServer('tls', LEAF, { handshake: (socket) => void socket.write(EMPTY_CHAIN) });
    const { conversation } = await ask(server, { protocol: 'tls' });
    expect(conversation).toMatchObject({ kind: 'unavailable', problem: { reason: 'tls_failed' } });
  });
});

/**
 * The answer of a TLS 1.2 server with an empty chain and a cipher suite that every OpenSSL offers:
 * ServerHello, Certificate, ServerHelloDone.
 */
const EMPTY_CHAIN: Buffer = (() => {
  const message = (type: number, body: Buffer): Buffer => {
    const head = Buffer.from([type, 0, 0, body.length]);
    return Buffer.concat([head, body]);
  };
  const hello = Buffer.concat([Buffer.from('0303', 'hex'), randomBytes(32), Buffer.from('00c02f00', 'hex')]);
  const messages = [message(2, hello), message(11, Buffer.alloc(3)), message(14, Buffer.alloc(0))];
  const flight = Buffer.concat(messages);
  return Buffer.concat([Buffer.from([22, 3, 3, 0, flight.length]), flight]);
})();
