import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../../domain/certificate/certificate-request.ts';

// The names of files in the personal store. Uncommitted files have hidden names, because scans
// ignore hidden files.

/** The lock file, held during a change of the store. */
export const STORE_LOCK_FILE = '.lock';
/** The prefix of a directory that is being written, followed by its final name. */
export const UNFINISHED_PREFIX = '.new-';
/** A note that is being written. */
export const NEXT_NOTE = '.certificate.yaml.next';
/**
 * The prefix of a link that the thumbprint of a certificate follows. The link leads to the
 * directory of the CSR for which the certificate was issued, and which will be removed.
 */
export const ANSWERED_REQUEST_PREFIX = '.answer-';
/** The prefix of a directory on its way to the trash, followed by its name there. */
export const REMOVED_PREFIX = '.removed-';

/** The file of a certificate. */
export const LEAF_FILE = 'certificate.pem';
/** The file of a CSR. */
export const REQUEST_FILE = 'request.pem';
/** The file of a private key. */
export const KEY_FILE = 'privkey.pem';

const REQUEST_DIRECTORY_PREFIX = 'request-';

/**
 * Returns the name of the directory of a certificate or CSR in the store: the thumbprint, or
 * `request-` and the first 40 digits of the SHA-256 fingerprint.
 */
export function directoryNameOf(entry: { readonly thumbprint: Thumbprint } | CertificateRequest): string {
  return 'thumbprint' in entry
    ? entry.thumbprint
    : `${REQUEST_DIRECTORY_PREFIX}${entry.sha256Fingerprint.slice(0, 40)}`;
}
