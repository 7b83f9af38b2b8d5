import { describe, expect, it } from 'vitest';
import { Tls13Eligibility } from '../../../src/adapters/starttls/tls13-eligibility.ts';

const MOST = 20_000;

/** Returns the state with one endpoint, `mx`, for which OpenSSL had the same result. */
function learnt(): Tls13Eligibility {
  const ways = new Tls13Eligibility();
  ways.addOpensslResult('mx', true);
  return ways;
}

describe('the fast handshake', () => {
  it('is used after OpenSSL had the same result, and only then', () => {
    const ways = learnt();
    expect([ways.isEligible('mx'), ways.isEligible('other')]).toEqual([true, false]);
    ways.addOpensslResult('other', false);
    expect(ways.isEligible('other')).toBe(false);
  });

  it('is disabled after two failures in succession, while OpenSSL has the same result', () => {
    const ways = learnt();
    ways.addFailure('mx', false);
    ways.addOpensslResult('mx', true);
    expect(ways.isEligible('mx')).toBe(true);
    ways.addFailure('mx', false);
    ways.addOpensslResult('mx', true);
    for (let turn = 0; turn < 5; turn++) {
      expect(ways.isEligible('mx')).toBe(false);
      ways.addOpensslResult('mx', true);
    }
  });

  it('starts without history after its entry was removed', () => {
    const ways = learnt();
    ways.addFailure('mx', false);
    ways.addSuccess('mx');
    ways.addFailure('mx', false);
    expect(ways.isEligible('mx')).toBe(true);
  });

  it('is disabled at once if no time was left for OpenSSL', () => {
    const ways = learnt();
    ways.addFailure('mx', true);
    expect(ways.isEligible('mx')).toBe(false);
  });

  it('is disabled if OpenSSL has another result, and enabled if it has the same again', () => {
    const ways = learnt();
    ways.addFailure('mx', false);
    ways.addFailure('mx', false);
    ways.addOpensslResult('mx', false);
    expect(ways.isEligible('mx')).toBe(false);
    ways.addOpensslResult('mx', true);
    expect(ways.isEligible('mx')).toBe(true);
  });

  it('is per endpoint', () => {
    const ways = learnt();
    ways.addOpensslResult('other', true);
    ways.addFailure('mx', false);
    ways.addFailure('mx', false);
    expect([ways.isEligible('mx'), ways.isEligible('other')]).toEqual([false, true]);
  });

  it('has a bounded number of entries: the oldest is removed first', () => {
    const ways = learnt();
    for (let one = 1; one < MOST; one++) ways.addOpensslResult(`mx${one}`, true);
    expect(ways.isEligible('mx')).toBe(true);
    ways.addOpensslResult('one more', true);
    expect([ways.isEligible('mx'), ways.isEligible('mx1'), ways.isEligible('one more')]).toEqual([false, true, true]);
  });
});
