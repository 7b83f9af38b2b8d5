import { createPublicKey, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { IS_LINKED_SAFE } from '../../../src/adapters/starttls/served-chain.ts';
import { PROBE_PROTOCOLS } from '../../../src/domain/connector/probe-target.ts';
import type { ProbedEndpoint } from '../../../src/work/ports/probes.ts';
import { generateKeys } from '../../fixtures/generate-keys.ts';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { ask, DATES, ISSUER, LEAF, newProbe, timeless } from './probe-samples.ts';
import { type Relay, relayTo } from './relay.ts';
import { type Habits, type ScriptedServer, scriptedServer } from './scripted-server.ts';

const NAME = 'mx.contoso.com';

function certified(privateKey: KeyObject): MadeCertificate {
  const keyPair = { privateKey, publicKey: createPublicKey(privateKey) };
  return makeCertificate({ commonName: NAME, issuer: ISSUER, keyPair, ...DATES });
}

function ec(namedCurve: string): KeyObject {
  return generateKeys('ec', { namedCurve }).privateKey;
}

/** A server, and its results with OpenSSL and then with the fast handshake. */
interface Twice extends AsyncDisposable {
  readonly server: ScriptedServer;
  readonly relay: Relay;
  readonly first: ProbedEndpoint;
  readonly second: ProbedEndpoint;
}

type Asked = Parameters<typeof ask>[1];

async function twice(
  protocol: (typeof PROBE_PROTOCOLS)[number],
  certificate: MadeCertificate,
  habits: Habits = {},
  asked: Asked = {},
  keyType: Parameters<typeof ask>[2] = 'any',
): Promise<Twice> {
  const server = await scriptedServer(protocol, certificate, habits);
  const relay = await relayTo(server.port);
  const probe = newProbe();
  const one = { protocol, serverName: NAME, ...asked };
  const first = await ask(relay, one, keyType, probe);
  const second = await ask(relay, one, keyType, probe);
  await server.gone();
  return {
    server,
    relay,
    first,
    second,
    [Symbol.asyncDispose]: async () => {
      await relay[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/**
 * Checks that both results are equal, that the second one was found with the fast handshake, and
 * that each took one connection.
 */
function expectSame({ relay, first, second }: Twice): void {
  expect(first.conversation.kind).toBe('available');
  expect(timeless(second)).toEqual(timeless(first));
  expect(relay.ways()).toEqual(['openssl', 'short']);
  expect(relay.connections()).toBe(2);
}

describe('a server that OpenSSL probed has the same result with the fast handshake', () => {
  it.each(PROBE_PROTOCOLS)('over %s, with the same commands within TLS', async (protocol) => {
    const { certificatePem: issuer } = ISSUER;
    await using both = await twice(protocol, LEAF, { tls: { cert: LEAF.certificatePem + issuer } });
    expectSame(both);
    const { clear, within, names } = both.server;
    expect(clear.slice(clear.length / 2)).toEqual(clear.slice(0, clear.length / 2));
    expect(within.slice(within.length / 2)).toEqual(within.slice(0, within.length / 2));
    expect(within.length).toBe(protocol === 'tls' ? 0 : 2);
    expect(names).toEqual([NAME, NAME]);
  });

  it.each<[string, () => MadeCertificate]>([
    ['an RSA key', () => makeCertificate({ commonName: NAME, key: 'rsa', ...DATES })],
    ['an RSA key of 4096 bits', () => certified(generateKeys('rsa', { modulusLength: 4096 }).privateKey)],
    ['an RSA-PSS key', () => makeCertificate({ commonName: NAME, key: 'rsa-pss', ...DATES })],
    ['a key of P-384', () => certified(ec('secp384r1'))],
    ['a key of P-521', () => certified(ec('secp521r1'))],
    ['an Ed25519 key', () => makeCertificate({ commonName: NAME, key: 'ed25519', ...DATES })],
    ['an Ed448 key', () => certified(generateKeys('ed448').privateKey)],
    ['no extensions', () => makeCertificate({ commonName: NAME, version: 1, ...DATES })],
    ['a compressed point', () => makeCertificate({ commonName: NAME, compressedPoint: true, ...DATES })],
    ['dates long gone', () => makeCertificate({ commonName: NAME, notBefore: 0, notAfter: 1000 })],
  ])('with a certificate with %s', async (_what, make) => {
    await using both = await twice('smtp', make());
    expectSame(both);
  });

  it.each(['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'])(
    'if it supports only %s',
    async (ciphers) => {
      await using both = await twice('imaps', LEAF, { tls: { ciphers } });
      expectSame(both);
      expect(both.second.conversation).toMatchObject({ value: { protocol: 'TLSv1.3', cipher: ciphers } });
    },
  );

  it('if it requests a certificate that is not configured', async () => {
    await using both = await twice('smtp', LEAF, { tls: { requestCert: true, rejectUnauthorized: false } });
    expectSame(both);
  });

  it('if no server name is sent', async () => {
    await using both = await twice('smtp', LEAF, {}, { serverName: undefined });
    expectSame(both);
    expect(both.server.names).toEqual([false, false]);
    expect(both.relay.hellos().map(({ serverName }) => serverName)).toEqual([undefined, undefined]);
  });

  it('if it stops responding, or closes, after the handshake', async () => {
    for (const within of [() => undefined, (socket: { end(): unknown }) => socket.end()]) {
      await using both = await twice('smtps', LEAF, { within });
      expectSame(both);
    }
  });

  it.each(['rsa', 'ecdsa'] as const)('if it has two certificates, and is asked for the %s one', async (keyType) => {
    const rsa = makeCertificate({ commonName: NAME, key: 'rsa', ...DATES });
    const tls = { cert: [LEAF.certificatePem, rsa.certificatePem], key: [LEAF.privateKeyPem, rsa.privateKeyPem] };
    await using both = await twice('smtp', LEAF, { tls }, {}, keyType);
    expectSame(both);
    const { thumbprint } = keyType === 'rsa' ? rsa : LEAF;
    expect(both.second.conversation).toMatchObject({ value: { chain: [{ certificate: { thumbprint } }] } });
  });

  it.each([1, 2, 100, 140])('with a chain of %i certificates, up to the limit', async (count) => {
    const chain = [LEAF, ...Array.from({ length: count - 1 }, () => ISSUER)];
    const cert = chain.map(({ certificatePem }) => certificatePem).join('');
    const server = await scriptedServer('tls', LEAF, { tls: { cert } });
    await using relay = await relayTo(server.port);
    await using _ = server;
    const probe = newProbe('all');
    const asked = { protocol: 'tls' } as const;
    const [first, second] = [await ask(relay, asked, 'any', probe), await ask(relay, asked, 'any', probe)];
    expect(timeless(second)).toEqual(timeless(first));
    expect(relay.ways()).toEqual(['openssl', 'short']);
    const shown = second.conversation.kind === 'available' ? second.conversation.value : undefined;
    expect(shown !== undefined && 'chain' in shown && shown.chain.length).toBe(Math.min(count, 100));
  });

  it('the complete chain, in its order, has the same result with the fast handshake', async () => {
    const other = makeCertificate({ commonName: 'other', ...DATES });
    const cert = [LEAF, other, ISSUER].map(({ certificatePem }) => certificatePem).join('');
    await using both = await twice('smtp', LEAF, { tls: { cert } });
    expect(both.relay.ways()).toEqual(['openssl', 'short']);
    const ders = [both.first, both.second].map(({ conversation }) =>
      conversation.kind === 'available' && 'chain' in conversation.value
        ? conversation.value.chain.map(({ der }) => der)
        : [],
    );
    expect(ders).toEqual([
      IS_LINKED_SAFE ? [LEAF.der, ISSUER.der] : [LEAF.der, other.der, ISSUER.der],
      [LEAF.der, other.der, ISSUER.der],
    ]);
  });
});
