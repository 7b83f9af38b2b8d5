import type { Problem } from '../../../domain/problem.ts';
import { effortOf, type KeystoreParts } from '../../../formats/keystore/keystore.ts';
import { ProblemList } from '../walk/problem-list.ts';
import { type TimeSlice, yieldWithin } from '../walk/time-slice.ts';
import { type OpenedBlock, openBlocks } from './open-blocks.ts';
import type { PasswordFiles } from './password-files.ts';
import { FileReader } from './read-file.ts';

/** What stands in one file. Once it is disposed of, its octets and those of its keys are overwritten. */
export interface FileBlocks extends Disposable {
  readonly blocks: readonly OpenedBlock[];
  /** Of the file itself, of password files, of what in it cannot be read or not be opened; the same trouble once. */
  readonly problems: readonly Problem[];
}

/** Reads one file, apart from all looks, and opens what is in it. Rejects with what the pace's signal says. */
export async function openFile(
  path: string,
  passwords: PasswordFiles,
  pace: TimeSlice,
  wanted: KeystoreParts = 'everything',
): Promise<FileBlocks> {
  const reading = new FileReader().read(path);
  if (reading.kind !== 'read') {
    const gone: Problem = { reason: 'not_found', location: path, detail: '' };
    const problem = reading.kind === 'problem' ? reading.problem : gone;
    return { blocks: [], problems: [problem], [Symbol.dispose]: () => undefined };
  }
  const { bytes } = reading;
  try {
    const opened = await openBlocks(bytes, path, passwords, effortOf(yieldWithin(pace)), wanted);
    const { blocks } = opened;
    const problems = new ProblemList();
    for (const problem of opened.problems) problems.add(problem);
    for (const block of blocks) {
      if (block.kind === 'problem' || block.kind === 'closed-key') problems.add(block.problem);
    }
    const dispose = (): void => {
      bytes.fill(0);
      for (const block of blocks) if (block.kind === 'private-key') block.pem.fill(0);
    };
    return { blocks, problems: problems.all(), [Symbol.dispose]: dispose };
  } catch (error) {
    bytes.fill(0);
    throw error;
  }
}
