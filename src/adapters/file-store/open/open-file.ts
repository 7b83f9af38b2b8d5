import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfReason } from '../../../domain/failure/problem-of-failure.ts';
import { createEffort, type KeystoreParts } from '../../../formats/keystore/keystore.ts';
import { ProblemList } from '../walk/problem-list.ts';
import { type TimeSlice, yieldWithin } from '../walk/time-slice.ts';
import { type OpenedBlock, openBlocks } from './open-blocks.ts';
import type { PasswordFiles } from './password-files.ts';
import { FileReader } from './read-file.ts';

/** The decrypted content of one file. Disposing overwrites its bytes and private keys. */
export interface FileBlocks extends Disposable {
  readonly blocks: readonly OpenedBlock[];
  /** Problems of the file, of password files and of blocks, without duplicates. */
  readonly problems: readonly Problem[];
}

/**
 * Reads and decrypts one file, outside the cache of a scan and without its limits. Problems of the
 * file are in the result. Rejects only if `slice` is aborted.
 */
export async function openFile(
  path: string,
  passwords: PasswordFiles,
  slice: TimeSlice,
  parts: KeystoreParts = 'everything',
): Promise<FileBlocks> {
  const reading = new FileReader().read(path);
  if (reading.kind !== 'read') {
    const problem = reading.kind === 'problem' ? reading.problem : problemOfReason('not_found', path);
    return { blocks: [], problems: [problem], [Symbol.dispose]: () => undefined };
  }
  const { bytes } = reading;
  try {
    const opened = await openBlocks(bytes, path, passwords, createEffort(yieldWithin(slice)), parts);
    const { blocks } = opened;
    const problems = new ProblemList();
    for (const problem of opened.problems) problems.add(problem);
    for (const block of blocks) {
      if (block.kind === 'problem' || block.kind === 'locked-key') problems.add(block.problem);
    }
    const dispose = (): void => {
      bytes.fill(0);
      for (const block of blocks) if (block.kind === 'private-key') block.bytes.fill(0);
    };
    return { blocks, problems: problems.all(), [Symbol.dispose]: dispose };
  } catch (error) {
    bytes.fill(0);
    throw error;
  }
}
