import type { Problem } from '../../../domain/problem.ts';
import type { ClosedKeyBlock } from '../../../formats/certificate-table/open-keystore.ts';
import {
  type KeystoreBlock,
  parseStoreFile,
  type StoreFileBlock,
} from '../../../formats/certificate-table/store-file.ts';
import type { Effort, KeystoreParts } from '../../../formats/keystore/keystore.ts';
import type { PasswordFiles, ReadPasswords } from './password-files.ts';

type KeyBlock = StoreFileBlock & { readonly kind: 'private-key' };
/** A block of a file, or a key that no password opened. */
export type OpenedBlock = StoreFileBlock | ClosedKeyBlock;

/** The blocks of a file, with its keystore or private keys opened. */
export interface OpenedFile {
  readonly blocks: readonly OpenedBlock[];
  /** Problems of password files. */
  readonly problems: readonly Problem[];
  /** True if other passwords may give another result. */
  readonly tookPasswords: boolean;
}

/**
 * Finds the blocks of a file. If only certificates are wanted, private keys are not opened.
 * Passwords are read only if a block needs one. Returns synchronously if nothing must be opened,
 * because 100,000 promises would take longer than the work.
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
  if (keystore !== undefined) return openStoreFile(keystore, path, passwords, effort, parts);
  const isToOpen = parts !== 'certificates' && passwords.areGiven && blocks.some(isClosedKey);
  return isToOpen ? openKeys(blocks, path, passwords, effort) : { blocks, problems: [], tookPasswords: false };
}

async function openStoreFile(
  keystore: KeystoreBlock,
  path: string,
  passwords: PasswordFiles,
  effort: Effort,
  parts: KeystoreParts,
): Promise<OpenedFile> {
  const { openKeystore } = await import('../../../formats/certificate-table/open-keystore.ts');
  const tookPasswords = keystore.format === 'jks' || keystore.format === 'pkcs12';
  const given = tookPasswords ? passwords.read() : { passwords: [], problems: [] };
  try {
    const blocks = await openKeystore(keystore, path, given.passwords, effort, parts);
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
  // Unreadable password files are reported; the key stays closed.
  if (passwords.length === 0) return block;
  const { openEncryptedKey } = await import('../../../formats/private-key/open-encrypted-key.ts');
  const opened = await openEncryptedKey(block, passwords, effort);
  return opened.kind === 'opened'
    ? { ...block, pem: opened.der, label: undefined, protection: 'opened' }
    : { kind: 'closed-key', problem: { ...opened.problem, location: path }, owner: undefined };
}

function isClosedKey(block: StoreFileBlock): block is KeyBlock {
  return block.kind === 'private-key' && block.protection === 'closed';
}
