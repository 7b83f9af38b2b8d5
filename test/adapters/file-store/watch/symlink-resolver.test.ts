import { existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SymlinkResolver } from '../../../../src/adapters/file-store/watch/symlink-resolver.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

/** Returns the directories and the target of paths below the temporary directory. */
function way(...paths: readonly string[]): { readonly passed: string[]; readonly ends: (string | undefined)[] } {
  const root = realpathSync(directory.path);
  const passed: string[] = [];
  const links = new SymlinkResolver((at, name) => {
    if (at === root || at.startsWith(`${root}/`)) passed.push(`${at.slice(root.length + 1)}:${name}`);
  });
  const ends = paths.map((path) => links.follow(directory.at(path))?.slice(root.length + 1));
  return { passed, ends };
}

describe('the path of a link', () => {
  it('includes every directory on it, each with the name that is looked up there', () => {
    directory.write('archive/1/mail.pem', 'x');
    directory.link('current', 'archive/1');
    directory.link('middle/mail.pem', '../current/mail.pem');
    directory.link('store/mail.pem', '../middle/mail.pem');
    const { passed, ends } = way('store/mail.pem');
    expect(passed).toEqual([
      ':store',
      'store:mail.pem',
      ':middle',
      'middle:mail.pem',
      ':current',
      ':archive',
      'archive:1',
      'archive/1:mail.pem',
    ]);
    expect(ends).toEqual(['archive/1']);
    expect(dirname(realpathSync(directory.at('store/mail.pem')))).toBe(realpathSync(directory.at('archive/1')));
  });

  it('is traversed once if several links have it in common', () => {
    directory.write('archive/a.pem', 'x');
    directory.write('archive/b.pem', 'x');
    directory.link('store/a.pem', '../archive/a.pem');
    directory.link('store/b.pem', '../archive/b.pem');
    const { passed } = way('store/a.pem', 'store/b.pem');
    expect(passed).toEqual([':store', 'store:a.pem', ':archive', 'archive:a.pem', 'store:b.pem', 'archive:b.pem']);
  });

  it('that dangles ends where its target would be', () => {
    directory.write('archive/other.pem', 'x');
    directory.link('store/mail.pem', '../archive/mail.pem');
    expect(way('store/mail.pem').ends).toEqual(['archive']);
  });

  it.each([40, 41])('follows as many links as the kernel does: %i', (count) => {
    directory.write('archive/mail.pem', 'x');
    directory.link('1', 'archive/mail.pem');
    for (let at = 2; at <= count; at += 1) directory.link(String(at), String(at - 1));
    const follows = existsSync(directory.at(String(count)));
    expect(follows).toBe(count === 40);
    expect(way(String(count)).ends).toEqual([follows ? 'archive' : undefined]);
  });

  it.each([
    ['leads to itself', () => directory.link('loop', 'loop')],
    ['is one of two that lead to each other', () => [directory.link('loop', 'other'), directory.link('other', 'loop')]],
    ['grows with every round', () => directory.link('loop', 'loop/loop/loop')],
    [
      'is long and leads through itself',
      () => symlinkSync(Array.from({ length: 500 }, () => 'loop').join('/'), directory.at('loop')),
    ],
    [
      'doubles with each of many links',
      () => {
        mkdirSync(directory.at('0'));
        for (let at = 1; at < 60; at += 1) symlinkSync(`../${at - 1}/${at - 1}`, directory.at(`0/${at}`));
        symlinkSync('0/59', directory.at('loop'));
      },
    ],
  ])('ends soon if it %s', (_what, make) => {
    make();
    const started = performance.now();
    way('loop');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
