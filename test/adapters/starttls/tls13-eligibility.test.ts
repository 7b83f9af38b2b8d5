import { describe, expect, it } from 'vitest';
import { Tls13Eligibility } from '../../../src/adapters/starttls/tls13-eligibility.ts';

const MOST = 20_000;

/** With one endpoint, `mx`, where OpenSSL has come to the same. */
function learnt(): Tls13Eligibility {
  const ways = new Tls13Eligibility();
  ways.learn('mx', true);
  return ways;
}

describe('a short way', () => {
  it('is open where OpenSSL has come to the same, and nowhere else', () => {
    const ways = learnt();
    expect([ways.isOpen('mx'), ways.isOpen('other')]).toEqual([true, false]);
    ways.learn('other', false);
    expect(ways.isOpen('other')).toBe(false);
  });

  it('is closed once it came to nothing twice in a row, and stays so while OpenSSL sees the same', () => {
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

  it('is as good as new once it was gone', () => {
    const ways = learnt();
    ways.failed('mx', false);
    ways.passed('mx');
    ways.failed('mx', false);
    expect(ways.isOpen('mx')).toBe(true);
  });

  it('is closed at once where no time was left to ask OpenSSL', () => {
    const ways = learnt();
    ways.failed('mx', true);
    expect(ways.isOpen('mx')).toBe(false);
  });

  it('is forgotten where OpenSSL sees something else, and then open where it sees the same again', () => {
    const ways = learnt();
    ways.failed('mx', false);
    ways.failed('mx', false);
    ways.learn('mx', false);
    expect(ways.isOpen('mx')).toBe(false);
    ways.learn('mx', true);
    expect(ways.isOpen('mx')).toBe(true);
  });

  it('is of one endpoint', () => {
    const ways = learnt();
    ways.learn('other', true);
    ways.failed('mx', false);
    ways.failed('mx', false);
    expect([ways.isOpen('mx'), ways.isOpen('other')]).toEqual([false, true]);
  });

  it('is forgotten where there are more than anybody configures: the first goes first', () => {
    const ways = learnt();
    for (let one = 1; one < MOST; one++) ways.learn(`mx${one}`, true);
    expect(ways.isOpen('mx')).toBe(true);
    ways.learn('one more', true);
    expect([ways.isOpen('mx'), ways.isOpen('mx1'), ways.isOpen('one more')]).toEqual([false, true, true]);
  });
});
