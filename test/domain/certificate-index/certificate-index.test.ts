import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renewalDeadline } from '../../../src/domain/certificate/renewal-deadline.ts';
import { belongsToHost, buildCertificateIndex } from '../../../src/domain/certificate-index/certificate-index.ts';
import { canonicalNamesOf } from '../../../src/domain/certificate-index/name-index.ts';
import { DAY } from '../../../src/domain/time.ts';
import { certificates } from '../histories.ts';
import { NOON, stored } from '../world.ts';

const namesOf = (one: Parameters<typeof canonicalNamesOf>[0]): string => [...canonicalNamesOf(one)].sort().join(' ');
const instants = fc.integer({ min: NOON - 5 * DAY, max: NOON + 50 * DAY });

describe('the certificate index answers like a scan of all certificates', () => {
  test('for expiries and renewals between two instants', () => {
    fc.assert(
      fc.property(certificates, instants, instants, (all, from, until) => {
        const index = buildCertificateIndex(all);
        const own = all.filter(belongsToHost);
        const isWithin = (at: number): boolean => at >= from && at <= until;
        expect(new Set(index.byNotAfter.between(from, until))).toEqual(
          new Set(own.filter(({ certificate }) => isWithin(certificate.notAfter))),
        );
        expect(new Set(index.byRenewalDeadline.between(from, until))).toEqual(
          new Set(own.filter(({ certificate }) => isWithin(renewalDeadline(certificate)))),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('by name, thumbprint, file, and equal names', () => {
    fc.assert(
      fc.property(certificates, (all) => {
        const index = buildCertificateIndex(all);
        for (const one of all) {
          const { thumbprint } = one.certificate;
          expect(index.withThumbprint(thumbprint)).toEqual(
            all.filter((each) => each.certificate.thumbprint === thumbprint),
          );
          expect(index.inFile(one.location.path)).toContain(one);
          for (const name of canonicalNamesOf(one)) {
            expect(index.find(name)).toEqual(all.filter((each) => canonicalNamesOf(each).has(name)));
          }
          const same = all.filter((each) => namesOf(each) === namesOf(one));
          expect(new Set(index.sameNames(one))).toEqual(new Set(namesOf(one) === '' ? [one] : same));
        }
      }),
      { numRuns: 100 },
    );
  });
});

test('the expiry index is exact to the millisecond, also before 1970', () => {
  const at = (label: string, notAfter: number) => stored(label, { notAfter });
  const all = [at('A', -1), at('B', 0), at('C', 1), at('D', DAY - 1), at('E', DAY)];
  const { byNotAfter } = buildCertificateIndex(all);
  const labels = (from: number, until: number): string =>
    byNotAfter
      .between(from, until)
      .map(({ certificate }) => certificate.thumbprint[0])
      .join('');
  expect(labels(Number.NEGATIVE_INFINITY, -1)).toBe('A');
  expect(labels(0, 0)).toBe('B');
  expect(labels(0, DAY - 1)).toBe('BCD');
  expect(labels(1, Number.POSITIVE_INFINITY)).toBe('CDE');
});

test('a set of names that all certificates share is traversed once, not once for each', () => {
  const all = Array.from({ length: 20_000 }, (_, index) => stored(`A${index}`, { dnsNames: ['mail.contoso.com'] }));
  const index = buildCertificateIndex(all);
  const lists = new Set(all.map((one) => index.sameNames(one)));
  expect(lists.size).toBe(1);
});
