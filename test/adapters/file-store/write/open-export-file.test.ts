import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openExportFile } from '../../../../src/adapters/file-store/write/open-export-file.ts';
import { ExportError } from '../../../../src/work/errors.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

async function write(name: string, text: string, replaces = false): Promise<void> {
  await using file = await openExportFile({ path: directory.at(name), replaces });
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
    await using file = await openExportFile({ path: directory.at('events.evtx'), replaces: false });
    await file.append(Buffer.from('....content'));
    expect(existsSync(directory.at('events.evtx'))).toBe(false);
    await file.overwriteStart(Buffer.from('head'));
    await file.commit();
    expect(readFileSync(directory.at('events.evtx'), 'utf8')).toBe('headcontent');
  });

  it('leaves nothing if it is abandoned', async () => {
    {
      await using file = await openExportFile({ path: directory.at('events.evtx'), replaces: true });
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
    await using file = await openExportFile({ path: directory.at('events.csv'), replaces: false });
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
    await expect(openExportFile({ path: '/dev/null', replaces: true })).rejects.toThrow('is not a regular file');
  });

  it('is refused if its directory does not exist', async () => {
    expect(await refusal('missing/events.csv')).toContain('ENOENT: its directory does not exist; create it first');
  });
});
