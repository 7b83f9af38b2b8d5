import { decodeRegular } from './decode-base64.ts';

const BEGIN: Buffer = Buffer.from('-----BEGIN CERTIFICATE-----');
const END: Buffer = Buffer.from('-----END CERTIFICATE-----\n');

/**
 * Decodes a file with a single certificate in the usual form into `into`. Undefined: another form,
 * or too long; then use `parsePem`.
 */
export function decodeLonePem(bytes: Buffer, into: Buffer): Buffer | undefined {
  const end = bytes.length - END.length;
  if (end <= BEGIN.length || !matchesAt(bytes, BEGIN, 0) || !matchesAt(bytes, END, end)) return undefined;
  return decodeRegular(bytes.toString('latin1', BEGIN.length, end), into);
}

function matchesAt(bytes: Buffer, expected: Buffer, start: number): boolean {
  for (let at = 0; at < expected.length; at++) if (bytes[start + at] !== expected[at]) return false;
  return true;
}
