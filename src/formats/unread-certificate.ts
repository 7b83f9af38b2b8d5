import { recogniseDer } from './x509/recognise-der.ts';

/** How a certificate is written where only a person recognizes it. */
export type UnreadEncoding = 'UTF-16' | 'indented PEM' | 'base64 without BEGIN and END lines';

/** What a PEM block of a certificate begins with. */
const BEGIN = '-----BEGIN CERTIFICATE-----';
const BEGIN_UTF16_LE: Buffer = Buffer.from(BEGIN, 'utf16le');
const BEGIN_UTF16_BE: Buffer = Buffer.from(BEGIN_UTF16_LE).swap16();
/** In UTF-8, as Latin-1 shows it. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';
/** A larger file of base64 alone is something else, bytes. */
const LARGEST_BASE64 = 0x1_0000;
/** The beginning of a file that is examined, bytes. */
const HEAD = 256;

/**
 * Returns how a file that holds nothing readable encodes a certificate; undefined: it does not look like one. OpenSSL reads none
 * of these. Only a file that is nothing else counts: a script or a document may well show an indented certificate.
 */
export function unreadEncoding(bytes: Buffer): UnreadEncoding | undefined {
  if (looksLikeUtf16(bytes)) {
    const isCertificate = bytes.includes(BEGIN_UTF16_LE) || bytes.includes(BEGIN_UTF16_BE);
    return isCertificate ? 'UTF-16' : undefined;
  }
  const head = bytes.toString('latin1', 0, HEAD).replace(BYTE_ORDER_MARK, '').trimStart();
  if (head.startsWith(BEGIN)) return 'indented PEM';
  return head.startsWith('MI') && isBareBase64(bytes, head) ? 'base64 without BEGIN and END lines' : undefined;
}

/** ASCII in UTF-16 has a zero in each pair of bytes; so has a byte order mark before it. */
function looksLikeUtf16(bytes: Buffer): boolean {
  return bytes.length >= 4 && (bytes[2] === 0) !== (bytes[3] === 0);
}

function isBareBase64(bytes: Buffer, head: string): boolean {
  if (bytes.length > LARGEST_BASE64 || !/^[\w+/=\s-]*$/.test(head)) return false;
  if (recogniseDer(Buffer.from(head.replace(/\s/g, ''), 'base64')) !== 'certificate') return false;
  return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(bytes.toString('latin1').replace(BYTE_ORDER_MARK, ''));
}
