/** The end of the BEGIN line of any private key. */
const KEY_BEGINS = Buffer.from('PRIVATE KEY-----');
/**
 * The end of the BEGIN line of any key. Searched first, because it starts with a character that
 * base64 does not contain, which is faster.
 */
const ANY_KEY_BEGINS = Buffer.from(' KEY-----');
const DASHES = '-----';
const MASK = 0x78;
/** White space, and the characters that structure PEM. */
const KEPT: ReadonlySet<number> = new Set(Buffer.from('\t\n\v\f\r -\u00a0', 'latin1'));

/**
 * Returns the bytes of a PEM file as text, one character for each byte, with private keys replaced.
 * Line positions stay the same. A key in a string could not be overwritten.
 */
export function redactKeys(bytes: Buffer): string {
  const first = bytes.includes(ANY_KEY_BEGINS) ? bytes.indexOf(KEY_BEGINS) : -1;
  if (first === -1) return bytes.toString('latin1');
  const redacted = Buffer.alloc(bytes.length);
  let copied = 0;
  for (let begin = first; begin !== -1; begin = bytes.indexOf(KEY_BEGINS, copied)) {
    const from = begin + KEY_BEGINS.length;
    const dashes = bytes.indexOf(DASHES, from, 'latin1');
    const to = dashes === -1 ? bytes.length : dashes;
    bytes.copy(redacted, copied, copied, from);
    for (let at = from; at < to; at++) redacted[at] = maskOf(bytes[at] ?? 0);
    copied = to;
  }
  bytes.copy(redacted, copied, copied);
  return redacted.toString('latin1');
}

function maskOf(byte: number): number {
  return KEPT.has(byte) ? byte : MASK;
}
