import { decodeWrappedBase64 } from './decode-base64.ts';

const BEGIN: Buffer = Buffer.from('-----BEGIN CERTIFICATE-----');
const END: Buffer = Buffer.from('-----END CERTIFICATE-----\n');

/**
 * Decodes a file with a single certificate in the form of OpenSSL into `target`. Returns undefined
 * for any other form and for a certificate that is too long, which only `parsePem` reads.
 */
export function decodeSinglePem(bytes: Buffer, target: Buffer): Buffer | undefined {
  const end = bytes.length - END.length;
  if (end <= BEGIN.length || !matchesAt(bytes, BEGIN, 0) || !matchesAt(bytes, END, end)) return undefined;
  return decodeWrappedBase64(bytes.toString('latin1', BEGIN.length, end), target);
}

function matchesAt(bytes: Buffer, expected: Buffer, start: number): boolean {
  for (let at = 0; at < expected.length; at++) if (bytes[start + at] !== expected[at]) return false;
  return true;
}
