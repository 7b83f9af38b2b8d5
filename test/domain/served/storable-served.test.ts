import { describe, expect, test } from 'vitest';
import type { Certificate } from '../../../src/domain/certificate/certificate.ts';
import { CHAIN_FAILURES } from '../../../src/domain/failure/chain-failures.ts';
import { type ProbedConversation, storableServed } from '../../../src/domain/served/storable-served.ts';
import { said } from '../failure/said.ts';
import { TRUSTED } from '../serving.ts';
import { stored } from '../world.ts';

const LEAF = stored('A', { dnsNames: ['mail.contoso.com'] }).certificate;

function probed(...chain: readonly (Certificate | undefined)[]): ProbedConversation {
  return {
    starttls: 'offered',
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: chain.map((certificate) => ({ certificate })),
  };
}

function namesOf(certificate: Certificate, asked: string | undefined): readonly string[] {
  return storableServed(probed(certificate), TRUSTED, asked)?.tls?.leaf.dnsNames ?? [];
}

const many = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `n${n}.contoso.com`);

describe('the stored result of a probe', () => {
  test('has protocol, cipher, the leaf, its issuers, and the verdict on the chain', () => {
    const issuer = stored('CA', { isCa: true }).certificate;
    const { thumbprint, serialNumber, subject, notBefore, notAfter } = LEAF;
    expect(storableServed(probed(LEAF, issuer), TRUSTED, 'mail.contoso.com')).toEqual({
      starttls: 'offered',
      tls: {
        protocol: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
        leaf: {
          ...{ thumbprint, serialNumber, subject, issuer: LEAF.issuer, notBefore, notAfter },
          ...{ dnsNames: ['mail.contoso.com'], ipAddresses: [], commonNames: ['mail.contoso.com'] },
          publicKeyAlgorithm: 'EC',
        },
        issuers: [
          {
            thumbprint: issuer.thumbprint,
            serialNumber: issuer.serialNumber,
            subject: issuer.subject,
            issuer: issuer.issuer,
            notBefore: issuer.notBefore,
            notAfter: issuer.notAfter,
          },
        ],
        chain: TRUSTED,
      },
    });
  });

  test('has a mark if the leaf is not for servers, and none otherwise', () => {
    const purposeOf = (leaf: Certificate): unknown =>
      storableServed(probed(leaf), TRUSTED, undefined)?.tls?.leaf.purposeMismatch;
    expect(purposeOf(stored('A', { extendedKeyUsage: ['clientAuth'] }).certificate)).toBe(true);
    expect(purposeOf(LEAF)).toBeUndefined();
  });

  test.each(['not-offered', 'refused'] as const)('without TLS is the response: %s', (starttls) => {
    expect(storableServed({ starttls, answer: '502 no' }, undefined, undefined)).toEqual({
      starttls,
      tls: undefined,
      answer: '502 no',
    });
  });

  test('is absent if its own certificate cannot be read, or its chain was not verified', () => {
    expect(storableServed(probed(undefined, LEAF), TRUSTED, undefined)).toBeUndefined();
    expect(storableServed(probed(), TRUSTED, undefined)).toBeUndefined();
    expect(storableServed(probed(LEAF), undefined, undefined)).toBeUndefined();
  });

  test('omits unreadable issuers, and all issuers after the tenth', () => {
    const issuers = Array.from({ length: 100 }, (_, n) => stored(`CA${n}`).certificate);
    const limitedNames = storableServed(probed(LEAF, undefined, ...issuers), TRUSTED, undefined)?.tls?.issuers;
    expect(limitedNames?.map(({ thumbprint }) => thumbprint)).toEqual(
      issuers.slice(0, 10).map(({ thumbprint }) => thumbprint),
    );
  });

  test.each([
    ['99 names', 99, 99, undefined],
    ['100 names', 100, 100, undefined],
    ['101 names', 101, 100, 'n99.contoso.com'],
    ['10,000 names', 10_000, 100, 'n99.contoso.com'],
  ])('has a hundred of %s', (_, count, limitedNames, last) => {
    const names = namesOf(stored('A', { dnsNames: many(count) }).certificate, undefined);
    expect(names.length).toBe(limitedNames);
    if (last !== undefined) expect(names.at(-1)).toBe(last);
  });

  test('has the requested name, whatever its position', () => {
    const { certificate } = stored('A', { dnsNames: [...many(5000), '*.fabrikam.com', ...many(10)] });
    expect(namesOf(certificate, 'mx.fabrikam.com')).toContain('*.fabrikam.com');
    expect(namesOf(certificate, 'n3.contoso.com')).not.toContain('*.fabrikam.com');
  });

  test('is small, whatever the server sent; a truncated name is no name', () => {
    const long = 'a'.repeat(500_000);
    const giant: Certificate = {
      ...LEAF,
      ...{ subject: long, issuer: long, serialNumber: long, publicKeyAlgorithm: long },
      ...{
        dnsNames: Array(1000).fill(`${long}.contoso.com`),
        commonNames: [long],
        ipAddresses: Array(500).fill('::1'),
      },
    };
    const detail = CHAIN_FAILURES.chain_roots_not_read({
      cause: CHAIN_FAILURES.chain_issuer_not_sent({ issuer: long }),
      files: [long],
    });
    for (const failure of [said(long), detail]) {
      const served = storableServed(
        probed(giant, ...Array(100).fill(giant)),
        { status: 'untrusted', failure, missingIssuer: long },
        long,
      );
      expect(JSON.stringify(served).length).toBeLessThan(100_000);
      for (const name of served?.tls?.leaf.dnsNames ?? []) expect(name).toMatch(/…$/);
    }
    expect(storableServed({ starttls: 'refused', answer: long }, undefined, undefined)).toHaveProperty(
      'answer.length',
      1024,
    );
  });

  test('keeps only the required fields of the verdict, without the issuers again', () => {
    const link = { thumbprint: 'A', subject: 'CN=A', notAfter: 1 };
    const verdict = { ...TRUSTED, holdsUntil: 5, endsWith: 'CN=A', intermediates: [link] };
    expect(storableServed(probed(LEAF), verdict, undefined)?.tls?.chain).toEqual({
      ...TRUSTED,
      holdsUntil: 5,
      endsWith: 'CN=A',
    });
    expect(storableServed(probed(LEAF), { status: 'self-signed' }, undefined)?.tls?.chain).toEqual({
      status: 'self-signed',
    });
  });
});
