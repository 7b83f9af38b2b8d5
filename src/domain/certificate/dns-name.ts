const DOT = 46;
const HYPHEN = 45;

/**
 * Labels of letters, digits, hyphens and underscores, without a leading or trailing hyphen.
 * @see RFC 1123 section 2.1
 */
const LABELS = /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*$/;

/**
 * Returns whether a name is clearly canonical, as nearly all are. A loop over the characters is
 * faster for 100,000 names at once. Returns false for unusual names, such as a last label that
 * begins with a digit, which the full check handles.
 */
function isPlain(name: string): boolean {
  const { length } = name;
  if (length === 0 || length > 253) return false;
  let labelLength = 0;
  let first = 0;
  let before = 0;
  for (let at = 0; at < length; at += 1) {
    const code = name.charCodeAt(at);
    if (code === DOT) {
      if (labelLength === 0 || before === HYPHEN) return false;
      labelLength = 0;
    } else {
      const isLetter = code >= 97 && code <= 122;
      const isDigit = code >= 48 && code <= 57;
      if (!isLetter && !isDigit && code !== HYPHEN) return false;
      if (labelLength === 0) {
        if (code === HYPHEN) return false;
        first = code;
      }
      labelLength += 1;
      if (labelLength > 63) return false;
    }
    before = code;
  }
  return labelLength > 0 && before !== HYPHEN && first >= 97;
}

/**
 * Returns a DNS name in canonical form for comparison: A-labels, lower case, no trailing dot.
 * Returns undefined if it is not a valid DNS name and so matches nothing. Invalid are, for example,
 * empty labels, U-labels, control characters, IP addresses, and more than 253 characters.
 * @see RFC 9525 section 6.3
 */
export function canonicalDnsName(name: string): string | undefined {
  if (isPlain(name)) return name;
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  if (bare.length === 0 || bare.length > 253 || resemblesIpAddress(bare)) return undefined;
  // Lower case last, because it changes a Kelvin sign into a k.
  return LABELS.test(bare) ? bare.toLowerCase() : undefined;
}

/**
 * Returns the canonical form of a name in a certificate, or undefined if it is invalid. The first
 * label may be `*` if at least two labels follow. A trailing dot is invalid, because OpenSSL and Go
 * do not match such names either.
 * @see RFC 9525 section 6.3
 * @see RFC 5280 section 4.2.1.6
 */
export function canonicalCertificateName(name: string): string | undefined {
  if (name.endsWith('.')) return undefined;
  if (!name.startsWith('*.')) return canonicalDnsName(name);
  const rest = canonicalDnsName(name.slice(2));
  return rest?.includes('.') ? `*.${rest}` : undefined;
}

/**
 * Returns the wildcard that matches a canonical name, for example `*.contoso.com` for
 * `mail.contoso.com`, or undefined if none may.
 */
export function wildcardFor(canonical: string): string | undefined {
  const dot = canonical.indexOf('.');
  const parent = canonical.slice(dot + 1);
  return dot > 0 && parent.includes('.') ? `*.${parent}` : undefined;
}

/**
 * Returns how a name in a certificate matches a required name, or undefined if it does not. The
 * names need not be canonical.
 */
export function matchDnsName(certificateName: string, requiredName: string): 'exact' | 'wildcard' | undefined {
  const name = canonicalDnsName(requiredName);
  const offered = canonicalCertificateName(certificateName);
  if (name === undefined || offered === undefined) return undefined;
  if (offered === name) return 'exact';
  return offered === wildcardFor(name) ? 'wildcard' : undefined;
}

/** Returns whether a text has the form of an IPv4 or IPv6 address, not of a name. */
export function resemblesIpAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || text.includes(':');
}
