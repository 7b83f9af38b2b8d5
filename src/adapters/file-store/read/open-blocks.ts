import type { Problem } from '../../../domain/problem.ts';
import {
  type KeystoreBlock,
  parseStoreFile,
  type StoreFileBlock,
} from '../../../formats/certificate-table/store-file.ts';
import type { Effort, KeystoreParts } from '../../../formats/keystore/keystore.ts';
import type { ClosedKeyBlock } from '../../../formats/keystore/open-keystore.ts';
import type { PasswordFiles, ReadPasswords } from './password-files.ts';

type KeyBlock = StoreFileBlock & { readonly kind: 'private-key' };
export type OpenedBlock = StoreFileBlock | ClosedKeyBlock;

/** What stands in a file, its keystore or its private keys opened. */
export interface OpenedFile {
  readonly blocks: readonly OpenedBlock[];
  /** Of password files that could not be read. */
  readonly problems: readonly Problem[];
  /** Whether other passwords might show something else. */
  readonly tookPasswords: boolean;
}

/**
 * Finds what stands in a file; where certificates alone are wanted, no private key is opened. The passwords are read only when something in it takes one. Answers at once where
 * nothing has to be opened: a promise for each of a hundred thousand files would cost more than the answer.
 */
export function openBlocks(
  bytes: Buffer,
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
  wanted: KeystoreParts = 'everything',
): OpenedFile | Promise<OpenedFile> {
  const blocks: StoreFileBlock[] = [];
  let keystore: KeystoreBlock | undefined;
  for (const block of parseStoreFile(bytes, path).blocks) {
    if (block.kind === 'keystore') keystore = block;
    else blocks.push(block);
  }
  if (keystore !== undefined) return openStoreFile(keystore, path, passwords, effort, wanted);
  const isToOpen = wanted !== 'certificates' && passwords.areGiven && blocks.some(isClosedKey);
  return isToOpen ? openKeys(blocks, path, passwords, effort) : { blocks, problems: [], tookPasswords: false };
}

async function openStoreFile(
  keystore: KeystoreBlock,
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
  wanted: KeystoreParts,
): Promise<OpenedFile> {
  const { openKeystore } = await import('../../../formats/keystore/open-keystore.ts');
  const tookPasswords = keystore.format === 'jks' || keystore.format === 'pkcs12';
  const given = tookPasswords ? passwords.read() : { passwords: [], problems: [] };
  try {
    const blocks = await openKeystore(keystore, path, given.passwords, effort, wanted);
    return { blocks, problems: given.problems, tookPasswords };
  } finally {
    for (const password of given.passwords) password.fill(0);
  }
}

async function openKeys(
  blocks: readonly StoreFileBlock[],
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
): Promise<OpenedFile> {
  const given = passwords.read();
  try {
    const opened: OpenedBlock[] = [];
    for (const block of blocks) opened.push(isClosedKey(block) ? await openKey(block, path, given, effort) : block);
    return { blocks: opened, problems: given.problems, tookPasswords: true };
  } finally {
    for (const password of given.passwords) password.fill(0);
  }
}

async function openKey(
  block: KeyBlock,
  path: string,
  { passwords }: ReadPasswords,
  effort: Effort,
): Promise<OpenedBlock> {
  // That the password files could not be read is told of; the key is as closed as without any.
  if (passwords.length === 0) return block;
  const { openEncryptedKey } = await import('../../../formats/private-key/open-encrypted-key.ts');
  const opened = await openEncryptedKey(block, passwords, effort);
  return opened.kind === 'opened'
    ? { ...block, pem: opened.der, label: undefined, protection: 'opened' }
    : { kind: 'closed-key', problem: { ...opened.trouble, location: path }, owner: undefined };
}

function isClosedKey(block: StoreFileBlock): block is KeyBlock {
  return block.kind === 'private-key' && block.protection === 'closed';
}
