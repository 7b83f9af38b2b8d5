import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../../domain/certificate/certificate-request.ts';

/** What is hidden is passed over by every look: all but what is committed lies under such names. */

/** Whoever holds it changes the store. */
export const LOCK = '.lock';
/** A folder that is being written, by the name that it will have. */
export const UNFINISHED = '.new-';
/** A note that is being written. */
export const NEXT_NOTE = '.certificate.yaml.next';
/** A link by the name of a certificate's folder, to the folder of the request that it answers. */
export const ANSWER = '.answer-';
/** What is on its way to the trash, by the name that it will have there. */
export const REMOVED = '.removed-';

/** The files of a certificate, and of a request, in the folder that is its own. */
export const LEAF_FILE = 'certificate.pem';
export const REQUEST_FILE = 'request.pem';
export const KEY_FILE = 'privkey.pem';

const REQUEST_FOLDER = 'request-';

/** Of a certificate the thumbprint; of a request its SHA-256, shortened. */
export function directoryNameOf(held: { readonly thumbprint: Thumbprint } | CertificateRequest): string {
  return 'thumbprint' in held ? held.thumbprint : `${REQUEST_FOLDER}${held.sha256Fingerprint.slice(0, 40)}`;
}
