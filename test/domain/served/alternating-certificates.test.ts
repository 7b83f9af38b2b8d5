import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastKnown } from '../../../src/domain/scan-result.ts';
import { withAlternates } from '../../../src/domain/served/alternating-certificates.ts';
import type { Endpoint } from '../../../src/domain/served/served.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { endpoint, presents, seen, silent } from '../../domain/presenting.ts';
import { NOON, stored } from '../../domain/world.ts';

/** The endpoints after an answer; `-`: the address does not answer. */
function answered(letter: string, known: readonly Endpoint[], at: number): readonly Endpoint[] {
  const current = known.find(({ isAlternate }) => isAlternate === undefined);
  const answer = seen(at, presents(stored(letter, { dnsNames: ['mail.contoso.com'] })));
  const last = current && lastKnown(current.conversation);
  return withAlternates(endpoint(letter === '-' ? silent(at, 1, last) : answer), known);
}

const lettersOf = (endpoints: readonly Endpoint[]): string =>
  endpoints.map(({ conversation }) => lastKnown(conversation)?.value.tls?.leaf.thumbprint.slice(0, 1)).join('');

/** The certificates after each answer, the current one first. */
function kept(answers: string, interval: number = 15 * MINUTE): string {
  let known: readonly Endpoint[] = [];
  return [...answers]
    .map((letter, index) => {
      known = answered(letter, known, NOON + index * interval);
      return lettersOf(known);
    })
    .join(' ');
}

describe('certificates that an address serves in turn', () => {
  test.each([
    ['a renewal', 'AABB', 'A A B B'],
    ['a renewal that is undone', 'ABAA', 'A B A A'],
    ['two in turn', 'ABABAB', 'A B A BA AB BA'],
    ['three in turn', 'ABCABC', 'A B C A BA CAB'],
    ['two in turn, with a pause', `ABAB${'A'.repeat(11)}B`, `A B A BA ${'AB '.repeat(11)}BA`],
    ['the end of turns', `ABAB${'A'.repeat(12)}B`, `A B A BA ${'AB '.repeat(11)}A B`],
    ['a new one for each answer', 'ABCDEFGH', 'A B C D E F G H'],
    ['an address that does not answer meanwhile', 'ABAB--A', 'A B A BA BA BA AB'],
  ])('are kept: %s', (_, answers, expected) => {
    expect(kept(answers)).toBe(expected);
  });

  test('are kept for an hour, although the probes are frequent', () => {
    const [before, after] = [HOUR - MINUTE, HOUR].map((time) => kept(`ABAB${'A'.repeat(time / MINUTE)}`, MINUTE));
    expect([before?.slice(-5), after?.slice(-4)]).toEqual(['AB AB', 'AB A']);
  });

  test('are 12 at most, the latest ones, although they are kept for an hour', () => {
    const letters = [...'ABAB', ...'CDEFGHIJKLMNOPQRSTUVWXYZ'].join('');
    expect(kept(letters, SECOND).split(' ').at(-1)).toBe('ZNOPQRSTUVWXY');
  });

  test('are forgotten after a change', () => {
    let known: readonly Endpoint[] = [];
    for (const [index, letter] of [...'ABAB'].entries()) known = answered(letter, known, NOON + index * MINUTE);
    const outdated = known.map((each) => ({ ...each, outdatedAt: NOON + 5 * MINUTE }));
    const [current, ...others] = answered('A', outdated, NOON + 6 * MINUTE);
    expect([current?.recent, others]).toEqual([undefined, []]);
  });

  test('are each kept once with their own answers, and are few', () => {
    const answers = fc.array(fc.constantFrom(...'ABCDE-'), { maxLength: 40 });
    fc.assert(
      fc.property(answers, (letters) => {
        let known: readonly Endpoint[] = [];
        for (const [index, letter] of letters.entries()) {
          known = answered(letter, known, NOON + index * MINUTE);
          const [current, ...others] = known;
          const shown = lettersOf(known);
          expect(new Set(shown).size).toBe(shown.length);
          expect(others.length).toBeLessThanOrEqual(4);
          expect(current?.recent?.length ?? 0).toBeLessThanOrEqual(12);
          expect([current?.isAlternate, ...others.map(({ isAlternate }) => isAlternate)]).toEqual([
            undefined,
            ...others.map(() => true),
          ]);
          for (const { conversation } of others) {
            const at = lastKnown(conversation)?.at ?? Number.NaN;
            const expected = letters[(at - NOON) / MINUTE];
            expect(lettersOf([endpoint(conversation)])).toBe(expected);
          }
        }
      }),
    );
  });
});
