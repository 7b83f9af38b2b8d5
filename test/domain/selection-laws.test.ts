import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assessment/assess.ts';
import { certificatesToVerify } from '../../src/domain/assessment/certificates-to-verify.ts';
import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import { buildNameIndex } from '../../src/domain/certificate-index/name-index.ts';
import type { Selection } from '../../src/domain/selection/selection.ts';
import { HOUR } from '../../src/domain/time.ts';
import { outline, select, TRUSTED, UNTRUSTED } from './context.ts';
import { CONNECTORS, certificates, STORES } from './histories.ts';
import { CALM, Life, NOON, SETTINGS } from './world.ts';

const NAMES = ['mail.contoso.com', 'mail01.contoso.com', 'x.contoso.com', 'partner.example.org'] as const;
const name = fc.constantFrom(...NAMES);
const hoursOn = fc.integer({ min: -50, max: 300 }).map((hours) => NOON + hours * HOUR);

const REFUSED: ChainVerdict = { status: 'refused', detail: 'error:0680008C:asn1 encoding routines::mstring wrong tag' };

/** Verdicts by thumbprint; some are left out. */
const verdicts: fc.Arbitrary<ReadonlyMap<string, ChainVerdict>> = fc
  .array(
    fc.constantFrom<(ChainVerdict | undefined)[]>(TRUSTED, UNTRUSTED, { status: 'self-signed' }, REFUSED, undefined),
    {
      minLength: 6,
      maxLength: 6,
    },
  )
  .map(
    (list) =>
      new Map(list.flatMap((verdict, place) => (verdict ? [[('ABCDEF'[place] ?? '').padEnd(40, '0'), verdict]] : []))),
  );

const isCovered = (stored: StoredCertificate, wantedName: string): 'exact' | 'wildcard' | undefined => {
  const names = [...stored.certificate.dnsNames, ...stored.certificate.commonNames].map((each) => each.toLowerCase());
  if (names.includes(wantedName)) return 'exact';
  return names.includes(wantedName.replace(/^[^.]+/, '*')) ? 'wildcard' : undefined;
};

/**
 * Returns the thumbprint that wins by the criteria of the model, by sorting keys, independently of
 * the program.
 */
function expectedWinner(
  all: readonly StoredCertificate[],
  wantedName: string,
  now: number,
  chains: ReadonlyMap<string, ChainVerdict>,
): string | undefined {
  const padded = (value: number): string => String(value + 1e15).padStart(17, '0');
  const keyed = all
    .filter(({ store, certificate, key, services }) => {
      const usable = store !== 'Archive' && certificate.version === 3 && ['matches', 'unreadable'].includes(key.kind);
      const isForServers =
        certificate.extendedKeyUsage?.includes('serverAuth') === true &&
        certificate.keyUsage?.includes('digitalSignature') === true;
      return usable && isForServers && services.includes('SMTP') && certificate.notBefore <= now;
    })
    .flatMap((stored) => {
      const match = isCovered(stored, wantedName);
      if (match === undefined || chains.get(stored.certificate.thumbprint)?.status === 'refused') return [];
      const { thumbprint, notBefore, notAfter, isSelfIssued } = stored.certificate;
      const status = chains.get(thumbprint)?.status ?? (isSelfIssued ? 'self-signed' : 'untrusted');
      // A self-signed certificate that is a trust anchor still counts as self-signed.
      const trust = status === 'trusted' && isSelfIssued ? 'self-signed' : status;
      const keys = [
        now > notAfter ? 1 : 0,
        match === 'exact' ? 0 : 1,
        ['trusted', 'self-signed', 'untrusted'].indexOf(trust),
        padded(-notBefore),
        padded(-notAfter),
        thumbprint,
      ];
      return [[keys.join(' '), thumbprint] as const];
    });
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1))[0]?.[1];
}

const winnerOf = (selection: Selection): string | undefined =>
  selection.kind === 'chosen' ? selection.chosen.certificate.thumbprint : undefined;

describe('law 8: selection is a total order', () => {
  test('the winner is the one that the law names', () => {
    fc.assert(
      fc.property(certificates, name, hoursOn, verdicts, (all, wantedName, now, chains) => {
        const winner = winnerOf(select(wantedName, all, { now, chains }));
        expect(winner).toBe(expectedWinner(all, wantedName, now, chains));
      }),
      { numRuns: 1000 },
    );
  });

  test('the order in which certificates were read changes neither the winner nor a reason', () => {
    const shuffled = certificates.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
    );
    fc.assert(
      fc.property(
        shuffled,
        name,
        hoursOn,
        verdicts,
        fc.boolean(),
        ([all, other], wantedName, now, chains, isUnavailable) => {
          const more = { now, chains, unavailable: isUnavailable ? (['store:Second'] as const) : [] };
          expect(outline(select(wantedName, other, more))).toEqual(outline(select(wantedName, all, more)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('the removal of a loser changes nothing but the loser', () => {
    fc.assert(
      fc.property(certificates, name, hoursOn, verdicts, fc.nat(), (all, wantedName, now, chains, dice) => {
        const before = select(wantedName, all, { now, chains });
        if (before.kind !== 'chosen' || before.rejected.length === 0) return;
        const loser = before.rejected[dice % before.rejected.length]?.candidate.certificate.thumbprint;
        const rest = all.filter(({ certificate }) => certificate.thumbprint !== loser);
        const after = select(wantedName, rest, { now, chains });
        const label = `${loser?.replace(/0+$/, '')}:`;
        expect(outline(after)).toEqual(outline(before).filter((line) => !line.startsWith(label)));
      }),
      { numRuns: 1000 },
    );
  });

  test('every certificate that matches the name is the winner or has a reason, once', () => {
    fc.assert(
      fc.property(certificates, name, hoursOn, (all, wantedName, now) => {
        const selection = select(wantedName, all, { now });
        if (selection.kind === 'not-applicable') return;
        const named = [
          winnerOf(selection),
          ...selection.rejected.map(({ candidate }) => candidate.certificate.thumbprint),
        ];
        const carrying = new Set(
          all.filter((each) => isCovered(each, wantedName)).map(({ certificate }) => certificate.thumbprint),
        );
        expect(named.filter((each) => each !== undefined).sort()).toEqual([...carrying].sort());
      }),
    );
  });
});

describe('law 9: signatures are verified only if they decide', () => {
  test('the verdicts that certificatesToVerify() names lead to the same choice as all verdicts', () => {
    fc.assert(
      fc.property(certificates, verdicts, (all, chains) => {
        const observed = new Life().observe({ ...CALM, certificates: all, connectors: CONNECTORS, stores: STORES });
        const named = certificatesToVerify(observed, buildNameIndex(all));
        const choices = (known: ReadonlyMap<string, ChainVerdict>): unknown => {
          const { selections, internalCertificate } = assess({ ...observed, chains: known }, SETTINGS);
          return [selections.map(({ selection }) => winnerOf(selection)), internalCertificate?.certificate.thumbprint];
        };
        const few = new Map([...chains].filter(([thumbprint]) => named.has(thumbprint)));
        expect(choices(few)).toEqual(choices(chains));
      }),
      { numRuns: 500 },
    );
  });

  test('exactly the possible winners are verified: OpenSSL loads each of them', () => {
    fc.assert(
      fc.property(certificates, (all) => {
        const observed = new Life().observe({ ...CALM, certificates: all, connectors: CONNECTORS, stores: STORES });
        const { selections, internalCertificate } = assess(observed, SETTINGS);
        const asked = certificatesToVerify(observed, buildNameIndex(all));
        const chosen = selections.map(({ selection }) => winnerOf(selection));
        for (const each of [...chosen, internalCertificate?.certificate.thumbprint]) {
          if (each !== undefined) expect(asked).toContain(each);
        }
        for (const each of asked) {
          const places = all.filter(({ certificate }) => certificate.thumbprint === each);
          const isEligible = places.some(
            ({ store, certificate, key, services }) =>
              store !== 'Archive' &&
              certificate.version === 3 &&
              services.includes('SMTP') &&
              certificate.notBefore <= NOON &&
              (key.kind === 'matches' || key.kind === 'unreadable'),
          );
          expect(isEligible).toBe(true);
        }
      }),
    );
  });
});
