import { wipeable } from '../keystore/wipeable.ts';
import { utf16 } from './utf16.ts';

/** A password in the two encodings that PKCS#12 files are encrypted with. */
export interface Password {
  /** As PBES2 takes it. */
  readonly utf8: Buffer;
  /** As PKCS#12's own derivation takes it: UTF-16, the higher octet first, two zero octets at the end. @see RFC 7292 appendix B.1 */
  readonly bmp: Buffer;
  /** Whether it is the empty one that is tried on every file. */
  readonly isEmpty: boolean;
}

/** The encodings of a password; the octets that were given are not kept. */
export function encodePassword(utf8: Buffer): Password {
  const units = utf16(utf8);
  const bmp = wipeable(units.length + 2);
  units.copy(bmp);
  units.fill(0);
  const own = wipeable(utf8.length);
  utf8.copy(own);
  return { utf8: own, bmp, isEmpty: false };
}

/** Overwrites it. */
export function wipePassword({ utf8, bmp }: Password): void {
  utf8.fill(0);
  bmp.fill(0);
}

/** What a file without a password is made with: some take the empty text, some nothing at all. */
export const EMPTY_PASSWORDS: readonly Password[] = [
  { utf8: Buffer.alloc(0), bmp: Buffer.alloc(2), isEmpty: true },
  { utf8: Buffer.alloc(0), bmp: Buffer.alloc(0), isEmpty: true },
];
