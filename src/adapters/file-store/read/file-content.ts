import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../../domain/certificate/certificate-request.ts';
import type { Problem } from '../../../domain/problem.ts';
import { BlockList } from '../../../formats/certificate-table/block-list.ts';
import { type Effort, FILE_ROUNDS } from '../../../formats/keystore/keystore.ts';
import { type KeyReading, readPrivateKey } from '../keys/read-private-key.ts';
import { type OpenedFile, openBlocks } from './open-blocks.ts';
import type { PasswordFiles } from './password-files.ts';

/** A certificate where it stands in its file. */
export interface PlacedCertificate {
  readonly block: number;
  /** The name that a keystore gives it. */
  readonly alias: string | undefined;
  readonly certificate: Certificate;
}

/** A certificate signing request where it stands in its file. */
export interface PlacedRequest {
  readonly block: number;
  readonly request: CertificateRequest;
}

/** What is kept of a file that was read: neither its bytes nor its keys. */
export interface FileContent {
  readonly path: string;
  readonly certificates: readonly PlacedCertificate[];
  readonly requests: readonly PlacedRequest[];
  readonly keys: readonly KeyReading[];
  /** Of what is no key: a key's trouble matters only to the certificate that needs it. */
  readonly problems: readonly Problem[];
  /** Whether other passwords might show something else. */
  readonly tookPasswords: boolean;
  /** Whether a password of the store opened something in it. */
  readonly isOpened: boolean;
}

/**
 * Parses what was read: at once, unless something has to be opened with a password. The bytes are overwritten before there
 * is an answer: a private key may be among them, known for one or not. Returns undefined when less effort was given than a file may
 * take, and it was not enough.
 */
export function contentOf(
  bytes: Buffer,
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
): FileContent | undefined | Promise<FileContent | undefined> {
  const opened = openBlocks(bytes, path, passwords, effort, 'needed');
  if (opened instanceof Promise)
    return opened.then((blocks) => kept(blocks, path, effort)).finally(() => bytes.fill(0));
  const content = kept(opened, path, effort);
  bytes.fill(0);
  return content;
}

function kept(opened: OpenedFile, path: string, { limit, isExhausted, isOpened }: Effort): FileContent | undefined {
  if (isExhausted && limit < FILE_ROUNDS) {
    for (const block of opened.blocks) if (block.kind === 'private-key') block.pem.fill(0);
    return undefined;
  }
  const certificates: PlacedCertificate[] = [];
  const keys: KeyReading[] = [];
  const requests: PlacedRequest[] = [];
  const problems: Problem[] = [...opened.problems];
  const flaws = new BlockList<{ readonly block: number; readonly problem: Problem }>();
  for (const block of opened.blocks) {
    if (block.kind === 'certificate') {
      certificates.push({ block: block.block, alias: block.alias, certificate: block.certificate });
      if (block.flaw !== undefined) flaws.add({ block: block.block, problem: block.flaw });
    } else if (block.kind === 'problem') {
      problems.push(block.problem);
    } else if (block.kind === 'request') {
      requests.push({ block: block.block, request: block.request });
    } else if (block.kind === 'closed-key') {
      keys.push({ kind: 'problem', problem: block.problem, owner: block.owner });
    } else {
      keys.push(readPrivateKey(block, path));
    }
  }
  for (const { problem } of flaws.take()) problems.push(problem);
  return { path, certificates, requests, keys, problems, tookPasswords: opened.tookPasswords, isOpened };
}
