import { describe, expect, it } from 'vitest';
import { StarttlsProbe } from '../../src/adapters/starttls/starttls-probe.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { ProbeTarget } from '../../src/domain/connector/probe-target.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsRoot } from './needs.ts';
import { runPostfix } from './run-postfix.ts';

const DAY = 86_400_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + DAY };
const NEVER = new AbortController().signal;

describe.runIf(needsRoot() && needs('postfix'))('a real Postfix', () => {
  it('serves its RSA and its ECDSA certificate, and logs no error', async () => {
    using directory = temporaryDirectory();
    const issuer = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...DATES });
    const rsa = makeCertificate({ commonName: 'mail01.contoso.com', key: 'rsa', issuer, ...DATES });
    const ecdsa = makeCertificate({ commonName: 'mail01.contoso.com', key: 'ec', issuer, ...DATES });
    const written = (name: string, { privateKeyPem, certificatePem }: typeof rsa): string =>
      directory.write(name, `${privateKeyPem}${certificatePem}${issuer.certificatePem}`);
    using postfix = await runPostfix(directory, {
      key: written('rsa.pem', rsa),
      certificate: written('ec.pem', ecdsa),
      settings: { smtpd_helo_required: 'yes', smtpd_forbid_unauth_pipelining: 'yes', smtpd_tls_loglevel: '1' },
    });
    const probe = new StarttlsProbe({ clientName: 'mx.fabrikam.com', clock: systemClock, chain: 'linked' });
    const target: ProbeTarget = {
      protocol: 'smtp',
      host: '127.0.0.1',
      port: postfix.port,
      serverName: 'mail01.contoso.com',
      timeoutMs: 20_000,
      failureThreshold: 2,
      probesBothKeyTypes: true,
      client: undefined,
    };
    // The first probe of each key type uses OpenSSL, the next one the built-in TLS 1.3 handshake.
    for (const [keyType, leaf] of [
      ['rsa', rsa],
      ['ecdsa', ecdsa],
      ['rsa', rsa],
      ['ecdsa', ecdsa],
    ] as const) {
      const { conversation, steps } = await probe.converse(target, '127.0.0.1', keyType, NEVER);
      expect(conversation).toMatchObject({
        kind: 'available',
        value: {
          starttls: 'offered',
          protocol: 'TLSv1.3',
          chain: [{ certificate: { thumbprint: leaf.thumbprint } }, { certificate: { thumbprint: issuer.thumbprint } }],
        },
      });
      expect(steps.at(-1)).toMatchObject({ step: 'quit', sent: ['QUIT'], received: ['221 2.0.0 Bye'] });
    }
    // The process of a session writes its last line after the end of the session.
    await expect.poll(() => postfix.log().match(/disconnect from/g), { timeout: 10_000 }).toHaveLength(4);
    expect(postfix.log().match(/disconnect from \S+ ehlo=1 starttls=1 quit=1 commands=3$/gm)).toHaveLength(4);
    // The built-in handshake only offers P-256, which OpenSSL does not choose first.
    const exchanges = postfix.log().match(/(?<=: TLSv1\.3 with .* key-exchange ).*?(?= server-signature)/g);
    expect(exchanges?.map((exchange) => /P-256|secp256r1/.test(exchange))).toEqual([false, false, true, true]);
    expect(postfix.log()).not.toMatch(/warning|improper|lost connection|timeout|SSL_accept error/i);
  });
});
