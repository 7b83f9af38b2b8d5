import type { Problem } from '../../domain/problem.ts';
import { type ClosedKeyBlock, openKeystore } from '../../formats/open-keystore.ts';
import { type KeystoreBlock, parseStoreFile, type StoreFileBlock } from '../../formats/store-file.ts';
import type { Pace } from './pace.ts';
import type { PasswordFiles } from './password-files.ts';

/** So many hash rounds are done for one file: some three seconds, in which others get their turn. */
const MAX_ROUNDS = 3_000_000;

export type OpenedBlock = StoreFileBlock | ClosedKeyBlock;

/** What stands in a file, its keystore opened. */
export interface OpenedFile {
  readonly blocks: readonly OpenedBlock[];
  /** Of password files that could not be read. */
  readonly problems: readonly Problem[];
  readonly tookPasswords: boolean;
}

/** Finds what stands in a file; the passwords are read only when it is a keystore that takes one. */
export async function openBlocks(
  bytes: Buffer,
  path: string,
  passwords: PasswordFiles,
  pace: Pace,
): Promise<OpenedFile> {
  const blocks: OpenedBlock[] = [];
  let keystore: KeystoreBlock | undefined;
  for (const block of parseStoreFile(bytes, path).blocks) {
    if (block.kind === 'keystore') keystore = block;
    else blocks.push(block);
  }
  if (keystore === undefined) return { blocks, problems: [], tookPasswords: false };

  const breathe = async (): Promise<void> => {
    if (pace.due()) await pace.rest();
  };
  const tookPasswords = keystore.format === 'jks' || keystore.format === 'pkcs12';
  const given = tookPasswords ? passwords.read() : { passwords: [], problems: [] };
  try {
    const effort = { rounds: MAX_ROUNDS, breathe };
    blocks.push(...(await openKeystore(keystore, path, given.passwords, effort)));
  } finally {
    for (const password of given.passwords) password.fill(0);
  }
  return { blocks, problems: given.problems, tookPasswords };
}
