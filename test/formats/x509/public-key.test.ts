import { execFileSync } from 'node:child_process';
import { createHash, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DerReader } from '../../../src/formats/der/der.ts';
import { type PublicKeyFields, readPublicKey } from '../../../src/formats/x509/public-key.ts';
import { generateKeys } from '../../fixtures/generate-keys.ts';
import { element, integer, objectIdentifier, sequence } from '../../fixtures/write-der.ts';
import { algorithm, bitString } from './hand-made.ts';

function read(spki: Buffer): PublicKeyFields | undefined {
  const reader = new DerReader(spki);
  const fields = readPublicKey(reader);
  return reader.error === undefined ? fields : undefined;
}

const ec = (namedCurve: string): KeyObject => generateKeys('ec', { namedCurve }).publicKey;
const rsa = (modulusLength: number): KeyObject => generateKeys('rsa', { modulusLength }).publicKey;

describe('a key that node:crypto made', () => {
  it.each<[string, number, () => KeyObject]>([
    ['RSA', 1024, () => rsa(1024)],
    ['RSA', 2048, () => rsa(2048)],
    ['RSA', 1023, () => rsa(1023)],
    ['RSA-PSS', 2048, () => generateKeys('rsa-pss', { modulusLength: 2048 }).publicKey],
    ['EC', 256, () => ec('prime256v1')],
    ['EC', 384, () => ec('secp384r1')],
    ['EC', 521, () => ec('secp521r1')],
    ['EC', 256, () => ec('secp256k1')],
    ['EC', 384, () => ec('brainpoolP384r1')],
    ['Ed25519', 256, () => generateKeys('ed25519').publicKey],
    ['Ed448', 456, () => generateKeys('ed448').publicKey],
    ['DSA', 1024, () => generateKeys('dsa', { modulusLength: 1024, divisorLength: 160 }).publicKey],
  ])('is %s of %i bits', (name, size, make) => {
    const spki = make().export({ type: 'spki', format: 'der' });
    const sha256 = createHash('sha256').update(spki).digest('hex').toUpperCase();
    expect(read(spki)).toEqual({ algorithm: name, size, sha256 });
  });
});

it('an EC key with explicit curve parameters has the bits of its order', () => {
  const options = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-pkeyopt', 'ec_param_enc:explicit'];
  const key = execFileSync('openssl', ['genpkey', '-algorithm', ...options, '-outform', 'DER'], { stdio: 'pipe' });
  const spki = execFileSync('openssl', ['pkey', '-inform', 'DER', '-pubout', '-outform', 'DER'], { input: key });
  expect(read(spki)).toMatchObject({ algorithm: 'EC', size: 384 });
});

describe('a key that cannot be read completely', () => {
  const point = bitString(Buffer.alloc(65));
  it.each<[string, Buffer, string]>([
    ['no parameters', sequence(algorithm('1.2.840.10045.2.1'), point), 'EC'],
    ['an unknown curve', sequence(algorithm('1.2.840.10045.2.1', objectIdentifier('1.2.3')), point), 'EC'],
    ['an inherited curve', sequence(algorithm('1.2.840.10045.2.1', element(0x05)), point), 'EC'],
    ['a curve without an order', sequence(algorithm('1.2.840.10045.2.1', sequence()), point), 'EC'],
    ['no modulus', sequence(algorithm('1.2.840.113549.1.1.1'), bitString(sequence())), 'RSA'],
    ['an empty bit string', sequence(algorithm('1.2.840.113549.1.1.1'), element(0x03)), 'RSA'],
    ['inherited parameters', sequence(algorithm('1.2.840.10040.4.1'), bitString(integer(Buffer.from([5])))), 'DSA'],
    ['an unknown algorithm', sequence(algorithm('1.3.6.1.4.1.99999.1'), point), '1.3.6.1.4.1.99999.1'],
  ])('(%s) has no size', (_, spki, name) => {
    expect(read(spki)).toMatchObject({ algorithm: name, size: undefined });
  });

  it('with a modulus of zero has 0 bits', () => {
    const zero = bitString(sequence(element(0x02, Buffer.from([0])), integer(Buffer.from([3]))));
    expect(read(sequence(algorithm('1.2.840.113549.1.1.1'), zero))).toMatchObject({ size: 0 });
  });

  it('is refused when it is no SubjectPublicKeyInfo', () => {
    expect(read(sequence(algorithm('1.3.101.112'), element(0x04)))).toBeUndefined();
    expect(read(sequence(sequence(), point))).toBeUndefined();
    expect(read(integer(Buffer.from([1])))).toBeUndefined();
  });
});
