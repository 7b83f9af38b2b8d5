const STRICT = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Decodes base64 with padding and optional white space; undefined if it is not valid.
 * @see RFC 4648 section 4
 */
export function decodeBase64(text: string): Buffer | undefined {
  // Fast path: only line feeds between the characters. The decoder of Node.js skips invalid
  // characters, so a correct length proves that it skipped none. It also accepts `-` and `_` of
  // section 5.
  const compact = text.replaceAll('\n', '');
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.length === decodedLengthOf(compact) && !compact.includes('_') && !compact.includes('-')) return bytes;
  // Otherwise, other white space is removed, and all characters are checked.
  const stripped = compact.replace(/[\t\v\f\r ]+/g, '');
  return stripped.length < compact.length && STRICT.test(stripped) ? Buffer.from(stripped, 'base64') : undefined;
}

/** Returns the decoded length of base64, bytes; -1 if the last group is incomplete. */
function decodedLengthOf(compact: string): number {
  if (compact.length % 4 !== 0) return -1;
  return (compact.length / 4) * 3 - paddingOf(compact, '');
}

/** Returns the number of padding characters before the end of a text. */
function paddingOf(text: string, end: '' | '\n'): number {
  if (text.endsWith(`==${end}`)) return 2;
  return text.endsWith(`=${end}`) ? 1 : 0;
}

/** The length of a line of OpenSSL and most other programs. */
const LINE_CHARACTERS = 64;
const LINE_FEED = 0x0a;

/**
 * Decodes base64 as OpenSSL writes it: a line feed, then lines of 64 characters, each with a line
 * feed. Returns undefined for any other form, which only `decodeBase64` reads.
 * @param target a buffer for the result; if it is too small, the result is undefined
 */
export function decodeWrappedBase64(body: string, target?: Buffer): Buffer | undefined {
  const last = body.length - 1;
  if (last < 2 || body.charCodeAt(0) !== LINE_FEED || body.charCodeAt(last) !== LINE_FEED) return undefined;
  let lines = 1;
  for (let at = LINE_CHARACTERS + 1; at < last; at += LINE_CHARACTERS + 1, lines++)
    if (body.charCodeAt(at) !== LINE_FEED) return undefined;
  const characters = body.length - 1 - lines;
  if (characters % 4 !== 0) return undefined;
  const padding = paddingOf(body, '\n');
  const bytes =
    target === undefined ? Buffer.from(body, 'base64') : target.subarray(0, target.write(body, 0, 'base64'));
  // The only skipped characters are the line feeds, whose positions were checked.
  const isComplete = bytes.length === (characters / 4) * 3 - padding;
  return isComplete && !body.includes('-') && !body.includes('_') ? bytes : undefined;
}
