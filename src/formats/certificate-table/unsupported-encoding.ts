import { CERTIFICATE_FILE_FAILURES } from '../../domain/failure/certificate-file-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { recognizeDer } from '../der/recognize-der.ts';

/** The start of a PEM block of a certificate. */
const BEGIN = '-----BEGIN CERTIFICATE-----';
const BEGIN_UTF16_LE: Buffer = Buffer.from(BEGIN, 'utf16le');
const BEGIN_UTF16_BE: Buffer = Buffer.from(BEGIN_UTF16_LE).swap16();
/** The byte order mark of UTF-8, decoded as Latin-1. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';
/** The maximum size of a file that is tested for base64. */
const MAX_BASE64_BYTES = 0x1_0000;
/** The length of the start of a file that is examined first. */
const HEAD_BYTES = 256;

/**
 * Returns the unsupported encoding of a certificate as a failure, for a file in which no supported content was
 * found; undefined if the file is not a certificate either. OpenSSL does not read these encodings.
 * The file must begin with the certificate, because a script or document may contain an indented
 * certificate.
 */
export function unsupportedEncoding(bytes: Buffer): Failure | undefined {
  if (looksLikeUtf16(bytes)) {
    const isCertificate = bytes.includes(BEGIN_UTF16_LE) || bytes.includes(BEGIN_UTF16_BE);
    return isCertificate ? CERTIFICATE_FILE_FAILURES.encoding_utf16 : undefined;
  }
  const head = bytes.toString('latin1', 0, HEAD_BYTES).replace(BYTE_ORDER_MARK, '').trimStart();
  if (head.startsWith(BEGIN)) return CERTIFICATE_FILE_FAILURES.encoding_indented_pem;
  const isBare = head.startsWith('MI') && isBareBase64(bytes, head);
  return isBare ? CERTIFICATE_FILE_FAILURES.encoding_without_pem_lines : undefined;
}

/** Returns true if a file seems to be ASCII in UTF-16: one byte of its second pair is zero. */
function looksLikeUtf16(bytes: Buffer): boolean {
  return bytes.length >= 4 && (bytes[2] === 0) !== (bytes[3] === 0);
}

function isBareBase64(bytes: Buffer, head: string): boolean {
  if (bytes.length > MAX_BASE64_BYTES || !/^[\w+/=\s-]*$/.test(head)) return false;
  if (recognizeDer(Buffer.from(head.replace(/\s/g, ''), 'base64')) !== 'certificate') return false;
  return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(bytes.toString('latin1').replace(BYTE_ORDER_MARK, ''));
}
