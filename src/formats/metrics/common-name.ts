import { parseDistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';

/** The OID of the attribute type commonName. @see RFC 4519 section 2.3 */
const COMMON_NAME = '2.5.4.3';

/**
 * Returns a function that returns the most specific common name of an RFC 4514 name; empty if it
 * has none. It remembers the names, because thousands of certificates have the same issuer.
 */
export function commonNameReader(): (name: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let commonName = known.get(text);
    if (commonName === undefined) {
      const parsed = parseDistinguishedName(text);
      const attributes = parsed.kind === 'name' ? parsed.name.flat() : [];
      commonName = attributes.find(({ type }) => type === COMMON_NAME)?.value ?? '';
      known.set(text, commonName);
    }
    return commonName;
  };
}
