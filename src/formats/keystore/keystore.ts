import type { Problem, Reason } from '../../domain/problem.ts';

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
export type KeystoreProblem = Pick<Problem, 'detail'> & { readonly reason: KeystoreReason };

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
      readonly trouble: KeystoreProblem;
      /** Which of the certificates it is said to belong to; undefined: it is not said. */
      readonly owner: number | undefined;
    };

/** What a keystore holds, as far as it could be read. */
export interface KeystoreContents {
  readonly certificates: readonly KeystoreCertificate[];
  readonly keys: readonly KeystoreKey[];
  /** What is wrong with the keystore as a whole. */
  readonly trouble: KeystoreProblem | undefined;
}

/**
 * The parts of a keystore that are opened. `needed`: its certificates, and its private keys unless there are only intermediate
 * certificates, which need none.
 */
export type KeystoreParts = 'everything' | 'needed' | 'certificates';

/** Iterations of key derivation that are done for one file with all passwords of its store: up to six seconds. */
export const FILE_ROUNDS = 3_000_000;
/** Of these, iterations for the empty password, which is tried on every PKCS#12; OpenSSL writes 2,048, Java 10,000. */
const EMPTY_PASSWORD_ROUNDS = 50_000;

/** The work that one file may ask for. */
export interface Effort {
  /** Iterations at the start. */
  readonly limit: number;
  /** Iterations that are left. */
  rounds: number;
  /** Iterations that are left for the empty password. */
  emptyRounds: number;
  /** Iterations that were asked for the empty password and not done. */
  emptyRefused: number | undefined;
  /** Whether more iterations were asked for than were left. */
  isExhausted: boolean;
  /** Whether a password that was given opened something. */
  isOpened: boolean;
  /** Lets others have their turn; resolves when it may go on. Its rejection is passed on. */
  readonly breathe: () => Promise<void>;
}

export function effortOf(breathe: Effort['breathe'], limit: number = FILE_ROUNDS): Effort {
  const emptyRounds = EMPTY_PASSWORD_ROUNDS;
  return { limit, rounds: limit, emptyRounds, emptyRefused: undefined, isExhausted: false, isOpened: false, breathe };
}

/**
 * Takes iterations for one try of a password. `refused`: the empty password is not worth them, and others are tried.
 * `exhausted`: the file has none left.
 */
export function spend(effort: Effort, rounds: number, isEmpty = false): 'spent' | 'refused' | 'exhausted' {
  // No password is worth so many, wherever the file is read.
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

/** Says how many iterations were asked for, and how many are done. */
export function tooManyRounds(what: string): KeystoreProblem {
  return { reason: 'too_many_rounds', detail: `${what}; at most ${FILE_ROUNDS} are done for one file` };
}

/** Returns that no password opened something; if none was given, that there is none. */
export function notOpened(passwords: readonly Buffer[], { emptyRefused }: Effort): KeystoreProblem {
  if (passwords.length > 0) return { reason: 'password_wrong', detail: `passwords tried: ${passwords.length}` };
  const detail = 'it has a password, and none was given';
  if (emptyRefused === undefined) return { reason: 'password_missing', detail };
  const limit = `the empty one is not tried with ${emptyRefused} iterations, only with ${EMPTY_PASSWORD_ROUNDS} or less`;
  return { reason: 'password_missing', detail: `${detail}; ${limit}` };
}
