import type { Problem } from '../../../domain/failure/problem.ts';
import type { LockedKeyBlock } from '../../../formats/certificate-table/open-keystore.ts';
import { parseStoreFile } from '../../../formats/certificate-table/parse-store-file.ts';
import type { KeystoreBlock, StoreFileBlock } from '../../../formats/certificate-table/store-file.ts';
import type { Effort, KeystoreParts } from '../../../formats/keystore/keystore.ts';
import type { PasswordFiles, PasswordReadResult } from './password-files.ts';
import type { PrivateKeyBlock } from './with-private-key.ts';

/** A part of a file, for example a PEM block, or a key that no password decrypted. */
export type OpenedBlock = StoreFileBlock | LockedKeyBlock;

/** The blocks of a file, after its keystore or its private keys were decrypted. */
export interface OpenedFile {
  readonly blocks: readonly OpenedBlock[];
  /** Problems of password files. */
  readonly problems: readonly Problem[];
  /** True if a change of the password files may change the result. */
  readonly dependsOnPasswords: boolean;
}

/**
 * Finds the blocks of a file, and decrypts its keystore or its encrypted private keys. Passwords
 * are read only if a block needs one. Returns synchronously if nothing must be decrypted, because
 * 100,000 promises would take longer than the work.
 * @param effort limits the key derivation iterations
 * @param parts `certificates`: private keys are not decrypted
 */
export function openBlocks(
  bytes: Buffer,
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
  parts: KeystoreParts = 'everything',
): OpenedFile | Promise<OpenedFile> {
  const blocks: StoreFileBlock[] = [];
  let keystore: KeystoreBlock | undefined;
  for (const block of parseStoreFile(bytes, path).blocks) {
    if (block.kind === 'keystore') keystore = block;
    else blocks.push(block);
  }
  if (keystore !== undefined) return openKeystoreFile(keystore, path, passwords, effort, parts);
  const mustDecryptKeys = parts !== 'certificates' && passwords.areConfigured && blocks.some(isEncryptedKey);
  return mustDecryptKeys
    ? decryptKeys(blocks, path, passwords, effort)
    : { blocks, problems: [], dependsOnPasswords: false };
}

async function openKeystoreFile(
  keystore: KeystoreBlock,
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
  parts: KeystoreParts,
): Promise<OpenedFile> {
  const { openKeystore } = await import('../../../formats/certificate-table/open-keystore.ts');
  const dependsOnPasswords = keystore.format === 'jks' || keystore.format === 'pkcs12';
  const passwordsRead = dependsOnPasswords ? passwords.read() : { passwords: [], problems: [] };
  try {
    const blocks = await openKeystore(keystore, path, passwordsRead.passwords, effort, parts);
    return { blocks, problems: passwordsRead.problems, dependsOnPasswords };
  } finally {
    for (const password of passwordsRead.passwords) password.fill(0);
  }
}

async function decryptKeys(
  blocks: readonly StoreFileBlock[],
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
): Promise<OpenedFile> {
  const passwordsRead = passwords.read();
  try {
    const opened: OpenedBlock[] = [];
    for (const block of blocks)
      opened.push(isEncryptedKey(block) ? await decryptKey(block, path, passwordsRead, effort) : block);
    return { blocks: opened, problems: passwordsRead.problems, dependsOnPasswords: true };
  } finally {
    for (const password of passwordsRead.passwords) password.fill(0);
  }
}

async function decryptKey(
  block: PrivateKeyBlock,
  path: string,
  { passwords }: PasswordReadResult,
  effort: Effort,
): Promise<OpenedBlock> {
  // No password file is readable, which `problems` report. The key stays encrypted.
  if (passwords.length === 0) return block;
  const { openEncryptedKey } = await import('../../../formats/private-key/open-encrypted-key.ts');
  const opened = await openEncryptedKey(block, passwords, effort);
  return opened.kind === 'decrypted'
    ? { ...block, bytes: opened.der, label: undefined, protection: 'decrypted' }
    : { kind: 'locked-key', problem: { ...opened.problem, location: path }, ownerPublicKeySha256: undefined };
}

function isEncryptedKey(block: StoreFileBlock): block is PrivateKeyBlock {
  return block.kind === 'private-key' && block.protection === 'encrypted';
}
