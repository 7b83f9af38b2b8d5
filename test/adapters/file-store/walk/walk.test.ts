import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Listings } from '../../../../src/adapters/file-store/walk/listings.ts';
import { TimeSlice } from '../../../../src/adapters/file-store/walk/time-slice.ts';
import { walk } from '../../../../src/adapters/file-store/walk/walk.ts';
import type { WalkOptions } from '../../../../src/adapters/file-store/walk/walk-options.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made, places, seen, storeAt, unavailableResult } from '../scans.ts';

let directory: TemporaryDirectory;
const certificate = made().certificatePem;
const another = made('other.contoso.com').certificatePem;

beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

/**
 * Returns the dependencies and the counts of a walk, which must yield whenever it checks the time.
 */
function walking({ isCalledOff = false }): {
  readonly options: WalkOptions;
  readonly counted: { readonly files: number; readonly rests: number };
} {
  const counted = { files: 0, rests: 0 };
  const slice = new TimeSlice(new AbortController().signal);
  slice.hasElapsed = () => true;
  slice.pause = async () => {
    counted.rests += 1;
    if (isCalledOff) throw new Error('called off');
  };
  const options: WalkOptions = {
    slice,
    maxFiles: 10_000,
    onDirectory: () => {},
    onLink: () => {},
    onFile: () => {
      counted.files += 1;
    },
    onNewFiles: undefined,
    listings: new Listings(0),
    previousFileAt: () => undefined,
    changedPaths: undefined,
    isIgnored: () => false,
  };
  return { options, counted };
}

async function found(path: string): Promise<string[]> {
  const { value } = await seen(storeAt(path));
  return value.certificates.map(({ location }) => location.path.replace(`${directory.path}/`, ''));
}

describe('a directory', () => {
  it('is read with all subdirectories, in order of path', async () => {
    directory.write('b/deep/er/x.pem', certificate);
    directory.write('b.pem', certificate);
    directory.write('a/x.pem', certificate);
    directory.write('b/a.pem', certificate);
    expect(await found(directory.path)).toEqual(['a/x.pem', 'b.pem', 'b/a.pem', 'b/deep/er/x.pem']);
  });

  it('is read without hidden entries', async () => {
    directory.write('.new-1/certificate.pem', certificate);
    directory.write('.hidden.pem', certificate);
    directory.write('x.pem', certificate);
    expect(await found(directory.path)).toEqual(['x.pem']);
  });

  it('is read through links, to files and to directories, each directory once', async () => {
    directory.write('outside/far.pem', certificate);
    directory.write('store/near.pem', another);
    symlinkSync(directory.at('outside'), directory.at('store/link'));
    symlinkSync('..', directory.at('store/up'));
    symlinkSync('.', directory.at('store/self'));
    symlinkSync('near.pem', directory.at('store/a-link.pem'));
    expect(await found(directory.at('store'))).toEqual(['store/a-link.pem', 'store/link/far.pem']);
  });

  it('keeps its names without links when a link inside it leads to a part of it', async () => {
    directory.write('z-real/x.pem', certificate);
    symlinkSync('z-real', directory.at('a-link'));
    expect(await found(directory.path)).toEqual(['z-real/x.pem']);
  });

  it('that is empty is available, and is no glob', async () => {
    const { value, problems } = await seen(storeAt(directory.path));
    expect(value).toEqual({
      name: 'My',
      certificates: [],
      isGlob: false,
      unreadablePaths: [],
      unreadableSinceStart: [],
    });
    expect(problems).toEqual([]);
  });

  it('that is missing is unavailable: not_found', async () => {
    expect(await unavailableResult(storeAt(directory.at('none')))).toMatchObject({
      problem: { reason: 'not_found', location: directory.at('none') },
      times: 1,
      last: undefined,
    });
  });

  it('that is a link to itself is unavailable: symlink_loop', async () => {
    symlinkSync('loop', directory.at('loop'));
    expect((await unavailableResult(storeAt(directory.at('loop')))).problem.reason).toBe('symlink_loop');
  });

  it('with more entries than the limit is unavailable: too_many_files', async () => {
    for (let at = 0; at < 11; at += 1) directory.write(`${at}.pem`, certificate);
    expect((await unavailableResult(storeAt(directory.path, { maxFiles: 10 }))).problem.reason).toBe('too_many_files');
    expect((await seen(storeAt(directory.path, { maxFiles: 11 }))).problems).toEqual([]);
  });
});

describe('a walk', () => {
  it.each([
    ['many small directories', 400, 1],
    ['one large directory', 1, 400],
  ])('through %s yields to the event loop', async (_what, directories, files) => {
    for (let at = 0; at < directories; at++) {
      for (let file = 0; file < files; file++) directory.write(`${at}/${file}.pem`, 'x');
    }
    const { options, counted } = walking({});
    await walk(directory.path, options);
    expect(counted.files).toBe(400);
    expect(counted.rests).toBeGreaterThan(400 / 10);
  });
});

describe('files without any known state', () => {
  const taken = async (path: string): Promise<{ readonly many: string[]; readonly one: string[] }> => {
    const [many, one]: [string[], string[]] = [[], []];
    const { options } = walking({});
    await walk(path, {
      ...options,
      onFile: (file) => one.push(file.path),
      onNewFiles: (paths) => many.push(...paths),
    });
    return { many, one };
  };

  it('are read many at a time, in order of path; links one by one', async () => {
    for (const name of ['b.pem', 'a.pem', '.hidden.pem', 'below/c.pem']) directory.write(name, certificate);
    symlinkSync('a.pem', directory.at('link.pem'));
    expect(await taken(directory.path)).toEqual({
      many: ['a.pem', 'b.pem', 'below/c.pem'].map((name) => directory.at(name)),
      one: [directory.at('link.pem')],
    });
  });

  it('are read one by one if a glob may lead to them twice', async () => {
    directory.write('a.pem', certificate);
    expect(await taken(directory.at('**'))).toEqual({ many: [], one: [directory.at('a.pem')] });
  });
});

describe('an entry among the certificates', () => {
  it('that is no regular file, is too large or a dangling link is one problem and hides no other', async () => {
    directory.write('good.pem', certificate);
    execFileSync('mkfifo', [directory.at('fifo.pem')]);
    symlinkSync('/dev/zero', directory.at('device.pem'));
    symlinkSync('loop.pem', directory.at('loop.pem'));
    symlinkSync('nothing', directory.at('dangling.pem'));
    directory.write('huge.pem', '');
    truncateSync(directory.at('huge.pem'), 2 ** 30);
    const server = createServer().listen(directory.at('socket.pem'));
    try {
      const started = performance.now();
      const { value, problems } = await seen(storeAt(directory.path));
      expect(performance.now() - started).toBeLessThan(15_000);
      expect(places(value.certificates, directory.path)).toEqual(['good.pem#0 missing']);
      expect(problems.map(({ reason, location }) => `${location.slice(directory.path.length + 1)} ${reason}`)).toEqual([
        'dangling.pem not_found',
        'device.pem not_a_regular_file',
        'fifo.pem not_a_regular_file',
        'huge.pem too_large',
        'loop.pem symlink_loop',
        'socket.pem not_a_regular_file',
      ]);
    } finally {
      server.close();
    }
  });

  it('is too large from 16 MiB + 1 byte on', async () => {
    const limit = 16 * 1024 * 1024;
    directory.write('at.pem', certificate);
    truncateSync(directory.at('at.pem'), limit);
    directory.write('over.pem', certificate);
    truncateSync(directory.at('over.pem'), limit + 1);
    const { value, problems } = await seen(storeAt(directory.path));
    expect(places(value.certificates, directory.path)).toEqual(['at.pem#0 missing']);
    expect(problems.map(({ location }) => location)).toEqual([directory.at('over.pem')]);
  });
});

describe('a store that is one file', () => {
  it('is read', async () => {
    expect(await found(directory.write('x.pem', certificate))).toEqual(['x.pem']);
  });

  it('that is a FIFO is unavailable: not_a_regular_file, at once', async () => {
    execFileSync('mkfifo', [directory.at('fifo')]);
    expect((await unavailableResult(storeAt(directory.at('fifo')))).problem.reason).toBe('not_a_regular_file');
  });

  it('that is a socket is unavailable: not_a_regular_file', async () => {
    const server = createServer().listen(directory.at('socket'));
    expect((await unavailableResult(storeAt(directory.at('socket')))).problem.reason).toBe('not_a_regular_file');
    server.close();
  });

  it('with 1 GiB is unavailable: too_large', async () => {
    directory.write('huge', certificate);
    truncateSync(directory.at('huge'), 2 ** 30);
    expect((await unavailableResult(storeAt(directory.at('huge')))).problem.reason).toBe('too_large');
  });

  it('below a file is unavailable: not_found', async () => {
    directory.write('x.pem', certificate);
    expect((await unavailableResult(storeAt(directory.at('x.pem/y.pem')))).problem.reason).toBe('not_found');
  });
});

describe('a glob', () => {
  it.each([
    ['live/*/fullchain.pem', ['live/a/fullchain.pem', 'live/b/fullchain.pem']],
    ['live/*', ['live/a/fullchain.pem', 'live/a/other.pem', 'live/b/fullchain.pem']],
    ['**/other.pem', ['live/a/other.pem']],
    ['live/**', ['live/a/fullchain.pem', 'live/a/other.pem', 'live/b/fullchain.pem']],
    ['**/*/**/fullchain.pem', ['live/a/fullchain.pem', 'live/b/fullchain.pem']],
    ['live/[b-z]/*.pem', ['live/b/fullchain.pem']],
    ['l?ve/a/o*', ['live/a/other.pem']],
    ['live/*/nothing.pem', []],
    ['nowhere/*/x.pem', []],
    ['live/README/*', []],
  ])('%s finds %j', async (pattern, expected) => {
    directory.write('live/README', 'text');
    directory.write('live/a/fullchain.pem', certificate);
    directory.write('live/a/other.pem', another);
    directory.write('live/b/fullchain.pem', certificate);
    directory.write('live/.hidden/fullchain.pem', certificate);
    symlinkSync('nothing', directory.at('live/dangling'));
    symlinkSync('..', directory.at('live/up'));
    expect(await found(directory.at(pattern))).toEqual(expected);
  });

  it('that matches nothing is available and empty, and is marked as a glob', async () => {
    const { value, problems } = await seen(storeAt(directory.at('*.pem')));
    expect(value).toEqual({
      name: 'My',
      certificates: [],
      isGlob: true,
      unreadablePaths: [],
      unreadableSinceStart: [],
    });
    expect(problems).toEqual([]);
  });

  it('loses and gains files from scan to scan', async () => {
    const store = storeAt(directory.at('*/x.pem'));
    directory.write('a/x.pem', certificate);
    expect((await seen(store)).value.certificates).toHaveLength(1);
    directory.write('b/x.pem', another);
    expect((await seen(store)).value.certificates).toHaveLength(2);
    rmSync(directory.at('a'), { recursive: true });
    rmSync(directory.at('b'), { recursive: true });
    expect((await seen(store)).value.certificates).toHaveLength(0);
  });

  it('finds each file once, whichever of its parts lead there', async () => {
    directory.write('a/b/README', 'nothing');
    directory.write('a/c/d/README', 'nothing');
    directory.write('a/x.pem', certificate);
    const store = storeAt(directory.at('**/*'));
    const { value } = await seen(store);
    expect(value.emptyFiles).toEqual([directory.at('a/b/README'), directory.at('a/c/d/README')]);
    expect((await seen(store)).value).toBe(value);
  });

  it('is aborted by the signal, without a problem', async () => {
    directory.write('a/x.pem', certificate);
    await expect(walk(directory.at('*/x.pem'), walking({ isCalledOff: true }).options)).rejects.toThrow('called off');
  });

  it('is no glob if a directory with that literal name exists', async () => {
    mkdirSync(directory.at('[certs]'));
    directory.write('[certs]/x.pem', certificate);
    const { value } = await seen(storeAt(directory.at('[certs]')));
    expect(value.isGlob).toBe(false);
    expect(value.certificates).toHaveLength(1);
  });
});

describe('the same file with several names', () => {
  it('counts once, with the name that is no hash', async () => {
    directory.write('z-authority.pem', certificate);
    symlinkSync('z-authority.pem', directory.at('002c0b4f.0'));
    symlinkSync('z-authority.pem', directory.at('z-link.pem'));
    linkSync(directory.at('z-authority.pem'), directory.at('z-hard.pem'));
    expect(await found(directory.path)).toEqual(['z-authority.pem']);
  });
});
