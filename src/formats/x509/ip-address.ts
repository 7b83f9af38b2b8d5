/**
 * Four or sixteen octets as an address; undefined for any other number of them.
 * @see RFC 5952 section 4
 */
export function ipAddressText(bytes: Buffer, start: number, end: number): string | undefined {
  if (end - start === 4) return bytes.subarray(start, end).join('.');
  if (end - start !== 16) return undefined;
  const groups: number[] = [];
  for (let at = start; at < end; at += 2) groups.push(bytes.readUInt16BE(at));
  const zeros = longestZeros(groups);
  const text = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  if (zeros.length < 2) return text(0, 8);
  return `${text(0, zeros.from)}::${text(zeros.from + zeros.length, 8)}`;
}

/** The longest run of zero groups, the first of equals. */
function longestZeros(groups: readonly number[]): { readonly from: number; readonly length: number } {
  let best = { from: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { from: index - length + 1, length };
  }
  return best;
}
