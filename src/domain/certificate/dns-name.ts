const DOT = 46;
const HYPHEN = 45;

/** Labels of letters, digits, hyphens and underscores; a hyphen inside a label only. @see RFC 1123 section 2.1 */
const LABELS = /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*$/;

/**
 * Whether a name is in that form already, as nearly all are: told letter by letter, for a hundred thousand of them are asked
 * about at once. A last label that begins with a digit is left to the rules, and so is all that is unusual.
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
 * A DNS name in the one form in which names are compared: A-labels, lower case, without the trailing dot.
 * undefined: not a DNS name, so it is never matched (empty, a blank label, control characters, U-labels, over 253 characters, an IP address).
 * @see RFC 9525 section 6.3
 */
export function canonicalDnsName(name: string): string | undefined {
  if (isPlain(name)) return name;
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  if (bare.length === 0 || bare.length > 253 || resemblesIpAddress(bare)) return undefined;
  // Lower case comes last: it would turn a Kelvin sign into a k.
  return LABELS.test(bare) ? bare.toLowerCase() : undefined;
}

/**
 * The same for a name that a certificate presents: the whole left-most label may be `*`, with at least two labels behind it.
 * A trailing dot has no place in a certificate: neither OpenSSL nor Go takes such a name for the one without it.
 * @see RFC 9525 section 6.3 @see RFC 5280 section 4.2.1.6
 */
export function canonicalPresentedName(name: string): string | undefined {
  if (name.endsWith('.')) return undefined;
  if (!name.startsWith('*.')) return canonicalDnsName(name);
  const rest = canonicalDnsName(name.slice(2));
  return rest?.includes('.') ? `*.${rest}` : undefined;
}

/** The wildcard that covers a canonical name: `*.contoso.com` for `mail.contoso.com`; undefined where none may. */
export function wildcardFor(canonical: string): string | undefined {
  const dot = canonical.indexOf('.');
  const parent = canonical.slice(dot + 1);
  return dot > 0 && parent.includes('.') ? `*.${parent}` : undefined;
}

/** How a presented name matches a reference name; undefined: it does not. Both as they were written. */
export function matchDnsName(presented: string, reference: string): 'exact' | 'wildcard' | undefined {
  const name = canonicalDnsName(reference);
  const offered = canonicalPresentedName(presented);
  if (name === undefined || offered === undefined) return undefined;
  if (offered === name) return 'exact';
  return offered === wildcardFor(name) ? 'wildcard' : undefined;
}

/** Whether something is an IPv4 or IPv6 address, as text, rather than a name. */
export function resemblesIpAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || text.includes(':');
}
