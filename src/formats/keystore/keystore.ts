import type { Failure } from '../../domain/failure/failure.ts';
import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';

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

/** A reason and its failure; the caller, which knows the file, adds the location. */
export interface KeystoreProblem {
  readonly reason: KeystoreReason;
  readonly failure: Failure;
}

/** The maximum number of private keys that are read from one file. */
export const MAX_KEYS = 1000;

/** A certificate in a keystore or another file, not yet parsed. */
export interface KeystoreCertificate {
  readonly der: Buffer;
  /** Its start in the file, bytes; if it was decrypted, the start of its container. */
  readonly offset: number;
  readonly alias: string | undefined;
}

/** A private key in a keystore: readable, or locked because no password matched. */
export type KeystoreKey =
  | {
      readonly kind: 'readable';
      /** DER. The caller overwrites it after use. @see RFC 5958 */
      readonly pkcs8: Buffer;
      readonly offset: number;
    }
  | {
      readonly kind: 'locked';
      readonly problem: KeystoreProblem;
      /** The index of its certificate; undefined if unknown. */
      readonly certificateIndex: number | undefined;
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
 * certificates are intermediate certificates.
 */
export type KeystoreParts = 'everything' | 'needed' | 'certificates';

/**
 * The maximum number of key derivation iterations for one file, for all passwords together: up to
 * six seconds.
 */
export const MAX_FILE_ITERATIONS = 3_000_000;
/**
 * The maximum number of iterations for the empty password, which is tried on every PKCS#12. OpenSSL
 * writes 2,048, Java 10,000.
 */
const MAX_EMPTY_PASSWORD_ITERATIONS = 50_000;

/**
 * The limits of the work for one file, and what is left of them. The work is measured in iterations
 * of key derivation, which needs most of the time.
 */
export interface Effort {
  /** The maximum number of iterations for the file. */
  readonly maxIterations: number;
  iterationsLeft: number;
  emptyPasswordIterationsLeft: number;
  /**
   * Set if the empty password was not tried, because it needs more iterations than are left for it.
   */
  emptyPasswordIterationsNeeded: number | undefined;
  /** True if an attempt was not made because more iterations were needed than were left. */
  isExhausted: boolean;
  /** True if a configured password opened a part. */
  hasPasswordMatched: boolean;
  /**
   * Yields to other work; resolves when reading may continue. If it rejects, reading rejects too.
   */
  readonly yieldToOthers: () => Promise<void>;
}

/** Returns the limits for a file. */
export function createEffort(
  yieldToOthers: Effort['yieldToOthers'],
  maxIterations: number = MAX_FILE_ITERATIONS,
): Effort {
  return {
    maxIterations,
    iterationsLeft: maxIterations,
    emptyPasswordIterationsLeft: MAX_EMPTY_PASSWORD_ITERATIONS,
    emptyPasswordIterationsNeeded: undefined,
    isExhausted: false,
    hasPasswordMatched: false,
    yieldToOthers,
  };
}

/**
 * Takes the iterations for an attempt with a password.
 * - `taken`: the attempt may be made
 * - `refused`: too many for the empty password; other passwords are tried
 * - `exhausted`: too many for the file
 */
export function takeIterations(
  effort: Effort,
  iterations: number,
  isEmptyPassword = false,
): 'taken' | 'refused' | 'exhausted' {
  // A file with more iterations is not supported, independent of the limit of this effort.
  if (iterations > MAX_FILE_ITERATIONS) return 'exhausted';
  if (isEmptyPassword && iterations > effort.emptyPasswordIterationsLeft) {
    effort.emptyPasswordIterationsNeeded = iterations;
    return 'refused';
  }
  if (iterations > effort.iterationsLeft) {
    effort.isExhausted = true;
    return 'exhausted';
  }
  effort.iterationsLeft -= iterations;
  if (isEmptyPassword) effort.emptyPasswordIterationsLeft -= iterations;
  return 'taken';
}

/** Returns the problem of an unknown cipher. @param identifier its OID or name */
export function unsupportedCipher(identifier: string): KeystoreProblem {
  return { reason: 'cipher_unsupported', failure: SAID_FAILURES.said({ text: identifier }) };
}

/** Returns the problem that no password opened a part, or that no password is configured. */
export function noMatchingPassword(
  passwords: readonly Buffer[],
  { emptyPasswordIterationsNeeded: required }: Pick<Effort, 'emptyPasswordIterationsNeeded'>,
): KeystoreProblem {
  if (passwords.length > 0) {
    const failure = KEYSTORE_FAILURES.passwords_without_match({ count: passwords.length });
    return { reason: 'password_wrong', failure };
  }
  const failure =
    required === undefined
      ? KEYSTORE_FAILURES.no_password_configured
      : KEYSTORE_FAILURES.empty_password_not_tried({ limit: MAX_EMPTY_PASSWORD_ITERATIONS, required });
  return { reason: 'password_missing', failure };
}
