import type { Certificate } from '../../domain/certificate/certificate.ts';
import type { Problem } from '../../domain/problem.ts';
import { parseStoreFile } from '../../formats/store-file.ts';
import { type KeyReading, readPrivateKey } from './read-private-key.ts';

/** What is kept of a file that was read: neither its bytes nor its keys. */
export interface FileContent {
  readonly path: string;
  readonly certificates: readonly { readonly block: number; readonly certificate: Certificate }[];
  readonly keys: readonly KeyReading[];
  /** Of what is no key: a key's trouble matters only to the certificate that needs it. */
  readonly problems: readonly Problem[];
}

/** Parses what was read. Where a private key was among it, the bytes are overwritten before this returns. */
export function contentOf(bytes: Buffer, path: string): FileContent {
  const certificates: { block: number; certificate: Certificate }[] = [];
  const keys: KeyReading[] = [];
  const problems: Problem[] = [];
  for (const block of parseStoreFile(bytes, path).blocks) {
    if (block.kind === 'certificate') {
      certificates.push({ block: block.block, certificate: block.certificate });
    } else if (block.kind === 'problem') {
      problems.push(block.problem);
    } else if (block.kind === 'keystore') {
      problems.push({ reason: 'format_not_read', location: path, detail: block.format });
    } else {
      keys.push(readPrivateKey(block, path));
    }
  }
  if (keys.length > 0) bytes.fill(0);
  return { path, certificates, keys, problems };
}
