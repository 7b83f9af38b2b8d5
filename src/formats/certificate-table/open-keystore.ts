import type { Problem } from '../../domain/failure/problem.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import { openJks } from '../jks/open-jks.ts';
import type { Effort, KeystoreContents, KeystoreParts } from '../keystore/keystore.ts';
import { openPkcs12 } from '../pkcs12/open-pkcs12.ts';
import { BlockList } from './block-list.ts';
import { certificateBlockOf } from './certificate-block.ts';
import type { KeystoreBlock, StoreFileBlock } from './store-file.ts';

/** A private key that no password opened. */
export interface LockedKeyBlock {
  readonly kind: 'locked-key';
  /** Why the key could not be opened; at the path of the keystore. */
  readonly problem: Problem;
  /** `publicKeySha256` of the certificate that belongs to the key; undefined if unknown. */
  readonly ownerPublicKeySha256: string | undefined;
}

/**
 * Reads a keystore. Returns the certificates and their problems, numbered together from 0. Then
 * follow the private keys, and the problem of the whole keystore, if any. Rejects if
 * `effort.yieldToOthers` rejects.
 * @param passwords UTF-8, tried in order; not stored or changed
 * @param effort limits the key derivation, and lets other work run in between
 */
export async function openKeystore(
  { format, bytes }: KeystoreBlock,
  path: string,
  passwords: readonly Buffer[],
  effort: Effort,
  parts: KeystoreParts = 'everything',
): Promise<readonly (StoreFileBlock | LockedKeyBlock)[]> {
  // If no password is given, only unprotected keys can be opened.
  const protection = passwords.length > 0 ? 'decrypted' : 'none';
  switch (format) {
    case 'jks':
      return blocksOf(await openJks(bytes, passwords, effort, parts), path, effort, protection);
    case 'pkcs12':
      return blocksOf(await openPkcs12(bytes, passwords, effort, parts), path, effort, protection);
    default: {
      const failure = SAID_FAILURES.said({ text: format });
      const problem: Problem = { reason: 'format_not_read', location: path, failure };
      return [{ kind: 'problem', block: 0, offset: 0, problem }];
    }
  }
}

/** The number of certificates that are parsed before other work runs. */
const CERTIFICATES_PER_BATCH = 256;

async function blocksOf(
  { certificates, keys, problem: keystoreProblem }: KeystoreContents,
  path: string,
  effort: Effort,
  protection: 'decrypted' | 'none',
): Promise<readonly (StoreFileBlock | LockedKeyBlock)[]> {
  const certificateBlocks = new BlockList<StoreFileBlock>();
  const publicKeyHashes: (string | undefined)[] = [];
  for (const [index, certificate] of certificates.entries()) {
    const block = certificateBlockOf(certificate, path, index);
    certificateBlocks.add(block);
    publicKeyHashes.push(block.kind === 'certificate' ? block.certificate.publicKeySha256 : undefined);
    if (index % CERTIFICATES_PER_BATCH === CERTIFICATES_PER_BATCH - 1) await effort.yieldToOthers();
  }
  const blocks: (StoreFileBlock | LockedKeyBlock)[] = [...certificateBlocks.take()];
  for (const [block, key] of keys.entries()) {
    if (key.kind === 'readable') {
      blocks.push({ kind: 'private-key', block, offset: key.offset, bytes: key.pkcs8, label: undefined, protection });
      continue;
    }
    const { certificateIndex } = key;
    const ownerPublicKeySha256 = certificateIndex === undefined ? undefined : publicKeyHashes[certificateIndex];
    blocks.push({ kind: 'locked-key', problem: { ...key.problem, location: path }, ownerPublicKeySha256 });
  }
  if (keystoreProblem !== undefined) {
    const problem: Problem = { ...keystoreProblem, location: path };
    blocks.push({ kind: 'problem', block: certificates.length, offset: 0, problem });
  }
  return blocks;
}
