import { execFileSync } from 'node:child_process';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandshakeRequest } from '../../src/formats/tls13/handshake.ts';
import { Tls13Client } from '../../src/formats/tls13/tls13-client.ts';
import { generateKeys } from '../fixtures/generate-keys.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from './needs.ts';
import { runTlsServer, type TlsServer } from './run-tls-server.ts';

const DAY = 86_400_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + DAY };
const ROOT = makeCertificate({ commonName: 'Root', isCa: true, ...DATES });
const BETWEEN = makeCertificate({ commonName: 'Between', isCa: true, issuer: ROOT, ...DATES });

function certified(privateKey: KeyObject): MadeCertificate {
  const keyPair = { privateKey, publicKey: createPublicKey(privateKey) };
  return makeCertificate({ commonName: 'mx.contoso.com', issuer: BETWEEN, keyPair, ...DATES });
}

const ec = (namedCurve: string): KeyObject => generateKeys('ec', { namedCurve }).privateKey;
const P_256 = certified(ec('prime256v1'));
const RSA = certified(generateKeys('rsa', { modulusLength: 2048 }).privateKey);
const CERTIFICATES: readonly (readonly [string, MadeCertificate])[] = [
  ['RSA', RSA],
  ['RSA-PSS', makeCertificate({ commonName: 'mx.contoso.com', key: 'rsa-pss', ...DATES })],
  ['P-256', P_256],
  ['P-384', certified(ec('secp384r1'))],
  ['P-521', certified(ec('secp521r1'))],
  ['Ed25519', certified(generateKeys('ed25519').privateKey)],
  ['Ed448', certified(generateKeys('ed448').privateKey)],
];

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

/** Writes a certificate and its key, and returns their paths. */
function written(name: string, { certificatePem, privateKeyPem }: MadeCertificate): readonly [string, string] {
  return [directory.write(`${name}.pem`, certificatePem), directory.write(`${name}.key`, privateKeyPem, 0o600)];
}

/** The result of a client that sends a line after the handshake and waits for the response. */
interface Met {
  readonly secured: { readonly cipher: string; readonly chain: readonly Buffer[] } | undefined;
  readonly failed: string | undefined;
  readonly heard: string;
}

async function meet({ port }: TlsServer, asked: Partial<HandshakeRequest> = {}): Promise<Met> {
  const client = new Tls13Client({ serverName: 'mx.contoso.com', keyType: 'any', ...asked });
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let secured: Met['secured'];
  let failed: string | undefined;
  let heard = '';
  socket.write(client.begin());
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => {
    for (const happening of client.receive(bytes)) {
      if (happening.kind === 'send') socket.write(happening.bytes);
      else if (happening.kind === 'secured') {
        secured = { cipher: happening.cipher, chain: happening.chain };
        socket.write(client.encrypt(Buffer.from('hello\n')));
      } else if (happening.kind === 'received') heard += happening.bytes.toString();
      else {
        if (happening.kind === 'failed') failed = happening.detail;
        socket.destroy();
      }
    }
    if (heard.endsWith('\n') && !socket.destroyed) socket.end(client.encryptCloseNotify());
  });
  await once(socket, 'close');
  return { secured, failed, heard };
}

describe.runIf(needs('openssl'))('s_server of OpenSSL', () => {
  async function serving(certificate: MadeCertificate, ...options: readonly string[]): Promise<TlsServer> {
    const [cert, key] = written('leaf', certificate);
    // This server responds with each line reversed.
    const args = ['s_server', '-accept', '127.0.0.1:0', '-cert', cert, '-key', key, '-rev', ...options];
    return await runTlsServer('openssl', args, /ACCEPT 127\.0\.0\.1:(\d+)/);
  }

  it.each(CERTIFICATES)('completes a handshake with its key of %s, and gets the data', async (_kind, certificate) => {
    await using server = await serving(certificate);
    const { secured, heard } = await meet(server);
    expect(secured?.chain).toEqual([certificate.der]);
    expect(heard).toBe('olleh\n');
  });

  it.each(['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'])(
    'completes a handshake with %s',
    async (suite) => {
      await using server = await serving(P_256, '-ciphersuites', suite);
      expect(await meet(server)).toMatchObject({ secured: { cipher: suite }, heard: 'olleh\n' });
    },
  );

  it.each([
    ['it sends small fragments', ['-max_send_frag', '512']],
    ['it pads its records', ['-record_padding', '500']],
    ['it sends four tickets', ['-num_tickets', '4']],
    ['it requests a client certificate', ['-verify', '1']],
    ['it prefers another group', ['-groups', 'X25519:P-256']],
    ['it prefers its own order of cipher suites', ['-serverpref']],
    ['it uses no middlebox compatibility mode', ['-no_middlebox']],
    ['it only offers TLS 1.3', ['-tls1_3']],
  ])('completes a handshake if %s', async (_what, options) => {
    await using server = await serving(RSA, ...options);
    const { secured, heard } = await meet(server);
    expect(secured?.chain).toEqual([RSA.der]);
    expect(heard).toBe('olleh\n');
  });

  it('completes a handshake with a chain of three', async () => {
    const chain = directory.write('chain.pem', BETWEEN.certificatePem + ROOT.certificatePem);
    await using server = await serving(P_256, '-cert_chain', chain);
    expect((await meet(server)).secured?.chain).toEqual([P_256.der, BETWEEN.der, ROOT.der]);
  });

  it('requires a client certificate: the handshake ends without an error', async () => {
    await using server = await serving(P_256, '-Verify', '1');
    expect(await meet(server)).toMatchObject({ secured: { chain: [P_256.der] }, failed: undefined, heard: '' });
  });

  it('serves the certificate of the requested key type, and of the requested name', async () => {
    const [dcert, dkey] = written('second', RSA);
    const other = makeCertificate({ commonName: 'other.contoso.com', ...DATES });
    const [cert2, key2] = written('other', other);
    const names = ['-servername', 'other.contoso.com', '-cert2', cert2, '-key2', key2];
    await using server = await serving(P_256, '-dcert', dcert, '-dkey', dkey, ...names);
    expect((await meet(server, { keyType: 'rsa' })).secured?.chain).toEqual([RSA.der]);
    expect((await meet(server, { keyType: 'ecdsa' })).secured?.chain).toEqual([P_256.der]);
    expect((await meet(server, { serverName: 'other.contoso.com' })).secured?.chain).toEqual([other.der]);
  });

  it.each<[string, readonly string[], Partial<HandshakeRequest>?]>([
    ['supports only X25519', ['-groups', 'X25519']],
    ['supports only P-384', ['-groups', 'P-384']],
    ['supports only TLS 1.2', ['-tls1_2']],
    ['has no key of the requested type', [], { keyType: 'rsa' }],
    ['has no suite of ours', ['-ciphersuites', 'TLS_AES_128_CCM_SHA256', '-tls1_3']],
  ])('cannot complete a handshake where it %s', async (_what, options, asked) => {
    await using server = await serving(P_256, ...options);
    const { secured, failed } = await meet(server, asked);
    expect([secured, failed]).toEqual([undefined, expect.any(String)]);
  });
});

describe('Node’s own server', () => {
  it.each(CERTIFICATES)(
    'completes a handshake with its key of %s, and gets the data',
    async (_kind, { certificatePem: cert, ...leaf }) => {
      const server = createServer({ cert, key: leaf.privateKeyPem }, (socket) => {
        socket.once('data', (said) => socket.end(said.toString().toUpperCase())).on('error', () => undefined);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const met = await meet({ port, [Symbol.asyncDispose]: async () => undefined });
      server.close();
      expect(met).toMatchObject({ secured: { chain: [leaf.der] }, heard: 'HELLO\n' });
    },
  );
});

describe.runIf(needs('go'))('Go’s crypto/tls', () => {
  const program = directory.at('serve-tls');
  beforeAll(() => {
    const source = fileURLToPath(new URL('serve-tls.go', import.meta.url));
    const env = { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off', GOTOOLCHAIN: 'local' };
    execFileSync('go', ['build', '-o', program, source], { stdio: 'pipe', env });
  });

  async function serving(certificate: MadeCertificate, ...options: readonly string[]): Promise<TlsServer> {
    const [cert, key] = written('go', {
      ...certificate,
      certificatePem: certificate.certificatePem + BETWEEN.certificatePem,
    });
    return await runTlsServer(program, [cert, key, ...options], /listening on (\d+)/);
  }

  // Go supports neither RSA-PSS keys nor Ed448.
  const known = CERTIFICATES.filter(([kind]) => kind !== 'RSA-PSS' && kind !== 'Ed448');
  it.each(known)('completes a handshake with its key of %s, and gets the data', async (_kind, certificate) => {
    await using server = await serving(certificate);
    const { secured, heard } = await meet(server);
    expect(secured?.chain).toEqual([certificate.der, BETWEEN.der]);
    expect(heard).toBe('HELLO\n');
  });

  it('requires a client certificate: the handshake ends without an error', async () => {
    await using server = await serving(P_256, 'require');
    expect(await meet(server)).toMatchObject({ secured: { chain: [P_256.der, BETWEEN.der] }, heard: '' });
  });

  it.each<[string, readonly string[], Partial<HandshakeRequest>?]>([
    ['supports only X25519', ['x25519']],
    ['supports only TLS 1.2', ['tls1.2']],
    ['has no key of the requested type', [], { keyType: 'rsa' }],
  ])('cannot complete a handshake where it %s', async (_what, options, asked) => {
    await using server = await serving(P_256, ...options);
    const { secured, failed } = await meet(server, asked);
    expect([secured, failed]).toEqual([undefined, expect.any(String)]);
  });
});
