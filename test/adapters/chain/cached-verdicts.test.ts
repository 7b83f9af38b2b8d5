import { describe, expect, it } from 'vitest';
import { CachedVerdicts } from '../../../src/adapters/chain/cached-verdicts.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import { said } from '../../domain/failure/said.ts';
import { saying } from '../../domain/failure/saying.ts';

/** Returns a function that determines a verdict, and counts its calls. */
function finder(detail: string) {
  const find = { times: 0, it: async (): Promise<ChainVerdict> => verdict() };
  const verdict = (): ChainVerdict => {
    find.times += 1;
    return { status: 'untrusted', failure: said(detail) };
  };
  return find;
}

describe('a verdict on a chain', () => {
  it('is determined once, also for several concurrent requests', async () => {
    const kept = new CachedVerdicts({});
    const find = finder('a');
    const [one, other] = await Promise.all([kept.getOrVerify('A', find.it), kept.getOrVerify('A', find.it)]);
    expect(await kept.getOrVerify('A', find.it)).toBe(one);
    expect([other, find.times]).toEqual([one, 1]);
  });

  it('is determined for each chain, and is the same object for the same chain', async () => {
    const kept = new CachedVerdicts({});
    const [same, different] = [finder('a'), finder('b')];
    const one = await kept.getOrVerify('A', same.it);
    expect(await kept.getOrVerify('B', same.it)).toBe(one);
    expect(await kept.getOrVerify('C', different.it)).toEqual({ status: 'untrusted', failure: saying('b') });
    expect([same.times, different.times]).toEqual([2, 1]);
  });

  it('is determined again after ten thousand others', async () => {
    const kept = new CachedVerdicts({});
    const [first, others] = [finder('a'), finder('b')];
    await kept.getOrVerify('A', first.it);
    for (let at = 1; at < 10_000; at++) await kept.getOrVerify(String(at), others.it);
    await kept.getOrVerify('A', first.it);
    expect(first.times).toBe(1);
    for (let at = 0; at < 10_000; at++) await kept.getOrVerify(`again ${at}`, others.it);
    await kept.getOrVerify('A', first.it);
    expect(first.times).toBe(2);
  });
});
