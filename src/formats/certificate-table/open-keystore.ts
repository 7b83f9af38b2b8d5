import type { Problem } from '../../domain/problem.ts';
import { openJks } from '../jks/open-jks.ts';
import type { Effort, KeystoreContents, KeystoreParts } from '../keystore/keystore.ts';
import { openPkcs12 } from '../pkcs12/open-pkcs12.ts';
import { BlockList } from './block-list.ts';
import { certificateBlockOf, type KeystoreBlock, type StoreFileBlock } from './store-file.ts';

/** A private key that could not be opened. */
export interface ClosedKeyBlock {
  readonly kind: 'closed-key';
  /** Its location is the path. */
  readonly problem: Problem;
  /** `publicKeySha256` of its certificate; undefined: unknown. */
  readonly owner: string | undefined;
}

/**
 * Reads a keystore. Returns the certificates and their problems, numbered together from 0, then the
 * private keys, then the problem of the whole keystore. Rejects if `effort.breathe` rejects.
 * @param passwords UTF-8, tried in order; not stored or changed
 */
export async function openKeystore(
  { format, bytes }: KeystoreBlock,
  path: string,
  passwords: readonly Buffer[],
  effort: Effort,
  wanted: KeystoreParts = 'everything',
): Promise<readonly (StoreFileBlock | ClosedKeyBlock)[]> {
  // Without passwords, the keystore is not protected.
  const protection = passwords.length > 0 ? 'decrypted' : 'none';
  switch (format) {
    case 'jks':
      return blocksOf(await openJks(bytes, passwords, effort, wanted), path, effort, protection);
    case 'pkcs12':
      return blocksOf(await openPkcs12(bytes, passwords, effort, wanted), path, effort, protection);
    default: {
      const problem: Problem = { reason: 'format_not_read', location: path, detail: format };
      return [{ kind: 'problem', block: 0, offset: 0, problem }];
    }
  }
}

/** How many certificates are parsed before other work runs. */
const BATCH = 256;

async function blocksOf(
  { certificates, keys, problem: failure }: KeystoreContents,
  path: string,
  effort: Effort,
  protection: 'decrypted' | 'none',
): Promise<readonly (StoreFileBlock | ClosedKeyBlock)[]> {
  const read = new BlockList<StoreFileBlock>();
  const owners: (string | undefined)[] = [];
  for (const [index, certificate] of certificates.entries()) {
    const block = certificateBlockOf(certificate, path, index);
    read.add(block);
    owners.push(block.kind === 'certificate' ? block.certificate.publicKeySha256 : undefined);
    if (index % BATCH === BATCH - 1) await effort.breathe();
  }
  const blocks: (StoreFileBlock | ClosedKeyBlock)[] = [...read.take()];
  for (const [block, key] of keys.entries()) {
    if (key.kind === 'opened') {
      blocks.push({ kind: 'private-key', block, offset: key.offset, bytes: key.pkcs8, label: undefined, protection });
      continue;
    }
    const owner = key.owner === undefined ? undefined : owners[key.owner];
    blocks.push({ kind: 'closed-key', problem: { ...key.problem, location: path }, owner });
  }
  if (failure !== undefined) {
    const problem: Problem = { ...failure, location: path };
    blocks.push({ kind: 'problem', block: certificates.length, offset: 0, problem });
  }
  return blocks;
}
