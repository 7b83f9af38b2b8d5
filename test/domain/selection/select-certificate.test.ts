import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import { DAY } from '../../../src/domain/time.ts';
import { outline, select, UNTRUSTED } from '../context.ts';
import { type Described, NOON, stored } from '../world.ts';

const NAME = 'mail.contoso.com';
const good = (label: string, more: Described = {}): StoredCertificate => stored(label, { dnsNames: [NAME], ...more });

describe('a certificate that matches the name is rejected', () => {
  const rows: readonly (readonly [reason: string, described: Described])[] = [
    ['not-personal-store', { store: 'Archive' }],
    ['version', { version: 1 }],
    ['version', { version: 2 }],
    ['purpose-mismatch', { extendedKeyUsage: ['clientAuth'] }],
    ['purpose-mismatch', { keyUsage: ['keyCertSign', 'cRLSign'] }],
    ['private-key-missing', { key: 'missing' }],
    ['private-key-mismatch', { key: 'differs' }],
    ['not-enabled-for-smtp', { services: ['IMAP', 'POP', 'IIS'] }],
    ['not-enabled-for-smtp', { services: [] }],
    ['not-yet-valid', { notBefore: NOON + 1 }],
  ];
  for (const [reason, described] of rows) {
    test(`${reason}: ${JSON.stringify(described)}, separately and next to a good one`, () => {
      const bad = good('B', described);
      expect(outline(select(NAME, [bad]))).toEqual(['none', `B: ${reason}`, `nearest B: ${reason}`]);
      expect(outline(select(NAME, [bad, good('G')]))).toEqual(['chosen G (exact)', `B: ${reason}`]);
    });
  }

  test('but is selected from the first millisecond of its validity on, and if mailcertd cannot read its key', () => {
    expect(outline(select(NAME, [good('A', { notBefore: NOON })]))).toEqual(['chosen A (exact)']);
    expect(outline(select(NAME, [good('A', { key: 'unreadable' })]))).toEqual(['chosen A (exact)']);
  });

  test('with the first of several reasons', () => {
    const everything: Described = {
      ...{ store: 'Archive', version: 1, key: 'missing', services: [], notBefore: NOON + 1 },
      extendedKeyUsage: ['clientAuth'],
    };
    const textOf = (more: Described): string | undefined =>
      outline(select(NAME, [good('A', { ...everything, ...more })]))[1];
    expect(textOf({})).toBe('A: not-personal-store');
    expect(textOf({ store: 'My' })).toBe('A: version');
    expect(textOf({ store: 'My', version: 3 })).toBe('A: purpose-mismatch');
    const fit: Described = { store: 'My', version: 3, extendedKeyUsage: ['serverAuth'] };
    expect(textOf(fit)).toBe('A: private-key-missing');
    expect(textOf({ ...fit, key: 'matches' })).toBe('A: not-enabled-for-smtp');
    expect(textOf({ ...fit, key: 'matches', services: ['SMTP'] })).toBe('A: not-yet-valid');
  });
});

describe('the better one of two eligible certificates', () => {
  const WILDCARD = ['*.contoso.com'];
  // The thumbprint of A would win. Each B wins by its own criterion only, against all later ones.
  const worse: Described = { notBefore: NOON - 2 * DAY, notAfter: NOON + DAY };
  const rows: readonly (readonly [reason: string, winner: Described, loser: Described, title: string])[] = [
    [
      'certificate-expired',
      { ...worse, dnsNames: WILDCARD },
      { notAfter: NOON - 1, notBefore: NOON - DAY },
      'valid before exact',
    ],
    ['exact-name-preferred', { ...worse, selfSigned: true }, { dnsNames: WILDCARD }, 'exact before trusted'],
    ['less-trusted', worse, { selfSigned: true }, 'trusted before self-signed and newer'],
    ['older', { notBefore: NOON - DAY, notAfter: NOON + DAY }, { notBefore: NOON - DAY - 1 }, 'newer before longer'],
    ['expires-earlier', { notAfter: NOON + 2 * DAY }, { notAfter: NOON + 2 * DAY - 1 }, 'longer before thumbprint'],
  ];
  for (const [reason, winner, loser, title] of rows) {
    test(`${title}: ${reason}`, () => {
      const [kind, ...rejected] = outline(select(NAME, [good('A', loser), good('B', winner)]));
      expect(kind).toMatch(/^chosen B /);
      expect(rejected).toEqual([`A: ${reason}`]);
    });
  }

  test('is a self-signed one before one with an unknown issuer', () => {
    const unknown = good('A', { notBefore: NOON - DAY });
    const self = good('B', { selfSigned: true });
    const chains = new Map([
      [unknown.certificate.thumbprint, UNTRUSTED],
      [self.certificate.thumbprint, { status: 'self-signed' } as const],
    ]);
    const expected = ['chosen B (exact)', 'A: less-trusted'];
    expect(outline(select(NAME, [unknown, self], { chains }))).toEqual(expected);
    expect(outline(select(NAME, [unknown, self], { chains: new Map() }))).toEqual(expected);
  });

  test('is a self-signed trust anchor after a trusted CA and before an unknown issuer', () => {
    const anchor = good('A', { selfSigned: true, notBefore: NOON - DAY });
    const issued = good('B', { notBefore: NOON - 2 * DAY });
    const chosen = (verdict: ChainVerdict): readonly string[] => {
      const chains = new Map<string, ChainVerdict>([
        [anchor.certificate.thumbprint, { status: 'trusted', anchor: 'enterprise' }],
        [issued.certificate.thumbprint, verdict],
      ]);
      return outline(select(NAME, [anchor, issued], { chains }));
    };
    expect(chosen({ status: 'trusted', anchor: 'system' })).toEqual(['chosen B (exact)', 'A: less-trusted']);
    expect(chosen(UNTRUSTED)).toEqual(['chosen A (exact)', 'B: less-trusted']);
  });

  test('is one with an unknown issuer before none', () => {
    const unknown = good('A');
    const chains = new Map([[unknown.certificate.thumbprint, UNTRUSTED]]);
    expect(outline(select(NAME, [unknown], { chains }))).toEqual(['chosen A (exact)']);
  });

  test('is the one with the smaller thumbprint if all else is equal', () => {
    expect(outline(select(NAME, [good('B'), good('A')]))).toEqual(['chosen A (exact)', 'B: thumbprint-order']);
  });

  test('is before the losers, which are in the order of selection, ineligible ones last', () => {
    const certificates = [
      good('E', { version: 1 }),
      good('D', { notAfter: NOON - 1 }),
      good('C', { dnsNames: ['*.contoso.com'] }),
      good('B', { notBefore: NOON - 300 * DAY }),
      good('A'),
    ];
    expect(outline(select(NAME, certificates))).toEqual([
      'chosen A (exact)',
      'B: older',
      'C: exact-name-preferred',
      'D: certificate-expired',
      'E: version',
    ]);
  });
});

describe('an expired certificate', () => {
  test('is selected if no valid one exists, and is marked as expired', () => {
    const expired = good('A', { notAfter: NOON - 1 });
    expect(outline(select(NAME, [expired, good('B', { services: [] })]))).toEqual([
      'chosen A (exact)',
      'B: not-enabled-for-smtp',
    ]);
  });

  test('stays selected if it is the one of two equals that expired last', () => {
    const [early, late] = [good('A', { notAfter: NOON - DAY }), good('B', { notAfter: NOON - 1 })];
    expect(outline(select(NAME, [early, late]))).toEqual(['chosen B (exact)', 'A: expires-earlier']);
  });
});

describe('the same certificate in two places', () => {
  test('is one candidate, and an eligible place counts', () => {
    const [archived, live] = [good('A', { store: 'Archive' }), good('A')];
    for (const order of [
      [archived, live],
      [live, archived],
    ]) {
      const selection = select(NAME, order);
      expect(outline(selection)).toEqual(['chosen A (exact)']);
      expect(selection).toMatchObject({ chosen: { store: 'My' } });
    }
  });

  test('counts by the first of two eligible places', () => {
    expect(select(NAME, [good('A', { store: 'Second' }), good('A')])).toMatchObject({ chosen: { store: 'Second' } });
  });

  test('is rejected for the reason with the fewest steps to fix, whichever place is first', () => {
    const [archived, plain] = [good('A', { store: 'Archive' }), good('A', { services: [] })];
    const expected = ['none', 'A: not-enabled-for-smtp', 'nearest A: not-enabled-for-smtp'];
    expect(outline(select(NAME, [archived, plain]))).toEqual(expected);
    expect(outline(select(NAME, [plain, archived]))).toEqual(expected);
  });

  test('that matches the name exactly and by wildcard matches exactly', () => {
    expect(outline(select(NAME, [good('A', { dnsNames: ['*.contoso.com', NAME] })]))).toEqual(['chosen A (exact)']);
  });
});

describe('while an inventory or a store is unavailable', () => {
  const unavailable = ['store:Second' as const];

  test('a valid one is selected nevertheless, with the time of its last known state', () => {
    const lastSeen = (store: string): number | undefined => (store === 'My' ? NOON - DAY : undefined);
    expect(select(NAME, [good('A')], { unavailable, lastSeen })).toMatchObject({
      kind: 'chosen',
      lastSeen: NOON - DAY,
    });
  });

  test('an expired one is not selected: the unavailable store may hold a valid one', () => {
    const selection = select(NAME, [good('A', { notAfter: NOON - 1 }), good('B', { services: [] })], { unavailable });
    expect(outline(selection)).toEqual(['unknown', 'A: certificate-expired', 'B: not-enabled-for-smtp']);
    expect(selection).toMatchObject({ unavailable });
  });

  test('no result means unknown', () => {
    expect(outline(select(NAME, [], { unavailable }))).toEqual(['unknown']);
  });
});

describe('the closest certificate', () => {
  const byNearness: readonly (readonly [reason: string, described: Described])[] = [
    ['not-enabled-for-smtp', { services: [] }],
    ['not-yet-valid', { notBefore: NOON + 1 }],
    ['private-key-missing', { key: 'missing' }],
    ['private-key-mismatch', { key: 'differs' }],
    ['not-personal-store', { store: 'Archive' }],
    ['version', { version: 1 }],
  ];

  test('is the one that needs the fewest steps to fix', () => {
    const labels = ['F', 'E', 'D', 'C', 'B', 'A'];
    const all = byNearness.map(([, described], place) => good(labels[place] ?? '', described));
    for (let first = 0; first < all.length; first += 1) {
      const rest = all.slice(first);
      const expected = byNearness.slice(first).map(([reason], place) => `${labels[first + place]}: ${reason}`);
      expect(outline(select(NAME, rest.toReversed()))).toEqual(['none', ...expected, `nearest ${expected[0]}`]);
    }
  });

  test('of two with one reason is the one that would be selected first', () => {
    const [older, newer] = [good('A', { services: [] }), good('B', { services: [], notBefore: NOON - DAY })];
    expect(outline(select(NAME, [older, newer])).at(-1)).toBe('nearest B: not-enabled-for-smtp');
    expect(outline(select(NAME, [newer, older])).at(-1)).toBe('nearest B: not-enabled-for-smtp');
  });

  test('is one of another name of the domain if none matches this one; eligible ones are first', () => {
    const certificates = [
      stored('A', { dnsNames: ['autodiscover.contoso.com'], key: 'missing' }),
      stored('B', { dnsNames: ['autodiscover.contoso.com'], notAfter: NOON - 1 }),
      stored('C', { dnsNames: ['autodiscover.contoso.com'], notBefore: NOON - 300 * DAY }),
      stored('D', { dnsNames: ['mail.example.org'] }),
    ];
    expect(outline(select(NAME, certificates))).toEqual(['none', 'nearest C: certificate-host-mismatch']);
  });

  test('is one of the closest parent domain that any certificate has', () => {
    const [near, far] = [stored('B', { dnsNames: ['x.b.contoso.com'] }), stored('A', { dnsNames: ['y.contoso.com'] })];
    expect(outline(select('a.b.contoso.com', [far, near])).at(-1)).toBe('nearest B: certificate-host-mismatch');
    expect(outline(select('a.b.contoso.com', [far])).at(-1)).toBe('nearest A: certificate-host-mismatch');
  });

  test('is absent if all certificates are of other domains: .com is not a shared domain', () => {
    expect(outline(select(NAME, [stored('A', { dnsNames: ['mail.fabrikam.com'] })]))).toEqual(['none']);
    expect(outline(select('mailhost', [stored('A', { dnsNames: ['other'] })]))).toEqual(['none']);
  });
});

describe('names', () => {
  const rows: readonly (readonly [title: string, name: string, described: Described, chosen: boolean])[] = [
    ['case does not count', 'MAIL.Contoso.COM', { dnsNames: ['mail.CONTOSO.com'] }, true],
    ['a trailing dot of the connector does not count', `${NAME}.`, { dnsNames: [NAME] }, true],
    ['the common name counts, as Exchange counts it', NAME, { commonName: NAME }, true],
    ['a wildcard covers one label', NAME, { dnsNames: ['*.contoso.com'] }, true],
    ['a wildcard does not cover two labels', 'a.b.contoso.com', { dnsNames: ['*.contoso.com'] }, false],
    ['a wildcard does not cover its own domain', 'contoso.com', { dnsNames: ['*.contoso.com'] }, false],
    ['a wildcard of a top-level domain covers nothing', 'contoso.com', { dnsNames: ['*.com'] }, false],
    ['a name of one label is compared whole', 'mail01', { dnsNames: ['MAIL01'] }, true],
    [
      'an internationalised name is compared as A-labels',
      'xn--bcher-kva.example',
      { dnsNames: ['xn--bcher-kva.example'] },
      true,
    ],
  ];
  for (const [title, name, described, isChosen] of rows) {
    test(title, () => {
      expect(select(name, [stored('A', { commonName: 'A', ...described })]).kind).toBe(isChosen ? 'chosen' : 'none');
    });
  }
});
