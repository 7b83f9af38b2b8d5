/** Character codes in ASCII. */
const HYPHEN = 0x2d;
const DOT = 0x2e;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const LOWER_A = 0x61;
const LOWER_Z = 0x7a;

/** Maximum lengths in characters. @see RFC 1035 section 2.3.4 */
const MAX_NAME_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;

/**
 * Labels of letters, digits, hyphens and underscores, without a leading or trailing hyphen.
 * @see RFC 1123 section 2.1
 */
const LABELS = /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*$/;

/**
 * Returns whether a name is certainly canonical; false if the slower full check must decide, for
 * example for a last label that begins with a digit. Nearly all names pass this check. A loop over
 * the characters is faster than a regular expression for 100,000 names.
 */
function isClearlyCanonical(name: string): boolean {
  const { length } = name;
  if (length === 0 || length > MAX_NAME_LENGTH) return false;
  let labelLength = 0;
  let firstOfLabel = 0;
  let previous = 0;
  for (let index = 0; index < length; index += 1) {
    const code = name.charCodeAt(index);
    if (code === DOT) {
      if (labelLength === 0 || previous === HYPHEN) return false;
      labelLength = 0;
    } else {
      const isLetter = code >= LOWER_A && code <= LOWER_Z;
      const isDigit = code >= DIGIT_0 && code <= DIGIT_9;
      if (!isLetter && !isDigit && code !== HYPHEN) return false;
      if (labelLength === 0) {
        if (code === HYPHEN) return false;
        firstOfLabel = code;
      }
      labelLength += 1;
      if (labelLength > MAX_LABEL_LENGTH) return false;
    }
    previous = code;
  }
  return labelLength > 0 && previous !== HYPHEN && firstOfLabel >= LOWER_A;
}

/**
 * Returns a DNS name in canonical form for comparison: A-labels, lower case, no trailing dot.
 * Returns undefined if it is not a valid DNS name and so matches nothing. Invalid are, for example,
 * empty labels, U-labels, control characters, IP addresses, and more than 253 characters.
 * @see RFC 9525 section 6.3
 */
export function canonicalDnsName(name: string): string | undefined {
  if (isClearlyCanonical(name)) return name;
  const withoutDot = name.endsWith('.') ? name.slice(0, -1) : name;
  if (withoutDot.length === 0 || withoutDot.length > MAX_NAME_LENGTH || resemblesIpAddress(withoutDot))
    return undefined;
  // The test comes before the change to lower case, which changes an invalid Kelvin sign into a k.
  return LABELS.test(withoutDot) ? withoutDot.toLowerCase() : undefined;
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
  const domain = canonicalDnsName(name.slice(2));
  return domain?.includes('.') ? `*.${domain}` : undefined;
}

/**
 * Returns the wildcard that matches a canonical name, for example `*.contoso.com` for
 * `mail.contoso.com`, or undefined if it would have fewer than two labels after `*`.
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
  const required = canonicalDnsName(requiredName);
  const canonicalName = canonicalCertificateName(certificateName);
  if (required === undefined || canonicalName === undefined) return undefined;
  if (canonicalName === required) return 'exact';
  return canonicalName === wildcardFor(required) ? 'wildcard' : undefined;
}

/**
 * Returns whether a text has the form of an IP address and not of a name. The address may be
 * invalid.
 */
export function resemblesIpAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || text.includes(':');
}
