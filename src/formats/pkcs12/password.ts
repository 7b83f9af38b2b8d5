import { wipeable } from '../keystore/wipeable.ts';
import { utf8ToUtf16 } from './utf8-to-utf16.ts';

/** A password in the two encodings of PKCS#12 files. */
export interface Password {
  /** The encoding for PBES2. */
  readonly utf8: Buffer;
  /**
   * The encoding for PKCS#12 key derivation: UTF-16 big-endian, with two zero bytes at the end.
   * @see RFC 7292 appendix B.1
   */
  readonly bmp: Buffer;
  /** True for the empty password, which is tried on every file. */
  readonly isEmpty: boolean;
}

/** Encodes a copy of a password. */
export function encodePassword(utf8: Buffer): Password {
  const units = utf8ToUtf16(utf8);
  const bmp = wipeable(units.length + 2);
  units.copy(bmp);
  units.fill(0);
  const utf8Copy = wipeable(utf8.length);
  utf8.copy(utf8Copy);
  return { utf8: utf8Copy, bmp, isEmpty: false };
}

/** Overwrites a password. */
export function wipePassword({ utf8, bmp }: Password): void {
  utf8.fill(0);
  bmp.fill(0);
}

/** The passwords of a file without one: some programs use the empty text, some no bytes at all. */
export const EMPTY_PASSWORDS: readonly Password[] = [
  { utf8: Buffer.alloc(0), bmp: Buffer.alloc(2), isEmpty: true },
  { utf8: Buffer.alloc(0), bmp: Buffer.alloc(0), isEmpty: true },
];
