/**
 * Returns 4 or 16 bytes as an IP address in text form, or undefined for any other number of bytes.
 * @see RFC 5952 section 4
 */
export function ipAddressText(bytes: Iterable<number>): string | undefined {
  const byteList = [...bytes];
  if (byteList.length === 4) return byteList.join('.');
  if (byteList.length !== 16) return undefined;
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) groups.push((byteList[index] ?? 0) * 256 + (byteList[index + 1] ?? 0));
  const zeros = longestZeros(groups);
  const renderGroups = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  if (zeros.length < 2) return renderGroups(0, 8);
  return `${renderGroups(0, zeros.from)}::${renderGroups(zeros.from + zeros.length, 8)}`;
}

/** Returns the longest run of zero groups, the first if several are equally long. */
function longestZeros(groups: readonly number[]): { readonly from: number; readonly length: number } {
  let longest = { from: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > longest.length) longest = { from: index - length + 1, length };
  }
  return longest;
}

/**
 * Returns the 4 or 16 bytes of an IP address, or undefined if the text is not an address. An IPv6
 * address may end in an IPv4 address.
 * @see RFC 4291 section 2.2
 */
export function ipAddressBytes(text: string): readonly number[] | undefined {
  if (!text.includes(':')) return ipv4Bytes(text);
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front = [], back = []] = halves.map((half, index) => bytesOfGroups(half, index === halves.length - 1));
  const missing = 16 - front.length - back.length;
  if ([...front, ...back].some((byte) => Number.isNaN(byte))) return undefined;
  // `::` replaces at least one group of two bytes.
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return [...front, ...Array.from({ length: missing }, () => 0), ...back];
}

/**
 * Returns the bytes of the groups on one side of `::`, with NaN for an invalid group.
 * @param isLast true for the last groups of the address, which may end in an IPv4 address
 */
function bytesOfGroups(half: string, isLast: boolean): readonly number[] {
  if (half === '') return [];
  const groups = half.split(':');
  return groups.flatMap((group, index) => {
    if (isLast && index === groups.length - 1 && group.includes('.')) return [...(ipv4Bytes(group) ?? [Number.NaN])];
    if (!/^[0-9A-Fa-f]{1,4}$/.test(group)) return [Number.NaN];
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function ipv4Bytes(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const isAddress =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isAddress ? parts.map(Number) : undefined;
}
