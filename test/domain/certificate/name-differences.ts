/** Why mailcertd has another result than Go or OpenSSL, by the rule of a standard. */
export const NAME_REASONS = {
  'empty label': 'a label has at least one character (RFC 1035 section 2.3.1)',
  colon: 'a DNS name has no colon; text with a colon can be an address (RFC 1123 section 2.1)',
  'hyphen at the edge of a label': 'a label begins and ends with a letter or digit (RFC 1123 section 2.1)',
  'asterisk in the required name':
    'an asterisk is a wildcard in a certificate only; a required name has none (RFC 9525 section 6.3)',
  'partial wildcard': 'a wildcard is the whole left-most label (RFC 9525 section 6.3)',
  'leading dot in the required name':
    'a leading dot means "any subdomain" in OpenSSL only; RFC 9525 has only complete names',
  'wildcard over a single label':
    'a wildcard right above the root would cover a whole top-level domain; OpenSSL, and so Postfix, refuses it',
  'trailing dot in the required name':
    'the dot of the root changes nothing: `a.` and `a` are one absolute name (RFC 1034 section 3.1)',
  'trailing dot in the certificate':
    'a certificate contains names in the preferred syntax, without the dot of the root (RFC 5280 section 4.2.1.6)',
} as const;

/** A row in the tables of Go and OpenSSL for which mailcertd has the opposite result. */
export type NameDifference = readonly [
  program: 'Go' | 'OpenSSL',
  certificateName: string,
  reference: string,
  theirs: 'match' | 'nomatch',
  why: keyof typeof NAME_REASONS,
];

/**
 * The numbers of rows in the tables of Go and OpenSSL, and of rows with another result. Repeated
 * rows count.
 */
export const NAME_COUNTS: { readonly rows: number; readonly different: number } = { rows: 1559, different: 39 };

/** All differences, without repetitions. */
export const NAME_DIFFERENCES: readonly NameDifference[] = [
  ['Go', 'www.example..com', 'www.example..com', 'match', 'empty label'],
  ['Go', 'foo:bar', 'foo:bar', 'match', 'colon'],
  ['OpenSSL', '.', '.', 'match', 'empty label'],
  ['OpenSSL', '.a', '.a', 'match', 'empty label'],
  ['OpenSSL', '.b', '.b', 'match', 'empty label'],
  ['OpenSSL', '..', '..', 'match', 'empty label'],
  ['OpenSSL', '.www.example.com', '.www.example.com', 'match', 'empty label'],
  ['OpenSSL', '-example.com', '-example.com', 'match', 'hyphen at the edge of a label'],
  ['OpenSSL', 'example-.com', 'example-.com', 'match', 'hyphen at the edge of a label'],
  ['OpenSSL', '*', '*', 'match', 'asterisk in the required name'],
  ['OpenSSL', '.*', '.*', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*.', '*.', 'match', 'asterisk in the required name'],
  ['OpenSSL', '**', '**', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*.com', '*.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*com', '*com', 'match', 'asterisk in the required name'],
  ['OpenSSL', 'com*', 'com*', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*.*.com', '*.*.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*example.com', '*example.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*.example.com', '*.example.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*.www.example.com', '*.www.example.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', 'test.*.example.com', 'test.*.example.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', 'www.*.com', 'www.*.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*www.example.com', '*www.example.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*.xn--rger-koa.example.com', '*.xn--rger-koa.example.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*.good--example.com', '*.good--example.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*.xn--bar.com', '*.xn--bar.com', 'match', 'asterisk in the required name'],
  ['OpenSSL', '*www.example.com', 'www.example.com', 'match', 'partial wildcard'],
  ['OpenSSL', 'test.www.example.com', '.www.example.com', 'match', 'leading dot in the required name'],
  ['OpenSSL', '*.www.example.com', '.www.example.com', 'match', 'leading dot in the required name'],
  ['Go', '*.com', 'example.com', 'match', 'wildcard over a single label'],
  ['Go', '*.com', 'example.com.', 'match', 'wildcard over a single label'],
  ['OpenSSL', 'a', 'a.', 'nomatch', 'trailing dot in the required name'],
  ['OpenSSL', 'b', 'b.', 'nomatch', 'trailing dot in the required name'],
  ['OpenSSL', 'a.', 'a.', 'match', 'trailing dot in the certificate'],
  ['OpenSSL', 'b.', 'b.', 'match', 'trailing dot in the certificate'],
  ['Go', 'example.com.', 'example.com.', 'match', 'trailing dot in the certificate'],
];
