/** The end of the BEGIN line of any private key. */
const PRIVATE_KEY_LINE_END = Buffer.from('PRIVATE KEY-----');
/**
 * The end of the BEGIN line of any key. Searched first, because it starts with a character that
 * base64 does not contain, which is faster.
 */
const KEY_LINE_END = Buffer.from(' KEY-----');
const DASHES = '-----';
const MASK = 0x78;
/** The characters that are not replaced: white space, and the dashes of PEM. */
const UNMASKED: ReadonlySet<number> = new Set(Buffer.from('\t\n\v\f\r -\u00a0', 'latin1'));

/**
 * Returns the bytes of a PEM file as text, one character for each byte, with private keys replaced.
 * Line positions stay the same. A key in a string could not be overwritten.
 */
export function redactKeys(bytes: Buffer): string {
  const first = bytes.includes(KEY_LINE_END) ? bytes.indexOf(PRIVATE_KEY_LINE_END) : -1;
  if (first === -1) return bytes.toString('latin1');
  const redacted = Buffer.alloc(bytes.length);
  let position = 0;
  for (let begin = first; begin !== -1; begin = bytes.indexOf(PRIVATE_KEY_LINE_END, position)) {
    const from = begin + PRIVATE_KEY_LINE_END.length;
    const dashes = bytes.indexOf(DASHES, from, 'latin1');
    const to = dashes === -1 ? bytes.length : dashes;
    bytes.copy(redacted, position, position, from);
    for (let at = from; at < to; at++) redacted[at] = maskOf(bytes[at] ?? 0);
    position = to;
  }
  bytes.copy(redacted, position, position);
  return redacted.toString('latin1');
}

function maskOf(byte: number): number {
  return UNMASKED.has(byte) ? byte : MASK;
}
