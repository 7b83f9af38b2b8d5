const STRICT = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Base64 with white space anywhere and its padding written; undefined for anything else.
 * Node's own decoder passes over what it does not know, so a length that comes out right proves that nothing was passed over.
 * @see RFC 4648 section 4
 */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replaceAll('\n', '');
  const octets = Buffer.from(compact, 'base64');
  // Node's decoder reads the alphabet of section 5 too.
  if (octets.length === lengthOf(compact) && !compact.includes('_') && !compact.includes('-')) return octets;
  const bare = compact.replace(/[\t\v\f\r ]+/g, '');
  return bare.length < compact.length && STRICT.test(bare) ? Buffer.from(bare, 'base64') : undefined;
}

/** How many octets whole base64 stands for; -1 when it is not whole. */
function lengthOf(compact: string): number {
  if (compact.length % 4 !== 0) return -1;
  const padding = compact.endsWith('==') ? 2 : compact.endsWith('=') ? 1 : 0;
  return (compact.length / 4) * 3 - padding;
}
