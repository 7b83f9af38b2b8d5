import type { StateBackup } from '../../domain/status/state-backup.ts';
import { isCount, isInstant, isText, isTexts } from '../json-checks.ts';

/** The version of the file format that this program writes and reads. */
export const BACKUP_FORMAT = 1;
/** The value that marks a file as a backup. */
const MARK = 'mailcertd-state';
const LINE_END = 0x0a;
const NO_FIELDS: ReadonlyMap<string, unknown> = new Map();
/** The maximum size of the header with its line end, bytes. */
export const MAX_HEADER_BYTES: number = 64 * 1024;
/** The size of the end: the SHA-256 of all bytes before it, 64 hex digits, and a line end. */
export const BACKUP_END_BYTES = 65;

/** The header of a file, or why the file has none that this program can read. */
export type ReadBackupHeader =
  /** `bytes` is the size of the header with its line end. */
  | { readonly kind: 'read'; readonly backup: StateBackup; readonly bytes: number }
  | { readonly kind: 'newer'; readonly format: number; readonly program: string }
  | { readonly kind: 'unrecognized' };

/**
 * Returns the header of a backup: one line of JSON. It is followed by the database of the event log
 * and by the end.
 */
export function renderBackupHeader({ createdAt, ...rest }: StateBackup): string {
  const header = { backup: MARK, format: BACKUP_FORMAT, createdAt: new Date(createdAt).toISOString(), ...rest };
  return `${JSON.stringify(header)}\n`;
}

/**
 * Reads the header of a backup.
 * @param start the first bytes of the file: all, or `MAX_HEADER_BYTES`
 */
export function readBackupHeader(start: Uint8Array): ReadBackupHeader {
  const end = start.indexOf(LINE_END);
  const fields = end === -1 ? NO_FIELDS : fieldsOf(Buffer.from(start.subarray(0, end)).toString('utf8'));
  const [format, program] = [fields.get('format'), fields.get('program')];
  if (fields.get('backup') !== MARK || !isCount(format) || !isText(program)) return { kind: 'unrecognized' };
  // A newer format has these three fields too.
  if (format > BACKUP_FORMAT) return { kind: 'newer', format, program };
  const createdAt = Date.parse(String(fields.get('createdAt')));
  const [schemaVersion, size] = [fields.get('schemaVersion'), fields.get('size')];
  const [lastRecordId, computers] = [fields.get('lastRecordId'), fields.get('computers')];
  if (!isInstant(createdAt) || !isCount(schemaVersion) || !isCount(size)) return { kind: 'unrecognized' };
  if (!isCount(lastRecordId) || !isTexts(computers)) return { kind: 'unrecognized' };
  const backup = { program, createdAt, schemaVersion, size, lastRecordId, computers };
  return { kind: 'read', backup, bytes: end + 1 };
}

/** Returns the fields of a JSON object; none for any other text. */
function fieldsOf(text: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)) : NO_FIELDS;
  } catch {
    return NO_FIELDS;
  }
}
