import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openExportFile } from '../../../../src/adapters/file-store/write/open-export-file.ts';
import { ExportError } from '../../../../src/work/errors.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const opened = (path: string, replaces: boolean): ReturnType<typeof openExportFile> =>
  openExportFile({ path, replaces, stateDirectory: directory.at('state') });

async function write(name: string, text: string, replaces = false): Promise<void> {
  await using file = await opened(directory.at(name), replaces);
  await file.append(Buffer.from(text));
  await file.commit();
}

async function refusal(name: string, replaces = false): Promise<string> {
  const error = await write(name, 'new', replaces).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExportError);
  return error instanceof Error ? error.message : '';
}

describe('an export file', () => {
  it('has its content, and is readable only by its owner', async () => {
    await write('events.csv', 'a,b');
    expect(readFileSync(directory.at('events.csv'), 'utf8')).toBe('a,b');
    expect(statSync(directory.at('events.csv')).mode & 0o7777).toBe(0o600);
  });

  it('has its name only when it is complete', async () => {
    await using file = await opened(directory.at('events.evtx'), false);
    await file.append(Buffer.from('....content'));
    expect(existsSync(directory.at('events.evtx'))).toBe(false);
    await file.overwriteStart(Buffer.from('head'));
    await file.commit();
    expect(readFileSync(directory.at('events.evtx'), 'utf8')).toBe('headcontent');
  });

  it('leaves nothing if it is abandoned', async () => {
    {
      await using file = await opened(directory.at('events.evtx'), true);
      await file.append(Buffer.from('partial'));
    }
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it('does not replace a file without the order to do so', async () => {
    directory.write('events.csv', 'old');
    expect(await refusal('events.csv')).toContain('the file already exists; give a new file name, or --force');
    expect(readFileSync(directory.at('events.csv'), 'utf8')).toBe('old');
    expect(readdirSync(directory.path)).toEqual(['events.csv']);
  });

  it('does not replace a file that appears meanwhile', async () => {
    await using file = await opened(directory.at('events.csv'), false);
    directory.write('events.csv', 'other');
    await expect(file.commit()).rejects.toThrow('the file already exists');
    expect(readFileSync(directory.at('events.csv'), 'utf8')).toBe('other');
  });

  it('replaces a file on request, also its mode', async () => {
    directory.write('events.csv', 'old', 0o644);
    await write('events.csv', 'new', true);
    expect(readFileSync(directory.at('events.csv'), 'utf8')).toBe('new');
    expect(statSync(directory.at('events.csv')).mode & 0o7777).toBe(0o600);
  });

  it('never replaces a directory, a link or a device', async () => {
    mkdirSync(directory.at('directory'));
    directory.write('target', 'old');
    symlinkSync('target', directory.at('link'));
    expect(await refusal('directory', true)).toContain('is not a regular file');
    expect(await refusal('link', true)).toContain('is not a regular file');
    expect(readFileSync(directory.at('target'), 'utf8')).toBe('old');
    await expect(opened('/dev/null', true)).rejects.toThrow('is not a regular file');
  });

  it('is never written into the state directory, even through a link or under a new name', async () => {
    directory.write('state/ledger.db', 'events');
    symlinkSync('state', directory.at('link'));
    const words = 'its directory is the state directory of mailcertd; give a file in another directory';
    expect(await refusal('state/ledger.db', true)).toContain(words);
    expect(await refusal('link/ledger.db', true)).toContain(words);
    expect(await refusal('state/ledger.db.restored')).toContain(words);
    expect(readdirSync(directory.at('state'))).toEqual(['ledger.db']);
    expect(readFileSync(directory.at('state/ledger.db'), 'utf8')).toBe('events');
    directory.write('state/exports/old.csv', '');
    await write('state/exports/events.csv', 'new');
  });

  it('removes what a killed export has left a day before, and nothing else', async () => {
    const dayOld = ['.mailcertd-export-0123456789abcdef', '.mailcertd-exports', 'other'];
    for (const name of [...dayOld, '.mailcertd-export-fedcba9876543210']) directory.write(name, 'partial');
    const yesterday = Date.now() / 1000 - 24 * 60 * 60;
    for (const name of dayOld) utimesSync(directory.at(name), yesterday, yesterday);
    await write('events.csv', 'new');
    expect(readdirSync(directory.path).toSorted()).toEqual([
      '.mailcertd-export-fedcba9876543210',
      '.mailcertd-exports',
      'events.csv',
      'other',
    ]);
  });

  it('is refused if its directory does not exist', async () => {
    expect(await refusal('missing/events.csv')).toContain('ENOENT: its directory does not exist; create it first');
  });
});
