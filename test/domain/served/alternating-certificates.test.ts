import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentOrLastKnown } from '../../../src/domain/scan-result.ts';
import { endAlternation, withAlternates } from '../../../src/domain/served/alternating-certificates.ts';
import { outdate } from '../../../src/domain/served/outdated-result.ts';
import type { Endpoint, Served, ServedTls } from '../../../src/domain/served/served.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { endpoint, NOT_OFFERED, REFUSED, seen, serves, silent, TRUSTED } from '../serving.ts';
import { NOON, stored } from '../world.ts';

function servedOf(letter: string, more: Partial<ServedTls>): Served {
  if (letter === 'n') return NOT_OFFERED;
  return letter === 'r' ? REFUSED : serves(stored(letter, { dnsNames: ['mail.contoso.com'] }), more);
}

/**
 * Returns the endpoints after an answer. `n`: STARTTLS is not offered; `r`: it is refused; `-`: the
 * address does not answer.
 */
function answered(
  letter: string,
  known: readonly Endpoint[],
  at: number,
  more: Partial<ServedTls> = {},
): readonly Endpoint[] {
  const current = known.find(({ isAlternate }) => isAlternate === undefined);
  const last = current && currentOrLastKnown(current.conversation);
  return withAlternates(endpoint(letter === '-' ? silent(at, 1, last) : seen(at, servedOf(letter, more))), known);
}

function letterOf(served: Served | undefined): string | undefined {
  return served?.tls === undefined ? served?.starttls.slice(0, 1) : served.tls.leaf.thumbprint.slice(0, 1);
}

const lettersOf = (endpoints: readonly Endpoint[]): string =>
  endpoints.map(({ conversation }) => letterOf(currentOrLastKnown(conversation)?.value)).join('');

const changed = (known: readonly Endpoint[], change: typeof endAlternation): readonly Endpoint[] =>
  currentOrLastKnown(change(seen(NOON, known)))?.value ?? [];
const outdated = (known: readonly Endpoint[]): readonly Endpoint[] => changed(known, (result) => outdate(result, NOON));

/** Returns the verdict of a chain with these trust anchors. */
const verifiedWith = (contents: string, isTrusted: boolean): Partial<ServedTls> => ({
  chain: isTrusted ? TRUSTED : { status: 'untrusted', failure: said() },
  anchors: { contents },
});

/** Returns the known certificates after each answer, the current one first. */
function alternateEndpoints(answers: string, interval: number = 15 * MINUTE): string {
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
    ['a certificate and no STARTTLS in turn', 'AnAnA', 'A n A nA An'],
    ['no STARTTLS and a refusal in turn', 'nrnrn', 'n r n rn nr'],
  ])('are kept: %s', (_, answers, expected) => {
    expect(alternateEndpoints(answers)).toBe(expected);
  });

  test('are kept for an hour, although the probes are frequent', () => {
    const [before, after] = [HOUR - MINUTE, HOUR].map((time) =>
      alternateEndpoints(`ABAB${'A'.repeat(time / MINUTE)}`, MINUTE),
    );
    expect([before?.slice(-5), after?.slice(-4)]).toEqual(['AB AB', 'AB A']);
  });

  test('are 12 at most, the latest ones, although they are kept for an hour', () => {
    const letters = [...'ABAB', ...'CDEFGHIJKLMNOPQRSTUVWXYZ'].join('');
    expect(alternateEndpoints(letters, SECOND).split(' ').at(-1)).toBe('ZNOPQRSTUVWXY');
  });

  test.each(['ABABAB', 'AnAnA'])(
    'are the same, although each answer is outdated before the next one: %s',
    (answers) => {
      let known: readonly Endpoint[] = [];
      const found = [...answers].map((letter, index) => {
        known = answered(letter, outdated(known), NOON + index * 15 * MINUTE);
        return lettersOf(known);
      });
      expect(found.join(' ')).toBe(alternateEndpoints(answers));
      expect(known.some(({ outdatedAt }) => outdatedAt !== undefined)).toBe(false);
    },
  );

  test('are forgotten after a change of the server, also while it does not answer', () => {
    let known: readonly Endpoint[] = [];
    for (const [index, letter] of [...'ABAB'].entries()) known = answered(letter, known, NOON + index * MINUTE);
    known = outdated(changed(known, endAlternation));
    expect(lettersOf(known)).toBe('B');
    for (const [index, letter] of [...'-A'].entries()) known = answered(letter, known, NOON + (5 + index) * MINUTE);
    expect(lettersOf(known)).toBe('A');
  });

  test('are those of different protocols or chains, although the certificate is the same', () => {
    for (const [one, other] of [
      [{}, { protocol: 'TLSv1' }],
      [verifiedWith('a', true), verifiedWith('a', false)],
    ] as const) {
      let known: readonly Endpoint[] = [];
      for (let index = 0; index < 5; index += 1) {
        known = answered('A', known, NOON + index * MINUTE, index % 2 === 0 ? one : other);
      }
      expect(known.length).toBe(2);
    }
  });

  test('are not those of different trust anchors', () => {
    let known: readonly Endpoint[] = [];
    for (let index = 0; index < 12; index += 1) {
      known = answered('A', known, NOON + index * MINUTE, verifiedWith(String(index), index % 2 === 0));
      expect([known.length, known[0]?.recentAnswers]).toEqual([1, undefined]);
    }
  });

  test('are kept while they are verified with other trust anchors', () => {
    let known: readonly Endpoint[] = [];
    for (const [index, letter] of [...'ABABAABB'].entries()) {
      const more = verifiedWith(index < 4 ? 'before' : 'after', index < 4);
      known = answered(letter, known, NOON + index * MINUTE, more);
    }
    const anchors = known.map(({ conversation }) => currentOrLastKnown(conversation)?.value.tls?.anchors?.contents);
    expect([lettersOf(known), anchors]).toEqual(['BA', ['after', 'after']]);
  });

  test('are the same with other trust anchors, also before the address alternates', () => {
    const answer = fc.record({ letter: fc.constantFrom(...'AABCn-'), isOther: fc.boolean() });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 40 }), (answers) => {
        let [known, expected]: readonly Endpoint[][] = [[], []];
        let anchors = 0;
        for (const [index, { letter, isOther }] of answers.entries()) {
          const at = NOON + index * MINUTE;
          if (isOther) anchors += 1;
          known = [...answered(letter, known ?? [], at, verifiedWith(String(anchors), anchors % 2 === 0))];
          expected = [...answered(letter, expected ?? [], at, verifiedWith('0', true))];
          expect(lettersOf(known)).toBe(lettersOf(expected));
        }
      }),
    );
  });

  test('are kept exactly until 12 answers and an hour lack them, whatever happens to the daemon', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...'AAABn-') },
      { weight: 3, arbitrary: fc.constantFrom('restart', 'anchors', 'time') },
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 50 }),
        fc.constantFrom(SECOND, 5 * MINUTE, 15 * MINUTE),
        (steps, pause) => {
          let known: readonly Endpoint[] = [];
          let [at, anchors] = [NOON, 0];
          const answers: { readonly letter: string; readonly at: number }[] = [];
          for (const each of [...'ABAB', ...steps]) {
            at += each === 'time' ? HOUR : pause;
            if (each === 'restart') known = outdated(known);
            if (each === 'anchors') anchors += 1;
            if (each.length > 1) continue;
            known = answered(each, known, at, verifiedWith(String(anchors), anchors % 2 === 0));
            if (each !== '-') answers.push({ letter: each, at });
            const latest = answers.at(-1);
            if (answers.length < 4 || latest === undefined) continue;
            const expected = [...'ABn'].filter((letter) => {
              const index = answers.findLastIndex((answer) => answer.letter === letter);
              const last = answers[index];
              return last !== undefined && (answers.length - index <= 12 || latest.at - last.at < HOUR);
            });
            expect(new Set(lettersOf(known))).toEqual(new Set(expected));
            // The address no longer alternates.
            if (expected.length === 1) return;
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('are each kept once with their own answers, and are few', () => {
    const answers = fc.array(fc.constantFrom(...'ABCDE-'), { maxLength: 40 });
    fc.assert(
      fc.property(answers, (letters) => {
        let known: readonly Endpoint[] = [];
        for (const [index, letter] of letters.entries()) {
          known = answered(letter, known, NOON + index * MINUTE);
          const [current, ...byAnswer] = known;
          const currentAnswer = lettersOf(known);
          expect(new Set(currentAnswer).size).toBe(currentAnswer.length);
          expect(byAnswer.length).toBeLessThanOrEqual(4);
          expect(current?.recentAnswers?.length ?? 0).toBeLessThanOrEqual(12);
          expect([current?.isAlternate, ...byAnswer.map(({ isAlternate }) => isAlternate)]).toEqual([
            undefined,
            ...byAnswer.map(() => true),
          ]);
          for (const { conversation } of byAnswer) {
            const at = currentOrLastKnown(conversation)?.at ?? Number.NaN;
            const expected = letters[(at - NOON) / MINUTE];
            expect(lettersOf([endpoint(conversation)])).toBe(expected);
          }
        }
      }),
    );
  });
});
