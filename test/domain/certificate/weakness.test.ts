import { expect, test } from 'vitest';
import { weaknessOf } from '../../../src/domain/certificate/weakness.ts';
import { stored } from '../world.ts';

const { certificate } = stored('A');

test.each([
  ['RSA', 2047, 'rsa-key'],
  ['RSA', 2048, undefined],
  ['RSA-PSS', 1024, 'rsa-key'],
  ['EC', 223, 'ec-key'],
  ['EC', 224, undefined],
  ['DSA', 3072, 'dsa-key'],
  ['Ed25519', 253, undefined],
  ['RSA', undefined, undefined],
])('a key %s of %s bits: %s', (publicKeyAlgorithm, publicKeySize, expected) => {
  expect(weaknessOf({ ...certificate, publicKeyAlgorithm, publicKeySize })).toBe(expected);
});

test.each([
  ['md5WithRSAEncryption', 'md5-signature'],
  ['sha1WithRSAEncryption', 'sha1-signature'],
  ['sha1WithRSA', 'sha1-signature'],
  ['ecdsa-with-SHA1', 'sha1-signature'],
  ['dsa-with-SHA1', 'sha1-signature'],
  ['ecdsa-with-SHA224', undefined],
  ['sha256WithRSAEncryption', undefined],
  ['RSASSA-PSS', undefined],
])('a signature %s: %s, and no result for a self-signed certificate', (signatureAlgorithm, expected) => {
  expect(weaknessOf({ ...certificate, signatureAlgorithm })).toBe(expected);
  expect(weaknessOf({ ...certificate, signatureAlgorithm, isSelfIssued: true })).toBeUndefined();
});
