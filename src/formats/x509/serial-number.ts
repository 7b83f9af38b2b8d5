import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import { type DerReader, TAG } from '../der/der.ts';

/**
 * Reads a serial number of any length as upper-case hex of whole bytes; a negative number has a
 * leading `-`. A padded number is an error, as in OpenSSL and Go.
 * @see RFC 5280 section 4.1.2.2
 */
export function readSerialNumber(reader: DerReader): string {
  if (!reader.expect(TAG.integer, 'serialNumber')) return '';
  const { bytes, start, end } = reader;
  const first = bytes[start] ?? 0;
  const second = bytes[start + 1] ?? 0;
  const isPadded = end - start > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (start === end || isPadded) {
    reader.fail('certificate_malformed', ENCODING_FAILURES.serial_number_malformed({ byte: reader.head }));
    return '';
  }
  if (first >= 0x80) return `-${absoluteHex(bytes.subarray(start, end))}`;
  return bytes.toString('hex', first === 0 && end - start > 1 ? start + 1 : start, end).toUpperCase();
}

/** Returns the absolute value of a negative number in two's complement, as hex. */
function absoluteHex(bytes: Buffer): string {
  const magnitude = Buffer.from(bytes);
  let carry = 1;
  for (let at = magnitude.length - 1; at >= 0; at--) {
    const byte = (~(magnitude[at] ?? 0) & 0xff) + carry;
    magnitude[at] = byte & 0xff;
    carry = byte >> 8;
  }
  const hex = magnitude.toString('hex').toUpperCase();
  return magnitude.length > 1 && magnitude[0] === 0 ? hex.slice(2) : hex;
}
