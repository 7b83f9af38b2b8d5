import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileReader } from '../../../../src/adapters/file-store/open/read-file.ts';
import { fileStateOf } from '../../../../src/adapters/file-store/walk/file-state.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const reader = new FileReader();

describe('reading a file that was replaced since it was listed', () => {
  it('returns the current content, with its own state', () => {
    const path = directory.write('x.pem', 'one');
    directory.write('x.pem', 'another');
    const reading = reader.read(path);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(String(reading.bytes)).toBe('another');
    expect(fileStateOf(reading.stats)).toEqual(fileStateOf(statSync(path)));
  });

  it('returns nothing when it was removed', () => {
    const path = directory.write('x.pem', 'one');
    rmSync(path);
    expect(reader.read(path)).toEqual({ kind: 'gone' });
  });

  it('never waits for a FIFO that took its place', () => {
    const path = directory.write('x.pem', 'one');
    rmSync(path);
    execFileSync('mkfifo', [path]);
    const reading = reader.read(path);
    expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'not_a_regular_file', location: path } });
  });

  it('returns too large when it has become so', () => {
    const path = directory.write('x.pem', 'one');
    truncateSync(path, 10 * 2 ** 30);
    const reading = reader.read(path);
    expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'too_large', location: path } });
  });

  it('returns changed_while_reading for one that changes each time it is read', async () => {
    const path = directory.write('x.pem', Buffer.alloc(12 * 1024 * 1024, 'a'));
    const touching = `const fs = require('node:fs'); for (let at = 1; ; at += 1) fs.utimesSync(process.argv[1], at, at);`;
    const changing = spawn(process.execPath, ['-e', touching, path], { stdio: 'ignore' });
    try {
      let reading = reader.read(path);
      // On a busy machine, the other process seldom runs during a read.
      for (let left = 2000; reading.kind === 'read' && left > 0; left -= 1) {
        await setTimeout(5);
        reading = reader.read(path);
      }
      expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'changed_while_reading', location: path } });
    } finally {
      changing.kill('SIGKILL');
    }
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 1_048_576, 5_000_000])('returns all %i bytes', (size) => {
    const content = Buffer.alloc(size, 'abcdefg');
    const path = directory.write('x.pem', content);
    const reading = reader.read(path);
    expect(reading.kind === 'read' && reading.bytes.equals(content)).toBe(true);
  });

  it('returns nothing of the file that was read before it', () => {
    const [long, short] = [directory.write('long', 'x'.repeat(1000)), directory.write('short', 'y')];
    reader.read(long);
    const reading = reader.read(short);
    expect(reading.kind === 'read' && String(reading.bytes)).toBe('y');
  });
});

describe('reading a file without its state, with a consumer for its content', () => {
  /** A consumer that keeps the offered content, and accepts it or not. */
  class Taker {
    readonly offered: Buffer[] = [];
    #last: Buffer | undefined;
    readonly #takes: boolean;

    constructor(takes: boolean) {
      this.#takes = takes;
    }

    addRegularCertificate(bytes: Buffer): boolean {
      this.offered.push(Buffer.from(bytes));
      this.#last = bytes;
      return this.#takes;
    }

    /** True if the memory of the last offer was erased. */
    get isWiped(): boolean {
      return this.#last?.every((byte) => byte === 0) === true;
    }
  }

  it.each([1, 100, 65_535])('offers all %i bytes, and leaves none of them in memory', (size) => {
    const content = Buffer.alloc(size, 'abcdefg');
    const taker = new Taker(true);
    expect(reader.readInto(directory.write('x.pem', content), taker)).toBeUndefined();
    expect(taker.offered).toEqual([content]);
    expect(taker.isWiped).toBe(true);
  });

  it.each([1, 100, 65_535])('reads %i bytes that the consumer refuses with the state, unchanged', (size) => {
    const path = directory.write('x.pem', Buffer.alloc(size, 'abcdefg'));
    const reading = reader.readInto(path, new Taker(false));
    if (reading?.kind !== 'read') throw new Error(reading?.kind);
    expect(reading.bytes).toEqual(Buffer.alloc(size, 'abcdefg'));
    expect(fileStateOf(reading.stats)).toEqual(fileStateOf(statSync(path)));
  });

  it.each([0, 65_536, 200_000])('offers nothing of %i bytes, and keeps none of them', (size) => {
    const allocated = vi.spyOn(Buffer, 'allocUnsafeSlow');
    const own = new FileReader();
    const [small] = allocated.mock.results.map(({ value }) => value);
    allocated.mockRestore();
    small.fill(0);
    const taker = new Taker(true);
    const reading = own.readInto(directory.write('x.pem', Buffer.alloc(size, 'k')), taker);
    expect(reading?.kind === 'read' && reading.bytes.equals(Buffer.alloc(size, 'k'))).toBe(true);
    expect(taker.offered).toEqual([]);
    expect(small.length).toBe(65_536);
    expect(small.includes('k')).toBe(false);
  });

  it('has the usual result for a removed file, or a directory', () => {
    for (const path of [directory.at('none'), directory.path]) {
      expect(reader.readInto(path, new Taker(true))).toEqual(reader.read(path));
    }
  });

  it('leaves no file open', () => {
    const open = (): number => readdirSync('/proc/self/fd').length;
    const path = directory.write('x.pem', 'x');
    const before = open();
    for (let left = 20; left > 0; left -= 1) reader.readInto(path, new Taker(left % 2 === 0));
    expect(open()).toBe(before);
  });

  it('offers nothing of a FIFO that took its place', () => {
    const path = directory.at('x.pem');
    execFileSync('mkfifo', [path]);
    const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      writeSync(both, 'for another');
      expect(reader.readInto(path, new Taker(true))).toMatchObject({
        problem: { reason: 'not_a_regular_file', location: path },
      });
      const left = Buffer.alloc(100);
      expect(left.toString('latin1', 0, readSync(both, left))).toBe('for another');
    } finally {
      closeSync(both);
    }
  });
});
