const STRICT = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Decodes base64 with padding and optional white space; undefined: not valid. The decoder of
 * Node.js skips invalid characters, so a correct length proves that none were skipped.
 * @see RFC 4648 section 4
 */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replaceAll('\n', '');
  const bytes = Buffer.from(compact, 'base64');
  // The decoder of Node.js also accepts the alphabet of section 5.
  if (bytes.length === lengthOf(compact) && !compact.includes('_') && !compact.includes('-')) return bytes;
  const bare = compact.replace(/[\t\v\f\r ]+/g, '');
  return bare.length < compact.length && STRICT.test(bare) ? Buffer.from(bare, 'base64') : undefined;
}

/** Returns the decoded length of complete base64, bytes; -1: incomplete. */
function lengthOf(compact: string): number {
  if (compact.length % 4 !== 0) return -1;
  const padding = compact.endsWith('==') ? 2 : compact.endsWith('=') ? 1 : 0;
  return (compact.length / 4) * 3 - padding;
}

/** The line length of OpenSSL and most other programs. */
const LINE = 64;
const LF = 0x0a;

/**
 * Decodes base64 in its usual form: a line end, then lines of 64 characters, each with a line feed.
 * Undefined: another form, or incomplete; then use `decodeBase64`.
 * @param into a buffer for the result; if it is too small, the result is undefined
 */
export function decodeRegular(body: string, into?: Buffer): Buffer | undefined {
  const last = body.length - 1;
  if (last < 2 || body.charCodeAt(0) !== LF || body.charCodeAt(last) !== LF) return undefined;
  let lines = 1;
  for (let at = LINE + 1; at < last; at += LINE + 1, lines++) if (body.charCodeAt(at) !== LF) return undefined;
  const characters = body.length - 1 - lines;
  if (characters % 4 !== 0) return undefined;
  const padding = body.endsWith('==\n') ? 2 : body.endsWith('=\n') ? 1 : 0;
  const bytes = into === undefined ? Buffer.from(body, 'base64') : into.subarray(0, into.write(body, 0, 'base64'));
  // The only skipped characters are the line feeds, whose positions were checked.
  const isWhole = bytes.length === (characters / 4) * 3 - padding;
  return isWhole && !body.includes('-') && !body.includes('_') ? bytes : undefined;
}
