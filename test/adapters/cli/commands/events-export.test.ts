import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openExportFile } from '../../../../src/adapters/file-store/write/open-export-file.ts';
import type { EventRecord } from '../../../../src/domain/event/event-record.ts';
import type { Locale } from '../../../../src/domain/text/locale.ts';
import type { RecordQuery } from '../../../../src/work/ports/ledger.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { CLEARED, NO_CERTIFICATE } from '../../../formats/event/records.ts';
import { readEvtx } from '../../../formats/evtx/read-evtx.ts';
import { CONTOSO } from '../contoso.ts';
import { type Answer, sessionOf, typeCommand } from '../desk.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

/** Runs `events` with these records, and returns its answer and query. */
async function exporting(
  words: readonly string[],
  records: readonly EventRecord[] = [NO_CERTIFICATE, CLEARED],
  locale: Locale = 'en',
): Promise<Answer & { readonly query: RecordQuery | undefined }> {
  const session = sessionOf({ world: CONTOSO, locale });
  let query: RecordQuery | undefined;
  const operations = {
    ...session.operations,
    async *events(given: RecordQuery) {
      query = given;
      yield* records;
    },
  };
  const open = async () => ({ ...session, operations });
  const answer = await typeCommand(['events', ...words], { world: CONTOSO, dependencies: { open, openExportFile } });
  return { ...answer, query };
}

describe('events export', () => {
  it('writes an .evtx file, as its name says', async () => {
    const path = directory.at('events.EVTX');
    const { code, stdout, stderr } = await exporting(['export', '--out', path]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `Exported 2 events to ${path}\n`, stderr: '' });
    expect(readEvtx(readFileSync(path)).flatMap(({ records }) => records)).toHaveLength(2);
  });

  it.each([
    [
      'xml',
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Events xmlns='[^']+'>\n(<Event .*<\/Event>\n){2}<\/Events>\n$/,
    ],
    ['csv', /^\ufeff"TimeCreated",.*\r\n"2026-11-24T00:05:03.000Z",/],
    ['json', /^(\{"@timestamp":.*\}\n){2}$/],
  ])('writes %s', async (format, content) => {
    const path = directory.at(`events.${format}`);
    expect(await exporting(['export', '--out', path])).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).toMatch(content);
  });

  it('writes text to standard output, without a byte order mark and a message', async () => {
    const { stdout, stderr } = await exporting(['export', '--out', '-', '--format', 'csv']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^"TimeCreated".*\r\n/);
    expect(stdout).toMatch(/\r\n$/);
  });

  it('writes the same JSON as events', async () => {
    const { stdout } = await exporting(['export', '--out', '-', '--format', 'json']);
    expect(stdout).toBe((await exporting(['--format', 'json'])).stdout);
  });

  it('uses the filters', async () => {
    const words = ['export', '--out', '-', '--format', 'json', '12014', '--level', 'error', '-n', '5'];
    const query = { eventIds: [12014], level: 'Error', last: 5 };
    expect((await exporting(words)).query).toEqual(query);
    const before = ['--level', 'error', '-n', '5', '--format', 'json', 'export', '12014', '--out', '-'];
    expect((await exporting(before)).query).toEqual(query);
  });

  it('writes a file without events, and says so', async () => {
    const path = directory.at('events.evtx');
    const { code, stderr } = await exporting(['export', '--out', path], []);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'No event matches.\n' });
    expect(readEvtx(readFileSync(path))).toHaveLength(1);
  });

  it.each([
    ['en', 'The longest texts of 2 events are shortened, because a record of an .evtx file has at most 64 KiB.'],
    ['ja', '.evtx ファイルのレコードは最大 64 KiB のため、2 件のイベントの長いテキストを省略しました。'],
  ] as const)('says how many events are shortened, in %s', async (locale, note) => {
    const long = { ...NO_CERTIFICATE, parameters: ['mail.contoso.com', 'x'.repeat(100_000)] };
    const many = { ...NO_CERTIFICATE, parameters: Array.from({ length: 401 }, () => 'p') };
    const words = ['export', '--out', directory.at('events.evtx')];
    const { code, stderr } = await exporting(words, [CLEARED, long, many, NO_CERTIFICATE], locale);
    expect(code).toBe(0);
    expect(stderr).toContain(note);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('does not shorten the texts of other formats', async () => {
    const long = { ...NO_CERTIFICATE, parameters: ['mail.contoso.com', 'x'.repeat(100_000)] };
    const { stderr } = await exporting(['export', '--out', directory.at('events.xml')], [long]);
    expect(stderr).toBe('');
  });

  it('replaces a file only with --force', async () => {
    const path = directory.write('events.json', 'old');
    const refused = await exporting(['export', '--out', path]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('the file already exists');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect((await exporting(['export', '--out', path, '--force'])).code).toBe(0);
    expect(readFileSync(path, 'utf8')).not.toBe('old');
  });

  it.each([
    [['export', '--out', 'events.txt'], 'its name does not end with .evtx, .xml, .csv or .json; give --format'],
    [['export', '--out', '-'], 'give --format'],
    [['export', '--out', '-', '--format', 'evtx'], 'an .evtx file has a header that is written last'],
    [['export', '--out', '-', '--format', 'classic'], 'write one of evtx, xml, csv, json'],
    [['export', '--out', '-', '--format', 'json', '-f'], 'cannot export while following'],
    [['--format', 'csv'], 'write one of line, classic, json, xml'],
    [['show', '1', '--format', 'csv'], 'write one of line, classic, json, xml'],
    [['export'], '--out'],
  ])('refuses %j', async (words, reason) => {
    const { code, stdout, stderr } = await exporting(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });
});
