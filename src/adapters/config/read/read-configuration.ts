import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { messageOf } from '../../../domain/message-of.ts';
import { fillBufferSync } from '../../../formats/system/fill-buffer.ts';
import { ConfigurationError, configurationShortage, resourceShortageOf } from '../../../work/errors.ts';
import type { Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import { parseConfiguration } from './parse-configuration.ts';

/**
 * The maximum size of the file, bytes: enough for 10,000 connectors. The file is limited, because
 * the time of the YAML parser grows faster than its input.
 */
const MAX_BYTES = 2 * 1024 * 1024;

/** Cause and fix for system errors, by code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist; to write one: mailcertd config init',
  ENOTDIR: 'the file does not exist; to write one: mailcertd config init',
  EACCES: 'permission denied; grant read access to the account of mailcertd',
  ELOOP: 'symbolic link loop; let the links point to the file',
};

/**
 * Reads the configuration file.
 * @throws {ConfigurationError} with every error in order of place; if the file cannot be read, with
 * one error at line 1
 * @throws {ResourceError} if the system lacks files or memory
 */
export function readConfiguration(file: string, environment: ConfigurationEnvironment): Configuration {
  const parsed = parseConfiguration(readText(file), file, environment);
  if (parsed.kind === 'invalid') throw new ConfigurationError(parsed.errors);
  return parsed.configuration;
}

/**
 * Returns the text of the file.
 * @throws {ConfigurationError} if the file cannot be read
 * @throws {ResourceError} if the system lacks files or memory
 */
export function readText(file: string): string {
  const bytes = readBytes(file);
  if (bytes.length > MAX_BYTES) throw unreadable(file, `it is larger than ${MAX_BYTES / 1024 / 1024} MiB; reduce it`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(file, 'it is not UTF-8 text; save it as UTF-8', cause);
  }
}

/** Reads at most one byte more than the limit. */
function readBytes(file: string): Uint8Array {
  try {
    // Without O_NONBLOCK, opening a FIFO without a writer would block.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!fstatSync(descriptor).isFile())
        throw unreadable(file, 'it is not a regular file; give the path of the file');
      const bytes = new Uint8Array(MAX_BYTES + 1);
      const read = (offset: number, size: number): number => readSync(descriptor, bytes, offset, size, null);
      return bytes.subarray(0, fillBufferSync(bytes.length, read));
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    const shortage = resourceShortageOf(cause);
    if (shortage !== undefined) throw configurationShortage(file, shortage, cause);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const remedy = Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : undefined;
    throw unreadable(file, remedy ?? messageOf(cause), cause);
  }
}

function unreadable(file: string, reason: string, cause?: unknown): ConfigurationError {
  const message = `the configuration cannot be read: ${reason}`;
  return new ConfigurationError([{ file, line: 1, column: 1, message }], cause);
}
