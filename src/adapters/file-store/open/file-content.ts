import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../../domain/certificate/certificate-request.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { BlockList } from '../../../formats/certificate-table/block-list.ts';
import { type Effort, MAX_FILE_ITERATIONS } from '../../../formats/keystore/keystore.ts';
import { type OpenedFile, openBlocks } from './open-blocks.ts';
import type { PasswordFiles } from './password-files.ts';
import { type KeyReading, readPrivateKey } from './read-private-key.ts';

/** A certificate and its position in a file. */
export interface PlacedCertificate {
  /** The index among the PEM blocks or keystore entries of the file. */
  readonly block: number;
  /** Its name in a keystore. */
  readonly alias: string | undefined;
  readonly certificate: Certificate;
}

/** A CSR and its position in a file. */
export interface PlacedRequest {
  readonly block: number;
  readonly request: CertificateRequest;
}

/** The parts of a file that are kept in memory: its certificates and CSRs, but no private keys. */
export interface FileContent {
  readonly path: string;
  readonly certificates: readonly PlacedCertificate[];
  readonly requests: readonly PlacedRequest[];
  readonly keys: readonly KeyReading[];
  /**
   * The problems of the file, except those of its keys, which are in `keys` because they matter
   * only to the certificate of the key.
   */
  readonly problems: readonly Problem[];
  /** True if a change of the password files may change this content. */
  readonly dependsOnPasswords: boolean;
  /** True if a password of the store opened something in the file. */
  readonly wasOpenedWithPassword: boolean;
}

/**
 * Parses the bytes of a file, synchronously unless a password is needed. Always overwrites the
 * bytes, which may include a private key.
 * @param effort the number of key derivation iterations that opening encrypted parts may take. If
 * they do not suffice and a later attempt may use more, the result is undefined.
 */
export function fileContentFrom(
  bytes: Buffer,
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
): FileContent | undefined | Promise<FileContent | undefined> {
  // `needed`: the keys of a keystore with only intermediate certificates are not decrypted.
  const opened = openBlocks(bytes, path, passwords, effort, 'needed');
  if (opened instanceof Promise)
    return opened.then((blocks) => contentOfBlocks(blocks, path, effort)).finally(() => bytes.fill(0));
  const content = contentOfBlocks(opened, path, effort);
  bytes.fill(0);
  return content;
}

function contentOfBlocks(opened: OpenedFile, path: string, effort: Effort): FileContent | undefined {
  const mayLaterUseMore = effort.maxIterations < MAX_FILE_ITERATIONS;
  if (effort.isExhausted && mayLaterUseMore) {
    for (const block of opened.blocks) if (block.kind === 'private-key') block.bytes.fill(0);
    return undefined;
  }
  const certificates: PlacedCertificate[] = [];
  const keys: KeyReading[] = [];
  const requests: PlacedRequest[] = [];
  const problems: Problem[] = [...opened.problems];
  // `BlockList` merges flaws with the same reason.
  const certificateFlaws = new BlockList<{ readonly block: number; readonly problem: Problem }>();
  for (const block of opened.blocks) {
    if (block.kind === 'certificate') {
      certificates.push({ block: block.block, alias: block.alias, certificate: block.certificate });
      if (block.flaw !== undefined) certificateFlaws.add({ block: block.block, problem: block.flaw });
    } else if (block.kind === 'problem') {
      problems.push(block.problem);
    } else if (block.kind === 'request') {
      requests.push({ block: block.block, request: block.request });
    } else if (block.kind === 'locked-key') {
      const { ownerPublicKeySha256 } = block;
      keys.push({ kind: 'problem', problem: block.problem, ownerPublicKeySha256 });
    } else {
      keys.push(readPrivateKey(block, path));
    }
  }
  for (const { problem } of certificateFlaws.take()) problems.push(problem);
  const { dependsOnPasswords } = opened;
  return {
    path,
    certificates,
    requests,
    keys,
    problems,
    dependsOnPasswords,
    wasOpenedWithPassword: effort.hasPasswordMatched,
  };
}
