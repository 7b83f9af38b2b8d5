import { describe, expect, it } from 'vitest';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { saying } from '../../domain/failure/saying.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { ask, CLIENT_NAME, DATES, ISSUER, LEAF, newProbe } from './probe-samples.ts';
import { relayTo } from './relay.ts';
import { scriptedServer } from './scripted-server.ts';

describe('the client certificate of the prober', () => {
  const client = makeCertificate({ commonName: CLIENT_NAME, issuer: ISSUER, ...DATES });
  const demands = { requestCert: true, rejectUnauthorized: true, ca: ISSUER.certificatePem };
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;

  it.each(versions)('is sent if one is set, over %s', async (version) => {
    using directory = temporaryDirectory();
    const files = {
      certificateFile: directory.write('client.pem', client.certificatePem),
      keyFile: directory.write('client.key', client.privateKeyPem),
    };
    await using server = await scriptedServer('smtp', LEAF, {
      tls: { ...demands, minVersion: version, maxVersion: version },
    });
    const { conversation } = await ask(server, { client: files });
    expect(conversation.kind).toBe('available');
    expect(server.clients).toEqual([CLIENT_NAME]);
  });

  it('is sent each time, by OpenSSL, even if the fast handshake of the server succeeded without one before', async () => {
    using directory = temporaryDirectory();
    const files = {
      certificateFile: directory.write('client.pem', client.certificatePem),
      keyFile: directory.write('client.key', client.privateKeyPem),
    };
    const tls = { requestCert: true, rejectUnauthorized: false, ca: ISSUER.certificatePem };
    await using server = await scriptedServer('smtp', LEAF, { tls });
    await using relay = await relayTo(server.port);
    const probe = newProbe();
    for (const asked of [{}, {}, { client: files }, { client: files }, {}]) {
      expect((await ask(relay, asked, 'any', probe)).conversation.kind).toBe('available');
    }
    await server.gone();
    expect(server.clients).toEqual([CLIENT_NAME, CLIENT_NAME]);
    expect(relay.ways()).toEqual(['openssl', 'short', 'openssl', 'openssl', 'short']);
  });

  it('is absent by default, which is an error if a server requires it before its own certificate', async () => {
    await using server = await scriptedServer('smtp', LEAF, { tls: { ...demands, maxVersion: 'TLSv1.2' } });
    const { conversation } = await ask(server);
    expect(conversation).toMatchObject({
      kind: 'unavailable',
      problem: {
        reason: 'tls_failed',
        failure: saying(expect.stringMatching(/^the TLS handshake failed: .*alert handshake failure$/)),
      },
    });
  });

  it('is absent by default, which hides nothing if a server requires it afterwards: over TLS 1.3', async () => {
    await using server = await scriptedServer('smtp', LEAF, { tls: { ...demands, minVersion: 'TLSv1.3' } });
    const { conversation } = await ask(server);
    expect(conversation).toMatchObject({
      kind: 'available',
      // The CA for client certificates is also the issuer of the server, which therefore sends it
      // too.
      value: { chain: [{ der: LEAF.der }, { der: ISSUER.der }] },
    });
  });

  const encrypted = client.keyPair.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString();
  it.each([
    ['certificateFile', undefined, 'it does not exist'],
    ['keyFile', undefined, 'it does not exist'],
    ['certificateFile', 'no certificate', /^it contains no usable PEM certificate \(.+\)$/],
    ['keyFile', 'no key', /^it contains no usable PEM private key \(.+\)$/],
    [
      'keyFile',
      LEAF.privateKeyPem,
      /^its private key does not match the certificate in .*certificateFile; set clientKeyFile to the key of that certificate$/,
    ],
    ['keyFile', encrypted, /^its private key is encrypted; write it without a passphrase$/],
    ['certificateFile', 'x'.repeat(300_000), 'it is larger than 256 KiB'],
  ] as const)('has a problem of its own, about the file itself: the %s that is %.20s', async (at, content, why) => {
    using directory = temporaryDirectory();
    await using server = await scriptedServer('smtp', LEAF);
    const good = { certificateFile: client.certificatePem, keyFile: client.privateKeyPem };
    const files = { certificateFile: directory.at('certificateFile'), keyFile: directory.at('keyFile') };
    for (const file of ['certificateFile', 'keyFile'] as const) {
      const written = file === at ? content : good[file];
      if (written !== undefined) directory.write(file, written);
    }
    const { conversation, steps } = await ask(server, { client: files });
    expect(conversation).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'client_certificate_unusable', location: files[at] },
    });
    const { failure } = conversation.kind === 'unavailable' ? conversation.problem : { failure: '' };
    const [file, rest = ''] = [
      failureText(failure, 'en').slice(0, files[at].length),
      failureText(failure, 'en').slice(files[at].length + 2),
    ];
    expect(file).toBe(files[at]);
    expect(rest).toMatch(why);
    expect(steps).toEqual([]);
    expect(server.clear).toEqual([]);
  });

  it('is read from the one file, with the fix if its key is not there', async () => {
    using directory = temporaryDirectory();
    await using server = await scriptedServer('smtp', LEAF);
    const file = directory.write('client.pem', client.certificatePem);
    const { conversation } = await ask(server, { client: { certificateFile: file, keyFile: file } });
    expect(conversation).toMatchObject({
      problem: { location: file, failure: saying(expect.stringMatching(/set clientKeyFile to the file of the key$/)) },
    });
  });

  it('is never read from something other than a file', async () => {
    using directory = temporaryDirectory();
    await using server = await scriptedServer('smtp', LEAF);
    const files = { certificateFile: directory.path, keyFile: directory.path };
    const { conversation } = await ask(server, { client: files });
    expect(conversation).toMatchObject({
      problem: { location: directory.path, failure: saying(`${directory.path}: it is not a regular file`) },
    });
  });
});
