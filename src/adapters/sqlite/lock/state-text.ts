import { constants, fstatSync, fsyncSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fillBufferSync } from '../../../formats/system/fill-buffer.ts';
import { createFile } from '../create-state.ts';
import { openDisposable } from '../open-disposable.ts';

/**
 * The maximum size of a text in a state directory, bytes. A configuration of 10,000 connectors is
 * smaller.
 */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * The mode of a text, the same as that of the ledger (the database with the event log): the group
 * may read it.
 */
const MODE = 0o640;

/**
 * Writes a text to a file in a state directory, atomically: a reader gets the previous or the new
 * text. If writing fails, removes the previous text, which is outdated, and throws the error.
 */
export function writeStateText(stateDirectory: string, name: string, text: string): void {
  const path = join(stateDirectory, name);
  const newPath = join(stateDirectory, name.concat('.new'));
  try {
    rmSync(newPath, { force: true });
    createFile(newPath, MODE, text);
    using file = openDisposable(newPath, constants.O_RDONLY | constants.O_NOFOLLOW);
    fsyncSync(file.descriptor);
    renameSync(newPath, path);
  } catch (failure) {
    for (const unfinishedPath of [newPath, path]) rmSync(unfinishedPath, { force: true });
    throw failure;
  }
}

/**
 * Reads a text from a file in a state directory; undefined if the file cannot be read, is too long,
 * is a link or is not a regular file.
 */
export function readStateText(stateDirectory: string, name: string, maxBytes: number = MAX_BYTES): string | undefined {
  try {
    // Without O_NONBLOCK, opening a FIFO without a writer would wait.
    using file = openDisposable(
      join(stateDirectory, name),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    const stats = fstatSync(file.descriptor);
    if (!stats.isFile() || stats.size > maxBytes) return undefined;
    const bytes = Buffer.alloc(stats.size);
    const { descriptor } = file;
    const length = fillBufferSync(bytes.length, (offset, size) => readSync(descriptor, bytes, offset, size, null));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
  } catch {
    return undefined;
  }
}
