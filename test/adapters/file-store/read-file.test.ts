import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf } from '../../../src/adapters/file-store/file-identity.ts';
import { FileReader } from '../../../src/adapters/file-store/read-file.ts';
import { type TemporaryFolder, temporaryFolder } from '../../fixtures/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const reader = new FileReader();

describe('reading a file that was something else when it was looked at', () => {
  it('gives what stands there now, with the identity that belongs to it', () => {
    const path = folder.write('x.pem', 'one');
    folder.write('x.pem', 'another');
    const reading = reader.read(path);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(String(reading.bytes)).toBe('another');
    expect(identityOf(reading.state)).toEqual(identityOf(statSync(path)));
  });

  it('is nothing when it is gone', () => {
    const path = folder.write('x.pem', 'one');
    rmSync(path);
    expect(reader.read(path)).toEqual({ kind: 'gone' });
  });

  it('never waits for a FIFO that took its place', () => {
    const path = folder.write('x.pem', 'one');
    rmSync(path);
    execFileSync('mkfifo', [path]);
    const reading = reader.read(path);
    expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'not_a_regular_file', location: path } });
  });

  it('is too large when it has become so', () => {
    const path = folder.write('x.pem', 'one');
    truncateSync(path, 10 * 2 ** 30);
    const reading = reader.read(path);
    expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'too_large', location: path } });
  });

  it('gives up on one that changes each time it is read: changed_while_reading', async () => {
    const path = folder.write('x.pem', Buffer.alloc(12 * 1024 * 1024, 'a'));
    const touching = `const fs = require('node:fs'); for (let at = 1; ; at += 1) fs.utimesSync(process.argv[1], at, at);`;
    const changing = spawn(process.execPath, ['-e', touching, path], { stdio: 'ignore' });
    try {
      let reading = reader.read(path);
      // On a busy machine the other process gets its turn in the midst of a reading only now and then.
      for (let left = 2000; reading.kind === 'read' && left > 0; left -= 1) {
        await setTimeout(5);
        reading = reader.read(path);
      }
      expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'changed_while_reading', location: path } });
    } finally {
      changing.kill('SIGKILL');
    }
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 1_048_576, 5_000_000])('gives all %i octets', (size) => {
    const content = Buffer.alloc(size, 'abcdefg');
    const path = folder.write('x.pem', content);
    const reading = reader.read(path);
    expect(reading.kind === 'read' && reading.bytes.equals(content)).toBe(true);
  });

  it('gives nothing of the file that was read before it', () => {
    const [long, short] = [folder.write('long', 'x'.repeat(1000)), folder.write('short', 'y')];
    reader.read(long);
    const reading = reader.read(short);
    expect(reading.kind === 'read' && String(reading.bytes)).toBe('y');
  });
});

describe('reading a small file without its state', () => {
  it.each([1, 100, 65_535])('gives all %i octets', (size) => {
    const content = Buffer.alloc(size, 'abcdefg');
    expect(reader.readSmall(folder.write('x.pem', content))?.equals(content)).toBe(true);
  });

  it.each([0, 65_536, 5_000_000])('leaves one of %i octets to be read whole', (size) => {
    expect(reader.readSmall(folder.write('x.pem', Buffer.alloc(size, 'a')))).toBeUndefined();
  });

  it('gives nothing of what is gone, or is a folder', () => {
    expect(reader.readSmall(folder.at('none'))).toBeUndefined();
    expect(reader.readSmall(folder.path)).toBeUndefined();
  });

  it('takes nothing out of a FIFO that took its place', () => {
    const path = folder.at('x.pem');
    execFileSync('mkfifo', [path]);
    const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      writeSync(both, 'for another');
      expect(reader.readSmall(path)).toBeUndefined();
      const left = Buffer.alloc(100);
      expect(left.toString('latin1', 0, readSync(both, left))).toBe('for another');
    } finally {
      closeSync(both);
    }
  });
});
