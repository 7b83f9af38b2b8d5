import { existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SymlinkResolver } from '../../../../src/adapters/file-store/watch/symlink-resolver.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../fixtures/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

/** The directories on the path below the temporary directory, and its end. */
function way(...paths: readonly string[]): { readonly passed: string[]; readonly ends: (string | undefined)[] } {
  const root = realpathSync(folder.path);
  const passed: string[] = [];
  const links = new SymlinkResolver((at, name) => {
    if (at === root || at.startsWith(`${root}/`)) passed.push(`${at.slice(root.length + 1)}:${name}`);
  });
  const ends = paths.map((path) => links.follow(folder.at(path))?.slice(root.length + 1));
  return { passed, ends };
}

describe('the path of a link', () => {
  it('includes every directory on it, each with the name that is looked up there', () => {
    folder.write('archive/1/mail.pem', 'x');
    folder.link('current', 'archive/1');
    folder.link('middle/mail.pem', '../current/mail.pem');
    folder.link('store/mail.pem', '../middle/mail.pem');
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
    expect(dirname(realpathSync(folder.at('store/mail.pem')))).toBe(realpathSync(folder.at('archive/1')));
  });

  it('is traversed once if several links have it in common', () => {
    folder.write('archive/a.pem', 'x');
    folder.write('archive/b.pem', 'x');
    folder.link('store/a.pem', '../archive/a.pem');
    folder.link('store/b.pem', '../archive/b.pem');
    const { passed } = way('store/a.pem', 'store/b.pem');
    expect(passed).toEqual([':store', 'store:a.pem', ':archive', 'archive:a.pem', 'store:b.pem', 'archive:b.pem']);
  });

  it('that dangles ends where its target would be', () => {
    folder.write('archive/other.pem', 'x');
    folder.link('store/mail.pem', '../archive/mail.pem');
    expect(way('store/mail.pem').ends).toEqual(['archive']);
  });

  it.each([40, 41])('follows as many links as the kernel does: %i', (count) => {
    folder.write('archive/mail.pem', 'x');
    folder.link('1', 'archive/mail.pem');
    for (let at = 2; at <= count; at += 1) folder.link(String(at), String(at - 1));
    const follows = existsSync(folder.at(String(count)));
    expect(follows).toBe(count === 40);
    expect(way(String(count)).ends).toEqual([follows ? 'archive' : undefined]);
  });

  it.each([
    ['leads to itself', () => folder.link('loop', 'loop')],
    ['is one of two that lead to each other', () => [folder.link('loop', 'other'), folder.link('other', 'loop')]],
    ['grows with every round', () => folder.link('loop', 'loop/loop/loop')],
    [
      'is long and leads through itself',
      () => symlinkSync(Array.from({ length: 500 }, () => 'loop').join('/'), folder.at('loop')),
    ],
    [
      'doubles with each of many links',
      () => {
        mkdirSync(folder.at('0'));
        for (let at = 1; at < 60; at += 1) symlinkSync(`../${at - 1}/${at - 1}`, folder.at(`0/${at}`));
        symlinkSync('0/59', folder.at('loop'));
      },
    ],
  ])('ends soon if it %s', (_what, make) => {
    make();
    const started = performance.now();
    way('loop');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
