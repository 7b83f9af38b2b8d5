import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf } from '../../../src/adapters/file-store/file-identity.ts';
import { Pace } from '../../../src/adapters/file-store/pace.ts';
import { FileReader } from '../../../src/adapters/file-store/read-file.ts';
import { type TemporaryFolder, temporaryFolder } from '../../fixtures/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const reader = new FileReader();
const pace = (): Pace => new Pace(new AbortController().signal);

describe('reading a file that was something else when it was looked at', () => {
  it('gives what stands there now, with the identity that belongs to it', async () => {
    const path = folder.write('x.pem', 'one');
    const before = identityOf(statSync(path));
    folder.write('x.pem', 'another');
    const reading = await reader.read(path, before, pace());
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(String(reading.bytes)).toBe('another');
    expect(reading.identity).toEqual(identityOf(statSync(path)));
  });

  it('is nothing when it is gone', async () => {
    const path = folder.write('x.pem', 'one');
    const before = identityOf(statSync(path));
    rmSync(path);
    expect(await reader.read(path, before, pace())).toEqual({ kind: 'gone' });
  });

  it('never waits for a FIFO that took its place', async () => {
    const path = folder.write('x.pem', 'one');
    const before = identityOf(statSync(path));
    rmSync(path);
    execFileSync('mkfifo', [path]);
    const reading = await reader.read(path, before, pace());
    expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'not_a_regular_file', location: path } });
  });

  it('is too large when it has become so', async () => {
    const path = folder.write('x.pem', 'one');
    const before = identityOf(statSync(path));
    truncateSync(path, 10 * 2 ** 30);
    const reading = await reader.read(path, before, pace());
    expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'too_large', location: path } });
  });

  it('gives up on one that changes each time it is read: changed_while_reading', async () => {
    const path = folder.write('x.pem', Buffer.alloc(3 * 1024 * 1024, 'a'));
    // A turn ends each time it is asked for, so that the file can grow between two pieces.
    const growing = pace();
    growing.due = () => true;
    growing.rest = async () => appendFileSync(path, 'b');
    const reading = await reader.read(path, identityOf(statSync(path)), growing);
    expect(reading).toMatchObject({ kind: 'problem', problem: { reason: 'changed_while_reading', location: path } });
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 1_048_576, 5_000_000])('gives all %i octets', async (size) => {
    const content = Buffer.alloc(size, 'abcdefg');
    const path = folder.write('x.pem', content);
    const reading = await reader.read(path, identityOf(statSync(path)), pace());
    expect(reading.kind === 'read' && reading.bytes.equals(content)).toBe(true);
  });

  it('gives nothing of the file that was read before it', async () => {
    const [long, short] = [folder.write('long', 'x'.repeat(1000)), folder.write('short', 'y')];
    await reader.read(long, identityOf(statSync(long)), pace());
    const reading = await reader.read(short, identityOf(statSync(short)), pace());
    expect(reading.kind === 'read' && String(reading.bytes)).toBe('y');
  });
});
