import { ECDH } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Tls13Client } from '../../../src/formats/tls13/tls13-client.ts';
import { readClientHello } from './read-client-hello.ts';

const EDDSA = [0x0807, 0x0808];
const ECDSA = [0x0403, 0x0503, 0x0603];
const RSA_PSS = [0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b];

function sorted(codes: readonly number[]): readonly number[] {
  return codes.toSorted((left, right) => left - right);
}

describe('a ClientHello', () => {
  it('offers only TLS 1.3, with one group and its key, three suites, and no resumption', () => {
    const hello = readClientHello(new Tls13Client({ serverName: 'mx.contoso.com', keyType: 'any' }).begin());
    expect(hello).toMatchObject({
      recordVersion: 0x0301,
      version: 0x0303,
      suites: [0x1302, 0x1303, 0x1301],
      compressions: [0],
      serverName: 'mx.contoso.com',
      versions: [0x0304],
      groups: [0x0017],
    });
    expect(sorted(hello.extensions)).toEqual([0, 10, 13, 43, 50, 51]);
    expect([hello.random.length, hello.sessionId.length]).toEqual([32, 32]);
    const [[group, key] = [], ...others] = hello.keys;
    expect([group, key?.length, key?.[0], others]).toEqual([0x0017, 65, 4, []]);
    // This function rejects a key that is not a point of the curve.
    expect(ECDH.convertKey(key ?? '', 'prime256v1', undefined, undefined, 'compressed')).toHaveLength(33);
  });

  it('has no server name by default', () => {
    const hello = readClientHello(new Tls13Client({ serverName: undefined, keyType: 'any' }).begin());
    expect(sorted(hello.extensions)).toEqual([10, 13, 43, 50, 51]);
    expect(hello.serverName).toBeUndefined();
  });

  it.each([
    ['any', [...ECDSA, ...EDDSA, ...RSA_PSS]],
    ['rsa', RSA_PSS],
    ['ecdsa', ECDSA],
  ] as const)('requires a signature of a key of type %s, and accepts more in certificates', (keyType, wanted) => {
    const hello = readClientHello(new Tls13Client({ serverName: undefined, keyType }).begin());
    expect(sorted(hello.signatures)).toEqual(sorted(wanted));
    const inCertificates = [0x0401, 0x0501, 0x0601, 0x0301, 0x0303, 0x0201, 0x0203];
    expect(sorted(hello.certificateSignatures)).toEqual(sorted([...ECDSA, ...EDDSA, ...RSA_PSS, ...inCertificates]));
  });

  it('is different each time', () => {
    const said = Array.from({ length: 50 }, () =>
      readClientHello(new Tls13Client({ serverName: undefined, keyType: 'any' }).begin()),
    );
    for (const what of ['random', 'sessionId'] as const) {
      expect(new Set(said.map((hello) => hello[what].toString('hex'))).size).toBe(50);
    }
    expect(new Set(said.map(({ keys: [first] }) => first?.[1].toString('hex'))).size).toBe(50);
  });
});
