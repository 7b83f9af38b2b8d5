import type { Problem, Reason } from '../domain/problem.ts';

/** Why a keystore, or something in it, cannot be read. */
export type KeystoreReason = Extract<
  Reason,
  | 'keystore_malformed'
  | 'password_missing'
  | 'password_wrong'
  | 'mac_unsupported'
  | 'cipher_unsupported'
  | 'too_many_rounds'
>;

/** The reason and what came back; where it stands is added by who knows the file. */
export type KeystoreTrouble = Pick<Problem, 'detail'> & { readonly reason: KeystoreReason };

/** Private keys of one file that are read; no file in use has as many. */
export const MAX_KEYS = 1000;

/** A certificate in a keystore, unparsed. */
export interface KeystoreCertificate {
  readonly der: Buffer;
  /** Where it starts in the file; of one that was decrypted, where what held it starts. */
  readonly offset: number;
  readonly alias: string | undefined;
}

/** A private key in a keystore: opened, or known to be there. */
export type KeystoreKey =
  | {
      readonly kind: 'opened';
      /** In DER. Whoever takes it overwrites it after use. @see RFC 5958 */
      readonly pkcs8: Buffer;
      readonly offset: number;
    }
  | {
      readonly kind: 'closed';
      readonly trouble: KeystoreTrouble;
      /** Which of the certificates it is said to belong to; undefined: it is not said. */
      readonly owner: number | undefined;
    };

/** What a keystore holds, as far as it could be read. */
export interface KeystoreContents {
  readonly certificates: readonly KeystoreCertificate[];
  readonly keys: readonly KeystoreKey[];
  /** What is wrong with the keystore as a whole. */
  readonly trouble: KeystoreTrouble | undefined;
}

/** What is asked of a keystore: for its certificates alone no private key is opened. */
export type Wanted = 'everything' | 'certificates';

/** The work that one file may ask for. */
export interface Effort {
  /** Hash rounds that are left; who needs more gives up. */
  rounds: number;
  /** Lets others have their turn; resolves when it may go on. Its rejection is passed on. */
  readonly breathe: () => Promise<void>;
}

/** Takes rounds from the effort; false when there are not so many left. */
export function spend(effort: Effort, rounds: number): boolean {
  if (rounds > effort.rounds) return false;
  effort.rounds -= rounds;
  return true;
}

/** That no password opened something; without any, the reason is that there is none. */
export function notOpened(passwords: readonly Buffer[]): KeystoreTrouble {
  return passwords.length === 0
    ? { reason: 'password_missing', detail: 'it has a password, and none was given' }
    : { reason: 'password_wrong', detail: `passwords tried: ${passwords.length}` };
}
