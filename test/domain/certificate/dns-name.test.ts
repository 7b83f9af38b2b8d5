import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalCertificateName,
  canonicalDnsName,
  matchDnsName,
  resemblesIpAddress,
  wildcardFor,
} from '../../../src/domain/certificate/dns-name.ts';
import { NAME_COUNTS, NAME_DIFFERENCES } from './name-differences.ts';

const LABEL_63 = 'a'.repeat(63);
const NAME_253 = `${LABEL_63}.${LABEL_63}.${LABEL_63}.${'a'.repeat(61)}`;

describe('a DNS name in its canonical form', () => {
  it.each([
    ['mail.contoso.com', 'mail.contoso.com'],
    ['MAIL.Contoso.COM', 'mail.contoso.com'],
    ['mail.contoso.com.', 'mail.contoso.com'],
    ['mail', 'mail'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['_smtp._tcp.contoso.com', '_smtp._tcp.contoso.com'],
    ['1.example', '1.example'],
    [`${LABEL_63}.com`, `${LABEL_63}.com`],
    [NAME_253, NAME_253],
    [`${NAME_253}.`, NAME_253],
  ])('of %j is %j', (name, canonical) => {
    expect(canonicalDnsName(name)).toBe(canonical);
  });

  it.each([
    [''],
    ['.'],
    ['..'],
    ['.contoso.com'],
    ['mail..contoso.com'],
    ['mail.contoso.com..'],
    ['-mail.contoso.com'],
    ['mail-.contoso.com'],
    ['*.contoso.com'],
    ['mail contoso.com'],
    ['mail.contoso.com\n'],
    ['mail.contoso.com\0.evil.example'],
    ['m\u00fcnchen.example'],
    ['\u212aontoso.com'],
    [`a${LABEL_63}.com`],
    [`a${NAME_253}`],
    ['192.0.2.1'],
    ['192.0.2.1.'],
    ['2001:db8::1'],
  ])('does not exist for %j', (name) => {
    expect(canonicalDnsName(name)).toBeUndefined();
  });

  it('is its own canonical form, whatever its origin', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.domain(), fc.string({ unit: fc.constantFrom('a', 'B', '-', '.', '*', '1', '_') })),
        (name) => {
          const canonical = canonicalDnsName(name);
          if (canonical !== undefined) expect(canonicalDnsName(canonical)).toBe(canonical);
        },
      ),
    );
  });
});

describe('a name in a certificate', () => {
  it.each<[string, string, 'exact' | 'wildcard' | undefined]>([
    ['mail.contoso.com', 'mail.contoso.com', 'exact'],
    ['MAIL.contoso.com', 'mail.CONTOSO.com', 'exact'],
    ['mail.contoso.com', 'mail.contoso.com.', 'exact'],
    ['xn--mnchen-3ya.example', 'XN--mnchen-3ya.example', 'exact'],
    ['MAIL01', 'mail01', 'exact'],
    ['*.contoso.com', 'mail.contoso.com', 'wildcard'],
    ['*.CONTOSO.com', 'Mail.contoso.com.', 'wildcard'],
    ['*.contoso.com', 'xn--mnchen-3ya.contoso.com', 'wildcard'],
    // A wildcard matches exactly one label, the complete left-most one.
    ['*.contoso.com', 'contoso.com', undefined],
    ['*.contoso.com', 'a.mail.contoso.com', undefined],
    ['m*.contoso.com', 'mail.contoso.com', undefined],
    ['*l.contoso.com', 'mail.contoso.com', undefined],
    ['xn--*.contoso.com', 'xn--mnchen-3ya.contoso.com', undefined],
    ['mail.*.com', 'mail.contoso.com', undefined],
    ['*.*.com', 'mail.contoso.com', undefined],
    ['*', 'mail', undefined],
    ['*.com', 'contoso.com', undefined],
    ['*.contoso.com.', 'mail.contoso.com', undefined],
    // A text that is not a DNS name matches nothing, not even itself.
    ['*.contoso.com', '*.contoso.com', undefined],
    ['contoso.com.', 'contoso.com', undefined],
    ['.contoso.com', 'mail.contoso.com', undefined],
    ['mail.contoso.com', '.contoso.com', undefined],
    ['m\u00fcnchen.example', 'm\u00fcnchen.example', undefined],
    ['mail.contoso.com\0.evil.example', 'mail.contoso.com', undefined],
    ['mail.contoso.com\n', 'mail.contoso.com', undefined],
    [' mail.contoso.com', 'mail.contoso.com', undefined],
    ['', '', undefined],
    // An address is never a DNS name.
    ['192.0.2.1', '192.0.2.1', undefined],
    ['*.0.2.1', '192.0.2.1', undefined],
    ['mail.contoso.com', 'mail.contoso.org', undefined],
  ])('%j matches %j: %s', (certificateName, reference, match) => {
    expect(matchDnsName(certificateName, reference)).toBe(match);
  });

  it('matches the keys of the name index: its canonical form, or the wildcard that covers it', () => {
    const label = fc.stringMatching(/^[a-z]{1,3}$/);
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const certificateName = fc.oneof(
      name,
      name.map((rest) => `*.${rest}`),
    );
    fc.assert(
      fc.property(certificateName, name, (offered, reference) => {
        const canonical = canonicalCertificateName(offered);
        const isWanted = canonical !== undefined && [reference, wildcardFor(reference)].includes(canonical);
        expect(matchDnsName(offered, reference) !== undefined).toBe(isWanted);
      }),
    );
  });
});

describe('the wildcard that covers a name', () => {
  it.each([
    ['mail.contoso.com', '*.contoso.com'],
    ['a.mail.contoso.com', '*.mail.contoso.com'],
    ['contoso.com', undefined],
    ['mail', undefined],
  ])('of %s is %s', (name, wildcard) => {
    expect(wildcardFor(name)).toBe(wildcard);
  });
});

it.each([
  ['192.0.2.1', true],
  ['::1', true],
  ['2001:db8::1', true],
  ['192.0.2', false],
  ['mail.contoso.com', false],
])('%s looks like an IP address: %s', (text, answer) => {
  expect(resemblesIpAddress(text)).toBe(answer);
});

const NAMES = new URL('../../../../shared/corpora/names.tsv', import.meta.url);

describe('a name that Go or OpenSSL matches differently', () => {
  it.each(NAME_DIFFERENCES)('%s, %j for %j: %s; not so here: %s', (_, certificateName, reference, theirs) => {
    expect(matchDnsName(certificateName, reference) === undefined ? 'nomatch' : 'match').not.toBe(theirs);
  });
});

describe.skipIf(!existsSync(NAMES))('the tables of Go and OpenSSL (../shared/corpora/names.tsv)', () => {
  it('have the same results except in the rows of name-differences.ts, each with its reason', () => {
    const listed = NAME_DIFFERENCES.map(([program, ...names]) => JSON.stringify([program, ...names.slice(0, 3)]));
    const rows = readFileSync(NAMES, 'utf8').trimEnd().split('\n');
    const different = rows.flatMap((row) => {
      const [source, certificateName = '', reference = '', expected] = row.split('\t');
      const names: [string, string] = [JSON.parse(certificateName), JSON.parse(reference)];
      const match = matchDnsName(...names) === undefined ? 'nomatch' : 'match';
      return match === expected ? [] : [JSON.stringify([source === 'go' ? 'Go' : 'OpenSSL', ...names, expected])];
    });
    expect([...new Set(different)].sort()).toEqual(listed.sort());
    expect({ rows: rows.length, different: different.length }).toEqual(NAME_COUNTS);
  });
});
