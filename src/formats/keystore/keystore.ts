import type { Problem, Reason } from '../../domain/problem.ts';

/** The reasons why a keystore, or a part of it, cannot be read. */
export type KeystoreReason = Extract<
  Reason,
  | 'keystore_malformed'
  | 'password_missing'
  | 'password_wrong'
  | 'mac_unsupported'
  | 'cipher_unsupported'
  | 'too_many_iterations'
>;

/** A reason and its detail; the caller, which knows the file, adds the location. */
export type KeystoreProblem = Pick<Problem, 'detail'> & { readonly reason: KeystoreReason };

/** The maximum number of private keys that are read from one file. */
export const MAX_KEYS = 1000;

/** A certificate in a keystore, unparsed. */
export interface KeystoreCertificate {
  readonly der: Buffer;
  /** Its start in the file; if it was decrypted, the start of its container. */
  readonly offset: number;
  readonly alias: string | undefined;
}

/** A private key in a keystore: opened, or closed. */
export type KeystoreKey =
  | {
      readonly kind: 'opened';
      /** DER. The caller overwrites it after use. @see RFC 5958 */
      readonly pkcs8: Buffer;
      readonly offset: number;
    }
  | {
      readonly kind: 'closed';
      readonly problem: KeystoreProblem;
      /** The index of its certificate; undefined: unknown. */
      readonly owner: number | undefined;
    };

/** The readable contents of a keystore. */
export interface KeystoreContents {
  readonly certificates: readonly KeystoreCertificate[];
  readonly keys: readonly KeystoreKey[];
  /** The problem of the keystore as a whole. */
  readonly problem: KeystoreProblem | undefined;
}

/**
 * The parts of a keystore to open. `needed`: the certificates, and the private keys unless all
 * certificates are intermediate ones.
 */
export type KeystoreParts = 'everything' | 'needed' | 'certificates';

/**
 * The maximum number of key derivation iterations for one file, for all passwords together: up to
 * six seconds.
 */
export const FILE_ROUNDS = 3_000_000;
/**
 * The part of them for the empty password, which is tried on every PKCS#12; OpenSSL writes 2,048,
 * Java 10,000.
 */
const EMPTY_PASSWORD_ROUNDS = 50_000;

/** The limits of the work for one file. */
export interface Effort {
  /** Iterations at the start. */
  readonly limit: number;
  /** Iterations left. */
  rounds: number;
  /** Iterations left for the empty password. */
  emptyRounds: number;
  /** Iterations that the empty password would have needed. */
  emptyRefused: number | undefined;
  /** True if more iterations were requested than were left. */
  isExhausted: boolean;
  /** True if a given password opened a part. */
  isOpened: boolean;
  /**
   * Yields to other work; resolves when reading may continue. If it rejects, reading rejects too.
   */
  readonly breathe: () => Promise<void>;
}

/** Returns the limits for a file. */
export function effortOf(breathe: Effort['breathe'], limit: number = FILE_ROUNDS): Effort {
  const emptyRounds = EMPTY_PASSWORD_ROUNDS;
  return { limit, rounds: limit, emptyRounds, emptyRefused: undefined, isExhausted: false, isOpened: false, breathe };
}

/**
 * Takes iterations for one try of a password.
 * - `refused`: too many for the empty password; other passwords are tried
 * - `exhausted`: the file has none left
 */
export function spend(effort: Effort, rounds: number, isEmpty = false): 'spent' | 'refused' | 'exhausted' {
  // A file with more iterations is not supported, independent of the limit.
  if (rounds > FILE_ROUNDS) return 'exhausted';
  if (isEmpty && rounds > effort.emptyRounds) {
    effort.emptyRefused = rounds;
    return 'refused';
  }
  if (rounds > effort.rounds) {
    effort.isExhausted = true;
    return 'exhausted';
  }
  effort.rounds -= rounds;
  if (isEmpty) effort.emptyRounds -= rounds;
  return 'spent';
}

/** Returns a problem with the requested and the maximum number of iterations. */
export function tooManyRounds(what: string): KeystoreProblem {
  return { reason: 'too_many_iterations', detail: `${what}; the limit for one file is ${FILE_ROUNDS}` };
}

/** Returns the problem that no password opened a part; without passwords, that one is missing. */
export function notOpened(passwords: readonly Buffer[], { emptyRefused }: Effort): KeystoreProblem {
  if (passwords.length > 0) return { reason: 'password_wrong', detail: `passwords tried: ${passwords.length}` };
  const detail = 'it has a password, but none is configured';
  if (emptyRefused === undefined) return { reason: 'password_missing', detail };
  const limit = `an empty password is only tried up to ${EMPTY_PASSWORD_ROUNDS} iterations, and this file requires ${emptyRefused}`;
  return { reason: 'password_missing', detail: `${detail}; ${limit}` };
}
