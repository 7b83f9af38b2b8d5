/** Upper-case digits, as octets. */
const HEX_DIGITS: Buffer = Buffer.from('0123456789ABCDEF');

/** The same octets where there is room for so many more behind the first `length`: itself, or twice as large at least. */
export function withRoom(octets: Buffer, length: number, more: number): Buffer {
  if (length + more <= octets.length) return octets;
  const larger = Buffer.allocUnsafeSlow(Math.max(octets.length * 2, length + more));
  octets.copy(larger, 0, 0, length);
  return larger;
}

/** Puts octets as upper-case hex at a place where there is room; answers the place behind. */
export function putHex(octets: Buffer, from: number, to: number, into: Buffer, place: number): number {
  let end = place;
  for (let at = from; at < to; at++) {
    const octet = octets[at] ?? 0;
    into[end++] = HEX_DIGITS[octet >> 4] ?? 0;
    into[end++] = HEX_DIGITS[octet & 0xf] ?? 0;
  }
  return end;
}
