import { type AnchorsFor, anchorsFrom } from '../adapters/chain/trust-anchors.ts';
import { certificateFiles } from '../adapters/file-store/read/certificate-files.ts';

/** Who vouches for certificates, of this host and of others. One for all: to read a system's bundle takes its time. */
export const trustAnchors: AnchorsFor = anchorsFrom(certificateFiles([]));
