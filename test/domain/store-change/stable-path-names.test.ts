import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stablePathNames } from '../../../src/domain/store-change/stable-path-names.ts';

const hostile = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    '/',
    'a/b',
    '../x',
    '-rf',
    'a\u0000b',
    '*.',
    '*',
    '*.*',
    '.a',
    'a.',
    'A..b',
    '_wildcard.a',
  ),
  fc.string(),
  fc.domain(),
  fc.domain().map((name) => `*.${name}`),
);

/** Returns the name of the stable path of a certificate. */
const ownName = (dnsNames: readonly string[]): string | undefined => stablePathNames({ dnsNames })[0];

describe('the name of a stable path', () => {
  it.each<[readonly string[], string | undefined]>([
    [['mail.contoso.com', 'autodiscover.contoso.com'], 'mail.contoso.com'],
    [['MAIL01', 'mail01.contoso.com'], 'mail01.contoso.com'],
    [['MAIL01'], 'mail01'],
    [['Mail.Contoso.COM'], 'mail.contoso.com'],
    [['*.contoso.com'], '_wildcard.contoso.com'],
    [[], undefined],
    [['../../etc/cron.d'], undefined],
    [['a/b.contoso.com'], undefined],
    [['-x.contoso.com'], undefined],
    [['.contoso.com'], undefined],
    [['mail.contoso.com.'], undefined],
    [[`${'a'.repeat(60)}.`.repeat(4).slice(0, -1)], undefined],
    [[`*.${'a'.repeat(60)}.${'a'.repeat(60)}.${'a'.repeat(60)}.${'b'.repeat(45)}`], undefined],
    [['../x', 'mail.contoso.com'], 'mail.contoso.com'],
  ])('of %j is %s', (dnsNames, name) => {
    expect(ownName(dnsNames)).toBe(name);
  });

  it('is safe as the name of a directory, whatever a certificate says', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 3 }), (dnsNames) => {
        for (const name of stablePathNames({ dnsNames })) {
          // Its longest prefix has 16 characters.
          expect(name).toMatch(/^[a-z0-9_][a-z0-9_.-]{0,238}$/);
          expect(name).not.toContain('..');
        }
      }),
    );
  });

  it('is different for names that differ in more than case', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const name = ownName([one]);
        if (name === undefined || name !== ownName([other])) return;
        expect(one.toLowerCase()).toBe(other.toLowerCase());
      }),
    );
  });
});
