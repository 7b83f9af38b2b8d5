import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StateBackup } from '../../../src/domain/status/state-backup.ts';
import { BACKUP_FORMAT, readBackupHeader, renderBackupHeader } from '../../../src/formats/backup/backup-header.ts';

const BACKUP: StateBackup = {
  program: '1.4.0',
  createdAt: 1_772_366_400_123,
  schemaVersion: 2,
  size: 1_044_480,
  lastRecordId: 18_402,
  computers: ['mail01.contoso.com'],
};

const read = (text: string): ReturnType<typeof readBackupHeader> => readBackupHeader(Buffer.from(text));

describe('the header of a backup', () => {
  it('is read as it was written, and its size includes the line end', () => {
    const header = renderBackupHeader(BACKUP);
    const expected = { kind: 'read', backup: BACKUP, bytes: Buffer.byteLength(header) };
    expect(read(`${header}SQLite format 3\0`)).toEqual(expected);
    expect(header).toMatch(/^\{"backup":"mailcertd-state","format":1,.*\}\n$/);
  });

  it('keeps names with any characters', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (computers) => {
        const backup = { ...BACKUP, computers };
        expect(read(renderBackupHeader(backup))).toMatchObject({ kind: 'read', backup });
      }),
    );
  });

  it('of a newer format has the version of the program that can read it', () => {
    const text = `{"backup":"mailcertd-state","format":${BACKUP_FORMAT + 1},"program":"2.0.0","parts":[]}\n`;
    expect(read(text)).toEqual({ kind: 'newer', format: BACKUP_FORMAT + 1, program: '2.0.0' });
  });

  it.each([
    ['an empty file', ''],
    ['a SQLite database', 'SQLite format 3\0'],
    ['a line without an end', renderBackupHeader(BACKUP).trimEnd()],
    ['another JSON value', '[1]\n'],
    ['null', 'null\n'],
    ['another program', '{"backup":"other","format":1,"program":"1"}\n'],
    ['a missing size', renderBackupHeader(BACKUP).replace('"size"', '"sizes"')],
    ['a negative size', renderBackupHeader(BACKUP).replace('1044480', '-1')],
    ['an invalid time', renderBackupHeader(BACKUP).replace('"createdAt":"2026', '"createdAt":"x2026')],
    ['names that are no texts', renderBackupHeader(BACKUP).replace('["mail01.contoso.com"]', '[1]')],
  ])('is not recognized in %s', (_, text) => {
    expect(read(text)).toEqual({ kind: 'unrecognized' });
  });

  it('is never read with an error', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(readBackupHeader(bytes).kind).toBe('unrecognized');
      }),
    );
  });
});
