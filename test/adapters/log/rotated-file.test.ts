import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
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
import { describe, expect, it, vi } from 'vitest';
import { RotatedFile } from '../../../src/adapters/log/rotated-file.ts';
import { temporaryDirectory } from './outputs.ts';

const read = (path: string): string => readFileSync(path, 'utf8');

/** Returns a log with at most 10 bytes per file. */
function small(directory: string, keep: number): RotatedFile {
  return new RotatedFile({ path: join(directory, 'events.log'), maxSize: 10, keep });
}

describe('a rotated file', () => {
  it('rotates before the text that would not fit, and never splits one', async () => {
    using directory = temporaryDirectory();
    const file = small(directory.path, 3);
    await file.append(['1234\n', '5678\n', '9\n', 'much too long for one\n', 'x\n']);
    file.close();
    expect(readdirSync(directory.path)).toEqual(['events.log', 'events.log.1', 'events.log.2', 'events.log.3']);
    expect(['.3', '.2', '.1', ''].map((end) => read(join(directory.path, `events.log${end}`)))).toEqual([
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
  ])('keeps %i old files', async (keep, texts) => {
    using directory = temporaryDirectory();
    const file = small(directory.path, keep);
    await file.append(['0\n', 'aaaaaaaaa\n', 'bbbbbbbbb\n', 'c\n']);
    file.close();
    const names = readdirSync(directory.path);
    expect(names.map((name) => read(join(directory.path, name)))).toEqual(texts);
  });

  it('moves only the files before the first gap', async () => {
    using directory = temporaryDirectory();
    const file = small(directory.path, 5);
    writeFileSync(join(directory.path, 'events.log.2'), 'old\n');
    await file.append(['aaaaaaaaa\n', 'b\n']);
    file.close();
    expect(read(join(directory.path, 'events.log.2'))).toBe('old\n');
    expect(read(join(directory.path, 'events.log.1'))).toBe('aaaaaaaaa\n');
  });

  it('continues the existing file', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'events.log');
    writeFileSync(path, 'before\n');
    const file = small(directory.path, 1);
    await file.append(['a\n']);
    file.close();
    expect(read(path)).toBe('before\na\n');
  });

  it('begins a new line after one that a power failure truncated', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'events.log');
    writeFileSync(path, 'hal');
    const file = small(directory.path, 1);
    await file.append(['a\n']);
    file.close();
    expect(read(path)).toBe('hal\na\n');
  });

  it.each([
    ['moved', (path: string): void => renameSync(path, `${path}.old`)],
    ['deleted', (path: string): void => rmSync(path)],
    [
      'moved, and created again by the same program',
      (path: string): void => {
        renameSync(path, `${path}.old`);
        writeFileSync(path, '', { mode: 0o600 });
      },
    ],
    ['cut to nothing', (path: string): void => writeFileSync(path, '')],
  ])('is opened again when it was %s', async (_, disturb) => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'events.log');
    const file = small(directory.path, 1);
    await file.append(['first\n']);
    disturb(path);
    await file.append(['second\n']);
    file.close();
    expect(read(path)).toBe('second\n');
    if (existsSync(`${path}.old`)) expect(read(`${path}.old`)).toBe('first\n');
  });

  it('counts bytes of other writers', async () => {
    using directory = temporaryDirectory();
    const file = small(directory.path, 1);
    await file.append(['a\n']);
    appendFileSync(join(directory.path, 'events.log'), 'not ours\n');
    await file.append(['b\n']);
    file.close();
    expect(read(join(directory.path, 'events.log'))).toBe('b\n');
  });

  it('is readable by its group, whatever the umask, and not by others', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'events.log');
    const umask = process.umask(0o077);
    const file = small(directory.path, 1);
    await file.append(['a\n']).finally(() => process.umask(umask));
    file.close();
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('keeps the mode that a user gave it', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'events.log');
    writeFileSync(path, '');
    chmodSync(path, 0o604);
    const file = small(directory.path, 1);
    await file.append(['a\n']);
    file.close();
    expect(statSync(path).mode & 0o777).toBe(0o604);
  });

  it('names the file for which the disk was full', async () => {
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

  it('tries again after its directory was missing', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'log', 'events.log');
    const file = new RotatedFile({ path, maxSize: 100, keep: 1 });
    await expect(file.append(['a\n'])).rejects.toMatchObject({ cause: { code: 'ENOENT' } });
    mkdirSync(join(directory.path, 'log'));
    await file.append(['a\n']);
    file.close();
    expect(read(path)).toBe('a\n');
  });
});

/** Mounts a file system of 64 KB; undefined if the tests may not mount. */
function smallDisk(path: string): Disposable | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    return { [Symbol.dispose]: () => execFileSync('umount', ['-l', path]) };
  } catch {
    return undefined;
  }
}

describe('a rotated file on a full disk', () => {
  it('removes the half-written record, and continues when there is space', async ({ skip }) => {
    using directory = temporaryDirectory();
    using disk = smallDisk(directory.path);
    if (disk === undefined) return skip('mounting a tmpfs needs root and its capability');
    const path = join(directory.path, 'events.log');
    const filler = join(directory.path, 'filler');
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

describe('a pipe', () => {
  const TEXTS = Array.from({ length: 500 }, (_, index) => `${index} ${'x'.repeat(1000)}\n`);

  interface Pipe {
    readonly path: string;
    readonly file: RotatedFile;
    /** The file to which its readers write. */
    readonly out: string;
  }

  function pipeIn(directory: string): Pipe {
    const path = join(directory, 'pipe');
    execFileSync('mkfifo', [path]);
    return { path, file: new RotatedFile({ path, maxSize: 1000, keep: 1 }), out: join(directory, 'out') };
  }

  /** Starts a reader, and returns when it has opened the pipe. It first reads `begun`. */
  async function reading({ path, file, out }: Pipe, script: string): Promise<ChildProcess> {
    const reader = spawn('sh', ['-c', `exec <"$0" >"$1"; ${script}`, path, out], { stdio: 'ignore' });
    await vi.waitFor(() => file.append(['begun\n']), { timeout: 10_000 });
    return reader;
  }

  it('without a reader accepts nothing, however often it is tried', async () => {
    using directory = temporaryDirectory();
    const { path, file } = pipeIn(directory.path);
    for (const _ of [1, 2]) {
      await expect(file.append(['a\n'])).rejects.toMatchObject({
        message: `cannot append to ${path}: no program reads this pipe; start the program that should read it`,
        problem: { reason: 'connection_refused' },
        cause: { code: 'ENXIO' },
      });
    }
    file.close();
  });

  it('with a slow reader gets a batch that exceeds its capacity, complete and once', async () => {
    using directory = temporaryDirectory();
    const pipe = pipeIn(directory.path);
    const reader = await reading(pipe, 'sleep 0.3; cat');
    await pipe.file.append(TEXTS);
    pipe.file.close();
    await once(reader, 'close');
    expect(read(pipe.out)).toBe(`begun\n${TEXTS.join('')}`);
  });

  it('whose reader ended within a line begins a new one for the next', async () => {
    using directory = temporaryDirectory();
    const pipe = pipeIn(directory.path);
    await reading(pipe, 'head -c 1500');
    await expect(pipe.file.append(TEXTS)).rejects.toMatchObject({
      message: expect.stringContaining('no program reads this pipe'),
      cause: { code: 'EPIPE' },
    });
    const reader = await reading(pipe, 'cat');
    pipe.file.close();
    await once(reader, 'close');
    expect(read(pipe.out)).toMatch(/x\nbegun\n$/);
  });

  it.each([
    ['for long has failed', 10_000, 'the pipe has been full for 10 s; check the program that reads it'],
    ['ends with the signal', 0, 'aborted'],
  ])('whose reader reads nothing %s', async (_, after, problem) => {
    using directory = temporaryDirectory();
    const pipe = pipeIn(directory.path);
    const reader = await reading(pipe, 'exec sleep 60');
    let at = 0;
    // Each reading of the clock advances it.
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (at += after));
    try {
      const appended = pipe.file.append(TEXTS);
      if (after === 0) pipe.file.abandon();
      await expect(appended).rejects.toThrow(problem);
    } finally {
      now.mockRestore();
      reader.kill();
      pipe.file.close();
    }
  });
});
