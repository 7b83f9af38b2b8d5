import { randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EXPORT_FAILURES } from '../../../domain/failure/export-failures.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { HOUR } from '../../../domain/time.ts';
import { errorCode, isGone } from '../../../formats/system/file-reason.ts';
import type { ExportFile } from '../../../work/ports/outputs.ts';
import { ignoreErrors, removeAll, syncDirectory } from './durable-files.ts';
import { type FileExport, fileExportFailure } from './export-failure.ts';
import { type OwnedDirectory, openOwnedDirectory } from './owned-directory.ts';

/** Readable and writable for the owner only. */
const FILE_MODE = 0o600;
/** The start of the name of an unfinished file. */
const TEMPORARY_START = '.mailcertd-export-';
/** An unfinished file that was not changed for this time is of a command that was killed, ms. */
const ABANDONED_AFTER_MS: number = 12 * HOUR;
/** Error codes of `link` on file systems without hard links. */
const NO_HARD_LINK_CODES: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Where an export writes. */
export interface ExportFileTarget {
  /** Absolute. */
  readonly path: string;
  /** True: an existing regular file is replaced. */
  readonly replaces: boolean;
  /** A directory in which no file is written; it may not exist. */
  readonly stateDirectory: string;
}

/**
 * Opens a new file for an export, under a temporary name in the same directory. Until
 * `commit`, an existing file stays as it is.
 * @param operation makes the failure of the export; default: an export of events
 * @throws {ExportError}
 */
export async function openExportFile(
  target: ExportFileTarget,
  operation: FileExport = EXPORT_FAILURES.events_not_exported,
): Promise<ExportFile> {
  const { path } = target;
  try {
    // The directory stays the same one, even if another directory takes its name meanwhile.
    const directory = openOwnedDirectory(dirname(path));
    try {
      await assertOtherDirectory(directory, target.stateDirectory);
      await assertWritable(join(directory.descriptorPath, basename(path)), target);
      await ignoreErrors(() => removeAbandoned(directory));
      const temporary = join(directory.descriptorPath, `${TEMPORARY_START}${randomBytes(8).toString('hex')}`);
      return new TemporaryExportFile(target, operation, directory, temporary, await open(temporary, 'wx', FILE_MODE));
    } catch (error) {
      directory[Symbol.dispose]();
      throw error;
    }
  } catch (error) {
    throw fileExportFailure(operation, path, error);
  }
}

/**
 * Throws if the directory is the state directory. There, even the name of a new file could have a
 * meaning for the daemon.
 * @throws {FailureError}
 */
async function assertOtherDirectory({ descriptorPath }: OwnedDirectory, stateDirectory: string): Promise<void> {
  const state = await stat(stateDirectory).catch(() => undefined);
  if (state === undefined) return;
  const { dev, ino } = await stat(descriptorPath);
  if (dev === state.dev && ino === state.ino) throw new FailureError(EXPORT_FAILURES.export_into_state_directory);
}

/** Removes the unfinished files of commands of this account that were killed. */
async function removeAbandoned({ descriptorPath }: OwnedDirectory): Promise<void> {
  for (const name of await readdir(descriptorPath)) {
    if (!name.startsWith(TEMPORARY_START)) continue;
    const file = join(descriptorPath, name);
    const { uid, mtimeMs } = await lstat(file);
    if (uid === process.geteuid?.() && mtimeMs < Date.now() - ABANDONED_AFTER_MS) await unlink(file);
  }
}

/** @throws {FailureError} if the file exists and must not be replaced */
async function assertWritable(file: string, { replaces }: ExportFileTarget): Promise<void> {
  const found = await lstat(file).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw error;
  });
  if (found === undefined) return;
  if (!found.isFile()) throw new FailureError(EXPORT_FAILURES.export_file_not_regular);
  if (!replaces) throw new FailureError(EXPORT_FAILURES.export_file_exists);
}

/** An export file that has its name after `commit` only. */
class TemporaryExportFile implements ExportFile {
  readonly #target: ExportFileTarget;
  readonly #operation: FileExport;
  readonly #directory: OwnedDirectory;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  #size = 0;

  constructor(
    target: ExportFileTarget,
    operation: FileExport,
    directory: OwnedDirectory,
    temporary: string,
    handle: FileHandle,
  ) {
    this.#target = target;
    this.#operation = operation;
    this.#directory = directory;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#write(bytes, this.#size);
    this.#size += bytes.length;
  }

  overwriteStart(bytes: Uint8Array): Promise<void> {
    return this.#write(bytes, 0);
  }

  async commit(): Promise<void> {
    const { path } = this.#target;
    const file = join(this.#directory.descriptorPath, basename(path));
    try {
      await this.#handle.sync();
      // Checked again, because the export may have taken long.
      await assertWritable(file, this.#target);
      if (this.#target.replaces) await rename(this.#temporary, file);
      else {
        await link(this.#temporary, file).catch(async (error: unknown) => {
          if (!NO_HARD_LINK_CODES.has(errorCode(error) ?? '')) throw error;
          await rename(this.#temporary, file);
        });
      }
    } catch (error) {
      throw fileExportFailure(this.#operation, path, error);
    }
    // Some file systems cannot sync a directory. The file exists anyway.
    await ignoreErrors(() => syncDirectory(this.#directory.descriptorPath));
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, written, bytes.length - written, position + written);
        written += bytesWritten;
      }
    } catch (error) {
      throw fileExportFailure(this.#operation, this.#target.path, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ignoreErrors(() => this.#handle.close());
    await ignoreErrors(() => removeAll(this.#temporary));
    this.#directory[Symbol.dispose]();
  }
}
