import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import {
  buildCertificateIndex,
  type CertificateIndex,
} from '../../../src/domain/certificate-index/certificate-index.ts';
import { canonicalNamesOf, findInClosestDomain } from '../../../src/domain/certificate-index/name-index.ts';
import { indexUpdateOf, isUpdatable, updateIndex } from '../../../src/domain/certificate-index/update-index.ts';
import { DAY } from '../../../src/domain/time.ts';
import { certificates } from '../histories.ts';
import { NOON, stored } from '../world.ts';

/** For each certificate, whether it exists before the change and after it. */
const change = certificates.chain((all) =>
  fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: all.length, maxLength: all.length }).map((stays) => ({
    previousList: all.filter((_, at) => stays[at]?.[0]),
    after: all.filter((_, at) => stays[at]?.[1]),
  })),
);

/** Returns all answers of an index, in any order. */
function answers(index: CertificateIndex, all: readonly StoredCertificate[]): unknown {
  const names = new Set(all.flatMap((each) => [...canonicalNamesOf(each)]));
  return {
    byName: [...names].map((name) => [
      name,
      new Set(index.find(name)),
      new Set(findInClosestDomain(`x.${name}`, index)),
    ]),
    ending: new Set(index.byNotAfter.between(NOON - 10 * DAY, NOON + 20 * DAY)),
    overdue: new Set(index.byRenewalDeadline.between(NOON - 10 * DAY, NOON + 20 * DAY)),
    each: all.map((each) => [
      index.hasUniqueNames(each),
      new Set(index.sameNames(each)),
      new Set(index.withThumbprint(each.certificate.thumbprint)),
      new Set(index.inFile(each.location.path)),
    ]),
    lists: [new Set(index.weak), new Set(index.withKey), index.uncheckedKeyPaths, index.exposedKeyPaths],
  };
}

test('an updated index answers like a new one', () => {
  fc.assert(
    fc.property(change, ({ previousList, after }) => {
      const amendment = indexUpdateOf(previousList, after, Number.POSITIVE_INFINITY);
      if (amendment === undefined || !isUpdatable(amendment)) return;
      const amended = updateIndex(buildCertificateIndex(previousList), amendment);
      expect(answers(amended, after)).toEqual(answers(buildCertificateIndex(after), after));
    }),
    { numRuns: 300 },
  );
});

const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((label) => stored(label)) as [
  StoredCertificate,
  StoredCertificate,
  StoredCertificate,
  StoredCertificate,
];

it.each([
  ['nothing', [a, b], [a, b], [], []],
  ['one in the middle', [a, b, c], [a, d, c], [b], [d]],
  ['one more at the end', [a], [a, b], [], [b]],
  ['one less at the beginning', [a, b], [b], [a], []],
  ['only the order', [a, b, c], [c, b, a], [], []],
  ['everything', [a, b], [c, d], [a, b], [c, d]],
] as const)('the update after a change of %s has exactly that change', (_, before, after, removed, added) => {
  expect(indexUpdateOf(before, after, 4)).toEqual({ removed: new Set(removed), added });
});

it('an index is not updated if too much changed, or if key files may be affected', () => {
  expect(indexUpdateOf([a, b], [c, d], 3)).toBeUndefined();
  const unreadable = stored('E', { key: 'unreadable' });
  expect(isUpdatable({ removed: new Set(), added: [unreadable] })).toBe(false);
  expect(isUpdatable({ removed: new Set([unreadable]), added: [] })).toBe(false);
  expect(isUpdatable({ removed: new Set([a]), added: [b] })).toBe(true);
});
