/** By the octets at its front; longer ones first. */
const MARKS: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** Text in UTF-8, or in what its byte order mark says, as Windows writes it; undefined: it is neither. */
export function decodeText(octets: Uint8Array): string | undefined {
  const [, encoding] = MARKS.find(([mark]) => mark.every((octet, at) => octets[at] === octet)) ?? [];
  try {
    return new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}
