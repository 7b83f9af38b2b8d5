import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { ask, CLIENT_NAME, DATES, ISSUER, LEAF } from './asked.ts';
import { scriptedServer } from './scripted-server.ts';

describe('what the prober shows of itself', () => {
  const client = makeCertificate({ commonName: CLIENT_NAME, issuer: ISSUER, ...DATES });
  const demands = { requestCert: true, rejectUnauthorized: true, ca: ISSUER.certificatePem };
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;

  it.each(versions)('is its client certificate where one is set, over %s', async (version) => {
    using folder = temporaryFolder();
    const files = {
      certificateFile: folder.write('client.pem', client.certificatePem),
      keyFile: folder.write('client.key', client.privateKeyPem),
    };
    await using server = await scriptedServer('smtp', LEAF, {
      tls: { ...demands, minVersion: version, maxVersion: version },
    });
    const { conversation } = await ask(server, { client: files });
    expect(conversation.kind).toBe('seen');
    expect(server.clients).toEqual([CLIENT_NAME]);
  });

  it('is nothing otherwise, which ends in a reason where a server demands it before it shows itself', async () => {
    await using server = await scriptedServer('smtp', LEAF, { tls: { ...demands, maxVersion: 'TLSv1.2' } });
    const { conversation } = await ask(server);
    expect(conversation).toMatchObject({
      kind: 'blind',
      problem: {
        reason: 'tls_failed',
        detail: expect.stringMatching(/^in the TLS handshake: .*alert handshake failure$/),
      },
    });
  });

  it('is nothing otherwise, which hides nothing where a server demands it afterwards: over TLS 1.3', async () => {
    await using server = await scriptedServer('smtp', LEAF, { tls: { ...demands, minVersion: 'TLSv1.3' } });
    const { conversation } = await ask(server);
    expect(conversation).toMatchObject({
      kind: 'seen',
      // Its authority for clients is its own, too: it sends that with its certificate.
      value: { chain: [{ der: LEAF.der }, { der: ISSUER.der }] },
    });
  });

  const encrypted = client.keyPair.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString();
  it.each([
    ['not_found', 'certificateFile', undefined],
    ['not_found', 'keyFile', undefined],
    ['certificate_malformed', 'certificateFile', 'no certificate'],
    ['key_malformed', 'keyFile', 'no key'],
    ['key_malformed', 'keyFile', LEAF.privateKeyPem],
    ['key_encrypted', 'keyFile', encrypted],
    ['too_large', 'certificateFile', 'x'.repeat(300_000)],
  ] as const)('is a problem, %s, of the file itself: the %s', async (reason, at, content) => {
    using folder = temporaryFolder();
    await using server = await scriptedServer('smtp', LEAF);
    const good = { certificateFile: client.certificatePem, keyFile: client.privateKeyPem };
    const files = { certificateFile: folder.at('certificateFile'), keyFile: folder.at('keyFile') };
    for (const file of ['certificateFile', 'keyFile'] as const) {
      const written = file === at ? content : good[file];
      if (written !== undefined) folder.write(file, written);
    }
    const { conversation, steps } = await ask(server, { client: files });
    expect(conversation).toMatchObject({ kind: 'blind', problem: { reason, location: files[at] } });
    expect(steps).toEqual([]);
    expect(server.clear).toEqual([]);
  });

  it('is never read from what is no file', async () => {
    using folder = temporaryFolder();
    await using server = await scriptedServer('smtp', LEAF);
    const files = { certificateFile: folder.path, keyFile: folder.path };
    const { conversation } = await ask(server, { client: files });
    expect(conversation).toMatchObject({ problem: { reason: 'not_a_regular_file', location: folder.path } });
  });
});
