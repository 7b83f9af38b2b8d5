/** Letters, digits, hyphens and underscores; inside a label only. @see RFC 1123 section 2.1 */
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/**
 * A DNS name in the one form in which names are compared: A-labels, lower case, without the trailing dot.
 * undefined: not a DNS name, so it is never matched (empty, a blank label, control characters, U-labels, over 253 characters).
 * @see RFC 9525 section 6.3
 */
export function canonicalDnsName(name: string): string | undefined {
  const lower = (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();
  if (lower.length === 0 || lower.length > 253) return undefined;
  return lower.split('.').every((label) => LABEL.test(label)) ? lower : undefined;
}

/**
 * The same for a name that a certificate presents: the whole left-most label may be `*`, with at least two labels behind it.
 * @see RFC 9525 section 6.3
 */
export function canonicalPresentedName(name: string): string | undefined {
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
export function looksLikeIpAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || text.includes(':');
}
