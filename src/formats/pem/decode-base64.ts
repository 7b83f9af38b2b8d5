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

/** Characters of a line that OpenSSL and nearly everyone else writes. */
const LINE = 64;
const LF = 0x0a;

/**
 * The base64 of a body as nearly everyone writes it: behind a line end, in lines of 64 characters, each with a line feed.
 * Undefined where it is written otherwise, or not whole: `decodeBase64` has the last word then. `into`: memory to decode it
 * into, where that need not be its own; what does not fit is left to that one too.
 */
export function decodeRegular(body: string, into?: Buffer): Buffer | undefined {
  const last = body.length - 1;
  if (last < 2 || body.charCodeAt(0) !== LF || body.charCodeAt(last) !== LF) return undefined;
  let lines = 1;
  for (let at = LINE + 1; at < last; at += LINE + 1, lines++) if (body.charCodeAt(at) !== LF) return undefined;
  const characters = body.length - 1 - lines;
  if (characters % 4 !== 0) return undefined;
  const padding = body.endsWith('==\n') ? 2 : body.endsWith('=\n') ? 1 : 0;
  const octets = into === undefined ? Buffer.from(body, 'base64') : into.subarray(0, into.write(body, 0, 'base64'));
  // So many line feeds are all that may have been passed over, and they all stand in their places.
  const isWhole = octets.length === (characters / 4) * 3 - padding;
  return isWhole && !body.includes('-') && !body.includes('_') ? octets : undefined;
}
