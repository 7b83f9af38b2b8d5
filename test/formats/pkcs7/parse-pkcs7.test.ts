import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemLocation } from '../../../src/domain/failure/problem-location.ts';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import { parsePkcs7 } from '../../../src/formats/pkcs7/parse-pkcs7.ts';
import { saying } from '../../domain/failure/saying.ts';
import { pkcs7Of } from '../../fixtures/keystores.ts';
import { type KeyKind, makeCertificate } from '../../fixtures/make-certificate.ts';
import { mutate, mutation } from '../../fixtures/mutate.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { element, integer, objectIdentifier, sequence } from '../../fixtures/write-der.ts';

const VALID = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) };
const KINDS: readonly KeyKind[] = ['ec', 'rsa', 'ed25519'];
const made = KINDS.map((key) => makeCertificate({ commonName: `${key}.contoso.com`, key, ...VALID }));
const [ec, rsa, ed25519] = made;
if (ec === undefined || rsa === undefined || ed25519 === undefined) throw new Error('three are made');

const SIGNED_DATA = objectIdentifier('1.2.840.113549.1.7.2');
const DATA = sequence(objectIdentifier('1.2.840.113549.1.7.1'));

/** Returns an element of indefinite length. */
const endless = (tag: number, ...contents: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.from([0, 0])]);

function signedData(...choices: readonly Buffer[]): Buffer {
  const body = sequence(integer(Buffer.from([1])), element(0x31), DATA, element(0xa0, ...choices), element(0x31));
  return sequence(SIGNED_DATA, element(0xa0, body));
}

const thumbprints = (bytes: Buffer): readonly unknown[] =>
  parseStoreFile(bytes, 'a.p7b').blocks.map((block) => {
    if (block.kind === 'certificate') return block.certificate.thumbprint;
    return block.kind === 'problem' ? `${problemLocation(block.problem)} ${block.problem.reason}` : block.kind;
  });

describe('a PKCS#7', () => {
  it("contains openssl's certificates, in that order, each with its position", () => {
    const bytes = pkcs7Of(made.map(({ certificatePem }) => certificatePem).join(''));
    const { certificates, error } = parsePkcs7(bytes);
    expect(error).toBeUndefined();
    expect(certificates.map(({ der }) => der)).toEqual(made.map(({ der }) => der));
    for (const { der, offset } of certificates) expect(bytes.subarray(offset, offset + der.length)).toEqual(der);
    expect(thumbprints(bytes)).toEqual(made.map(({ thumbprint }) => thumbprint));
  });

  it.each([
    ['DER', []],
    ['BER, as a stream is written', ['-stream', '-indef']],
  ])('can be a signature over content (%s)', (_form, options) => {
    using directory = temporaryDirectory();
    const certificate = directory.write('mail.pem', rsa.certificatePem);
    const key = directory.write('mail.key', rsa.privateKeyPem);
    const args = ['cms', '-sign', '-nodetach', '-binary', '-signer', certificate, '-inkey', key, '-outform', 'DER'];
    const signed = execFileSync('openssl', [...args, ...options], { input: 'a message' });
    expect(thumbprints(signed)).toEqual([rsa.thumbprint]);
  });

  it('can have indefinite lengths on every level', () => {
    const body = endless(0x30, integer(Buffer.from([1])), endless(0x31), DATA, endless(0xa0, ec.der, rsa.der));
    const bytes = endless(0x30, SIGNED_DATA, endless(0xa0, body));
    expect(thumbprints(bytes)).toEqual([ec.thumbprint, rsa.thumbprint]);
  });

  it('without certificates is empty', () => {
    const body = sequence(integer(Buffer.from([1])), element(0x31), DATA, element(0x31));
    expect(parsePkcs7(sequence(SIGNED_DATA, element(0xa0, body)))).toEqual({ certificates: [], error: undefined });
  });

  it('skips attribute certificates', () => {
    expect(thumbprints(signedData(element(0xa1, ec.der), rsa.der, element(0xa2)))).toEqual([rsa.thumbprint]);
  });

  it('with a bad certificate has a problem there, and the others are read', () => {
    expect(thumbprints(signedData(ec.der, sequence(integer(Buffer.from([1]))), rsa.der))).toEqual([
      ec.thumbprint,
      'a.p7b#1 certificate_malformed',
      rsa.thumbprint,
    ]);
  });

  it('that is truncated shows its readable part, with a problem', () => {
    const whole = endless(0x30, SIGNED_DATA, endless(0xa0, signedData(ec.der, rsa.der)));
    expect(thumbprints(whole.subarray(0, -100))).toEqual(['a.p7b#0 keystore_malformed']);
    expect(parsePkcs7(whole.subarray(0, 4)).error).toEqual(saying(/^[\x20-\x7e]+$/));
  });

  it('of another content type is reported with it', () => {
    const enveloped = sequence(objectIdentifier('1.2.840.113549.1.7.3'), element(0xa0, sequence()));
    expect(parsePkcs7(enveloped).error).toEqual(saying('the content 1.2.840.113549.1.7.3 is not signedData'));
  });

  it.each([
    ['levels', Buffer.alloc(1_000_000, Buffer.from('3080', 'hex'))],
    ['levels of a set', signedData(Buffer.alloc(1_000_000, Buffer.from('a080', 'hex')))],
    ['empty certificates', signedData(Buffer.alloc(4_000_000, Buffer.from('3000', 'hex')))],
    ['ends', Buffer.concat([Buffer.from('3080', 'hex'), SIGNED_DATA, Buffer.alloc(4_000_000)])],
  ])('of hostile %s has a result in bounded time', (_what, bytes) => {
    const start = performance.now();
    expect(parsePkcs7(bytes).certificates.length).toBeLessThanOrEqual(100_000);
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('after a mutation is read or refused with a message', () => {
    const original = pkcs7Of(ec.certificatePem + rsa.certificatePem);
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const bytes = mutate(original, mutations);
        const { error } = parsePkcs7(bytes);
        if (error !== undefined) expect(error).toEqual(saying(/^[\x20-\x7e]+$/));
        parseStoreFile(bytes, 'a.p7b');
      }),
      { numRuns: 3000 },
    );
  });
});
