import { describe, expect, it } from 'vitest';
import type { Served } from '../../../src/domain/served/served.ts';
import { ServedCache } from '../../../src/work/scan/served-cache.ts';
import { NOT_OFFERED, serves } from '../../domain/serving.ts';
import { stored } from '../../domain/world.ts';

const CA = stored('CA', { selfSigned: true, isCa: true }).certificate;
const { thumbprint, serialNumber, subject, issuer, notBefore, notAfter } = CA;

/** Returns a probe result with a certificate of the CA, as a new object each time. */
function served(label: string): Served {
  const issuers = [{ thumbprint, serialNumber, subject, issuer, notBefore, notAfter }];
  return serves(stored(label, { dnsNames: [`${label}.example`] }), { issuers });
}

function tlsOf(value: Served): NonNullable<Served['tls']> {
  if (value.tls === undefined) throw new Error('without TLS');
  return value.tls;
}

describe('the cache of served certificates', () => {
  it('keeps a result unchanged', () => {
    const servedCache = new ServedCache();
    for (const value of [served('A'), served('B'), NOT_OFFERED])
      expect(servedCache.keep(value, undefined)).toEqual(value);
  });

  it('keeps a result once, as long as it is the same in one place', () => {
    const servedCache = new ServedCache();
    const first = servedCache.keep(served('A'), undefined);
    expect(servedCache.keep(served('A'), first)).toBe(first);
    expect(servedCache.keep(served('B'), first)).toEqual(served('B'));
    expect(servedCache.keep(NOT_OFFERED, first)).toEqual(NOT_OFFERED);
    const read: Served = JSON.parse(JSON.stringify(first));
    expect(servedCache.keep(served('A'), read)).toBe(read);
  });

  it('keeps a certificate once for all that serve it, with its shared parts', () => {
    const servedCache = new ServedCache();
    const [first, second, other] = [served('A'), served('A'), served('B')].map((each) =>
      tlsOf(servedCache.keep(each, undefined)),
    );
    expect(second?.leaf).toBe(first?.leaf);
    expect(other?.leaf).not.toBe(first?.leaf);
    expect(other?.chain).toBe(first?.chain);
    expect(other?.issuers).toBe(first?.issuers);
  });

  it('keeps it with its shared issuers, which have another name only with another thumbprint', () => {
    const servedCache = new ServedCache();
    const [a, b] = [servedCache.keep(served('A'), undefined), servedCache.keep(served('B'), undefined)];
    expect(tlsOf(a).issuers[0]).toBe(tlsOf(b).issuers[0]);
  });

  it('is bounded: certificates of thousands of others are dropped, and not stored ones', () => {
    const servedCache = new ServedCache();
    const first = servedCache.keep(served('A'), undefined);
    for (let at = 0; at < 3000; at++) {
      const [leaf] = [stored(`S${at}x`, { issuer: `CN=${at}` })];
      const issuers = [{ thumbprint: `${at}`, serialNumber, subject: `CN=${at}`, issuer, notBefore, notAfter }];
      expect(tlsOf(servedCache.keep(serves(leaf, { issuers }), undefined)).issuers).toEqual(issuers);
    }
    expect(tlsOf(servedCache.keep(served('B'), undefined)).issuers[0]).not.toBe(tlsOf(first).issuers[0]);
    expect(first).toEqual(served('A'));
  });
});
