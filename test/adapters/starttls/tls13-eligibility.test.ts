import { describe, expect, it } from 'vitest';
import { Tls13Eligibility } from '../../../src/adapters/starttls/tls13-eligibility.ts';

const MOST = 20_000;

/** Returns the state with one endpoint, `mx`, for which OpenSSL had the same result. */
function learnt(): Tls13Eligibility {
  const ways = new Tls13Eligibility();
  ways.learn('mx', true);
  return ways;
}

describe('the fast handshake', () => {
  it('is used after OpenSSL had the same result, and only then', () => {
    const ways = learnt();
    expect([ways.isOpen('mx'), ways.isOpen('other')]).toEqual([true, false]);
    ways.learn('other', false);
    expect(ways.isOpen('other')).toBe(false);
  });

  it('is disabled after two failures in succession, while OpenSSL has the same result', () => {
    const ways = learnt();
    ways.failed('mx', false);
    ways.learn('mx', true);
    expect(ways.isOpen('mx')).toBe(true);
    ways.failed('mx', false);
    ways.learn('mx', true);
    for (let turn = 0; turn < 5; turn++) {
      expect(ways.isOpen('mx')).toBe(false);
      ways.learn('mx', true);
    }
  });

  it('starts without history after its entry was removed', () => {
    const ways = learnt();
    ways.failed('mx', false);
    ways.passed('mx');
    ways.failed('mx', false);
    expect(ways.isOpen('mx')).toBe(true);
  });

  it('is disabled at once if no time was left for OpenSSL', () => {
    const ways = learnt();
    ways.failed('mx', true);
    expect(ways.isOpen('mx')).toBe(false);
  });

  it('is disabled if OpenSSL has another result, and enabled if it has the same again', () => {
    const ways = learnt();
    ways.failed('mx', false);
    ways.failed('mx', false);
    ways.learn('mx', false);
    expect(ways.isOpen('mx')).toBe(false);
    ways.learn('mx', true);
    expect(ways.isOpen('mx')).toBe(true);
  });

  it('is per endpoint', () => {
    const ways = learnt();
    ways.learn('other', true);
    ways.failed('mx', false);
    ways.failed('mx', false);
    expect([ways.isOpen('mx'), ways.isOpen('other')]).toEqual([false, true]);
  });

  it('has a bounded number of entries: the oldest is removed first', () => {
    const ways = learnt();
    for (let one = 1; one < MOST; one++) ways.learn(`mx${one}`, true);
    expect(ways.isOpen('mx')).toBe(true);
    ways.learn('one more', true);
    expect([ways.isOpen('mx'), ways.isOpen('mx1'), ways.isOpen('one more')]).toEqual([false, true, true]);
  });
});
