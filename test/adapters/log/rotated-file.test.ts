import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RotatedFile } from '../../../src/adapters/log/rotated-file.ts';
import { temporaryFolder } from './outputs.ts';

const read = (path: string): string => readFileSync(path, 'utf8');

/** A log of at most 10 bytes a file. */
function small(folder: string, keep: number): RotatedFile {
  return new RotatedFile({ path: join(folder, 'events.log'), maxSize: 10, keep });
}

describe('a rotated file', () => {
  it('turns before the text that would not fit, and never splits one', async () => {
    using folder = temporaryFolder();
    const file = small(folder.path, 3);
    await file.append(['1234\n', '5678\n', '9\n', 'much too long for one\n', 'x\n']);
    file.close();
    expect(readdirSync(folder.path)).toEqual(['events.log', 'events.log.1', 'events.log.2', 'events.log.3']);
    expect(['.3', '.2', '.1', ''].map((end) => read(join(folder.path, `events.log${end}`)))).toEqual([
      '1234\n5678\n',
      '9\n',
      'much too long for one\n',
      'x\n',
    ]);
  });

  it.each([
    [0, ['c\n']],
    [1, ['c\n', 'bbbbbbbbb\n']],
    [2, ['c\n', 'bbbbbbbbb\n', 'aaaaaaaaa\n']],
  ])('keeps %i beside it', async (keep, texts) => {
    using folder = temporaryFolder();
    const file = small(folder.path, keep);
    await file.append(['0\n', 'aaaaaaaaa\n', 'bbbbbbbbb\n', 'c\n']);
    file.close();
    const names = readdirSync(folder.path);
    expect(names.map((name) => read(join(folder.path, name)))).toEqual(texts);
  });

  it('moves only what stands before the first gap', async () => {
    using folder = temporaryFolder();
    const file = small(folder.path, 5);
    writeFileSync(join(folder.path, 'events.log.2'), 'old\n');
    await file.append(['aaaaaaaaa\n', 'b\n']);
    file.close();
    expect(read(join(folder.path, 'events.log.2'))).toBe('old\n');
    expect(read(join(folder.path, 'events.log.1'))).toBe('aaaaaaaaa\n');
  });

  it('goes on in the file that is there', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'events.log');
    writeFileSync(path, 'before\n');
    const file = small(folder.path, 1);
    await file.append(['a\n']);
    file.close();
    expect(read(path)).toBe('before\na\n');
  });

  it('begins a new line after one that a power cut left half', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'events.log');
    writeFileSync(path, 'hal');
    const file = small(folder.path, 1);
    await file.append(['a\n']);
    file.close();
    expect(read(path)).toBe('hal\na\n');
  });

  it.each([
    ['moved', (path: string): void => renameSync(path, `${path}.old`)],
    ['deleted', (path: string): void => rmSync(path)],
    [
      'moved, and made anew by the mover',
      (path: string): void => {
        renameSync(path, `${path}.old`);
        writeFileSync(path, '', { mode: 0o600 });
      },
    ],
    ['cut to nothing', (path: string): void => writeFileSync(path, '')],
  ])('is found again when it was %s', async (_, disturb) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'events.log');
    const file = small(folder.path, 1);
    await file.append(['first\n']);
    disturb(path);
    await file.append(['second\n']);
    file.close();
    expect(read(path)).toBe('second\n');
    if (existsSync(`${path}.old`)) expect(read(`${path}.old`)).toBe('first\n');
  });

  it('counts what others wrote into it', async () => {
    using folder = temporaryFolder();
    const file = small(folder.path, 1);
    await file.append(['a\n']);
    appendFileSync(join(folder.path, 'events.log'), 'not ours\n');
    await file.append(['b\n']);
    file.close();
    expect(read(join(folder.path, 'events.log'))).toBe('b\n');
  });

  it('is readable by its group, whatever the umask, and not by others', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'events.log');
    const umask = process.umask(0o077);
    const file = small(folder.path, 1);
    await file.append(['a\n']).finally(() => process.umask(umask));
    file.close();
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('leaves the mode that somebody gave it', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'events.log');
    writeFileSync(path, '');
    chmodSync(path, 0o604);
    const file = small(folder.path, 1);
    await file.append(['a\n']);
    file.close();
    expect(statSync(path).mode & 0o777).toBe(0o604);
  });

  it('says which file the disk was full for', async () => {
    const file = new RotatedFile({ path: '/dev/full', maxSize: 10, keep: 1 });
    for (const _ of [1, 2]) {
      await expect(file.append(['0123456789\n', 'x\n'])).rejects.toMatchObject({
        code: 'log_output',
        output: 'file:/dev/full',
        message: expect.stringContaining('ENOSPC'),
        cause: { code: 'ENOSPC' },
      });
    }
    file.close();
    expect(existsSync('/dev/full.1')).toBe(false);
  });

  it('fails on a pipe that nobody reads, and does not hang', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'pipe');
    execFileSync('mkfifo', [path]);
    const file = new RotatedFile({ path, maxSize: 1000, keep: 1 });
    await file.append(['a\n'.repeat(100)]).catch(() => {});
    file.close();
  });

  it('tries again after its folder was missing', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'log', 'events.log');
    const file = new RotatedFile({ path, maxSize: 100, keep: 1 });
    await expect(file.append(['a\n'])).rejects.toMatchObject({ cause: { code: 'ENOENT' } });
    mkdirSync(join(folder.path, 'log'));
    await file.append(['a\n']);
    file.close();
    expect(read(path)).toBe('a\n');
  });
});

/** A file system of one page, where the tests may mount one. */
function smallDisk(path: string): Disposable | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    return { [Symbol.dispose]: () => execFileSync('umount', ['-l', path]) };
  } catch {
    return undefined;
  }
}

describe('a rotated file on a full disk', () => {
  it('takes back the half that was written, and goes on when there is room', async ({ skip }) => {
    using folder = temporaryFolder();
    using disk = smallDisk(folder.path);
    if (disk === undefined) return skip('mounting a tmpfs needs root and its capability');
    const path = join(folder.path, 'events.log');
    const filler = join(folder.path, 'filler');
    const file = new RotatedFile({ path, maxSize: 1_000_000, keep: 1 });
    await file.append(['first\n']);
    writeFileSync(filler, 'x'.repeat(32_000));
    const batch = ['y'.repeat(40_000), 'z\n'].map((text) => `${text}\n`);
    await expect(file.append(batch)).rejects.toMatchObject({ cause: { code: 'ENOSPC' } });
    expect(read(path)).toBe('first\n');
    rmSync(filler);
    await file.append(batch);
    file.close();
    expect(read(path)).toBe(`first\n${batch.join('')}`);
  });
});
