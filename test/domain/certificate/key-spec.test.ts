import { describe, expect, it } from 'vitest';
import { commonNameSubject } from '../../../src/domain/certificate/common-name-subject.ts';
import { keySpecLike } from '../../../src/domain/certificate/key-spec.ts';

describe('the key algorithm of a clone', () => {
  it.each([
    ['RSA', 1024, 'rsa-2048'],
    ['RSA', 2048, 'rsa-2048'],
    ['RSA', 2049, 'rsa-3072'],
    ['RSA', 3072, 'rsa-3072'],
    ['RSA', 4096, 'rsa-4096'],
    ['RSA', 16_384, 'rsa-4096'],
    ['RSA-PSS', 3072, 'rsa-3072'],
    ['EC', 224, 'ec-p256'],
    ['EC', 256, 'ec-p256'],
    ['EC', 384, 'ec-p384'],
    ['EC', 521, 'ec-p521'],
    ['EC', 570, 'ec-p521'],
    ['Ed25519', 256, 'ed25519'],
    ['DSA', 1024, 'rsa-2048'],
    ['1.2.3.4', undefined, 'rsa-2048'],
  ])('of a certificate with %s %s is %s', (publicKeyAlgorithm, publicKeySize, kind) => {
    expect(keySpecLike({ publicKeyAlgorithm, publicKeySize })).toBe(kind);
  });
});

describe('the subject for a name', () => {
  it.each([
    ['MAIL01', 'CN=MAIL01'],
    ['*.contoso.com', 'CN=*.contoso.com'],
    ['a,b', 'CN=a\\,b'],
    ['a'.repeat(63), `CN=${'a'.repeat(63)}`],
    [`mail.${'a'.repeat(59)}`, `CN=mail.${'a'.repeat(59)}`],
    [`mail.${'a'.repeat(60)}`, 'CN=mail'],
  ])('%s is %s', (name, subject) => {
    expect(commonNameSubject(name)).toBe(subject);
  });
});
