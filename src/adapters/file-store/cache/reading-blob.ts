import { deserialize, serialize } from 'node:v8';
import type { PackedReadings } from './packed-readings.ts';

/** What was read of some files, as it lies in one blob. */
export interface ReadingBlob {
  readonly paths: readonly string[];
  readonly packed: PackedReadings;
  /** The state of the password files with which they were read; undefined: none of them took a password. */
  readonly passwordState: string | undefined;
}

/** Raise it whenever `PackedReadings`, or what one of its parts means, changes. */
export const READING_FORMAT = 3;

export function writeReadingBlob({ paths, packed, passwordState }: ReadingBlob): Uint8Array {
  return serialize([paths, packed, passwordState]);
}

/** What was written, in memory of its own. Whether the octets are whole is the shelf's to know. @throws when they are no such blob */
export function readReadingBlob(octets: Uint8Array): ReadingBlob {
  const written: unknown = deserialize(octets);
  if (!isWritten(written)) throw new TypeError('no readings');
  const [paths, packed, passwordState] = written;
  // What is read from octets is a view of them: it would hold all of them in memory.
  return { paths, packed: { ...packed, rows: packed.rows.slice(), files: packed.files.slice() }, passwordState };
}

function isWritten(value: unknown): value is readonly [readonly string[], PackedReadings, string | undefined] {
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
