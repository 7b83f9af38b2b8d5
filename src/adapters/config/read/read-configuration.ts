import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
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
const CAUSES: ReadonlyMap<string, Failure> = new Map([
  ['ENOENT', CONFIGURATION_FAILURES.configuration_missing],
  ['ENOTDIR', CONFIGURATION_FAILURES.configuration_missing],
  ['EACCES', CONFIGURATION_FAILURES.configuration_permission_denied],
  ['ELOOP', CONFIGURATION_FAILURES.configuration_link_loop],
]);

/**
 * Reads the configuration file.
 * @throws {ConfigurationError} with every error in order of place; if the file cannot be read, with
 * one error at line 1
 * @throws {ResourceError} if the system has no free file descriptor or no memory
 */
export function readConfiguration(file: string, environment: ConfigurationEnvironment): Configuration {
  const parsed = parseConfiguration(readText(file), file, environment);
  if (parsed.kind === 'invalid') throw new ConfigurationError(parsed.errors);
  return parsed.configuration;
}

/**
 * Returns the text of the file.
 * @throws {ConfigurationError} if the file cannot be read
 * @throws {ResourceError} if the system has no free file descriptor or no memory
 */
export function readText(file: string): string {
  const bytes = readBytes(file);
  if (bytes.length > MAX_BYTES) {
    throw unreadable(file, CONFIGURATION_FAILURES.configuration_too_large({ mebibytes: MAX_BYTES / 1024 / 1024 }));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(file, CONFIGURATION_FAILURES.configuration_not_utf8, cause);
  }
}

/** Reads at most one byte more than the limit. */
function readBytes(file: string): Uint8Array {
  try {
    // Without O_NONBLOCK, opening a FIFO without a writer would block.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!fstatSync(descriptor).isFile()) throw unreadable(file, CONFIGURATION_FAILURES.configuration_not_a_file);
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
    throw unreadable(file, CAUSES.get(code) ?? messageOf(cause), cause);
  }
}

function unreadable(file: string, reason: string | Failure, cause?: unknown): ConfigurationError {
  const failure = CONFIGURATION_FAILURES.configuration_unreadable({ cause: reason });
  return new ConfigurationError([{ file, line: 1, column: 1, failure }], cause);
}
