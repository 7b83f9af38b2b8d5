/** The END line of a PEM block. */
const PEM_END = /-----END [^\n-]{1,64}-----/g;
const PEM_BEGIN = '-----BEGIN ';
/** ASN.1: SEQUENCE, and the bit that marks a length of several bytes. */
const SEQUENCE = 0x30;
const LONG_LENGTH = 0x80;

/**
 * Returns true if a file is truncated, for example because it is still being written: the file is
 * empty, its last PEM block has no END line, or its DER announces more bytes
 * than the file has.
 * @param head the first 16 bytes of the file, or more; all bytes of a shorter file
 * @param tail the last bytes of the file
 * @param size of the whole file, bytes
 */
export function isTruncated(head: Uint8Array, tail: Uint8Array, size: number): boolean {
  if (size === 0) return true;
  const expectedSize = derSize(head);
  if (expectedSize !== undefined) return expectedSize > size;
  const text = Buffer.from(tail).toString('latin1');
  const end = [...text.matchAll(PEM_END)].at(-1);
  const lastBegin = text.lastIndexOf(PEM_BEGIN);
  // Also found if the tail is too short to contain the BEGIN line.
  const isFirstBlockOpen = end === undefined && Buffer.from(head).toString('latin1').startsWith(PEM_BEGIN);
  if (isFirstBlockOpen) return true;
  const isLastBlockOpen = lastBegin > (end?.index ?? -1);
  if (isLastBlockOpen) return true;
  const rest = text.slice(end === undefined ? 0 : end.index + end[0].length).trim();
  const endsInPartOfBegin = rest !== '' && PEM_BEGIN.startsWith(rest);
  return endsInPartOfBegin;
}

/**
 * Returns the size of a DER file by the length of its first element, bytes; undefined if the length
 * is indefinite or the element is not a SEQUENCE. If the file ends before or in the length, returns
 * the size of the part up to the length.
 */
function derSize(head: Uint8Array): number | undefined {
  const [tag, firstLengthByte] = head;
  if (tag !== SEQUENCE) return undefined;
  if (firstLengthByte === undefined) return 2;
  if (firstLengthByte < LONG_LENGTH) return 2 + firstLengthByte;
  const lengthBytes = firstLengthByte - LONG_LENGTH;
  if (lengthBytes === 0 || lengthBytes > 4) return undefined;
  if (head.length < 2 + lengthBytes) return 2 + lengthBytes;
  return head.subarray(2, 2 + lengthBytes).reduce((length, byte) => length * 256 + byte, 0) + 2 + lengthBytes;
}
