import { type AnchorsFor, anchorsFrom } from '../adapters/chain/trust-anchors.ts';
import { certificateFiles } from '../adapters/file-store/read/certificate-files.ts';

/**
 * Trusted roots for certificates on this host and on servers. Shared, because reading the bundle of
 * the system is slow.
 */
export const trustAnchors: AnchorsFor = anchorsFrom(certificateFiles([]));
