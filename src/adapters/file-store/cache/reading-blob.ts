import { deserialize, serialize } from 'node:v8';
import type { PackedReadings } from './packed-readings.ts';

/** The results of reading some files, which the blob store keeps for the next process. */
export interface ReadingBlob {
  readonly paths: readonly string[];
  readonly packed: PackedReadings;
  /**
   * The state of the password files when the files were read. Undefined: it does not show every
   * change of them, so the blob has no file that depends on passwords.
   */
  readonly passwordState: string | undefined;
}

/** The version of the stored form. Increase it with every change of `PackedReadings`. */
export const READING_FORMAT = 4;

/** Serializes a blob. */
export function writeReadingBlob({ paths, packed, passwordState }: ReadingBlob): Uint8Array {
  return serialize([paths, packed, passwordState]);
}

/**
 * Parses a blob into new memory. The blob store has verified its checksum.
 * @throws if the bytes are not such a blob
 */
export function readReadingBlob(bytes: Uint8Array): ReadingBlob {
  const value: unknown = deserialize(bytes);
  if (!isReadingBlob(value)) throw new TypeError('no readings');
  const [paths, packed, passwordState] = value;
  // Copied, because deserialized arrays are views, which would keep the whole blob in memory.
  return { paths, packed: { ...packed, rows: packed.rows.slice(), files: packed.files.slice() }, passwordState };
}

function isReadingBlob(value: unknown): value is readonly [readonly string[], PackedReadings, string | undefined] {
  if (!Array.isArray(value)) return false;
  const [paths, packed, passwordState]: readonly unknown[] = value;
  return (
    Array.isArray(paths) &&
    typeof packed === 'object' &&
    packed !== null &&
    'rows' in packed &&
    packed.rows instanceof Uint8Array &&
    'files' in packed &&
    packed.files instanceof Float64Array &&
    (passwordState === undefined || typeof passwordState === 'string')
  );
}
