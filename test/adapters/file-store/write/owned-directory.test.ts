import {
  chmodSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actAsItself } from '../../../../src/adapters/file-store/write/act-as.ts';
import { makeOwnedDirectory } from '../../../../src/adapters/file-store/write/make-owned-directory.ts';
import { ForeignLinkError, openOwnedDirectory } from '../../../../src/adapters/file-store/write/owned-directory.ts';
import { actAsOwner } from '../../../../src/adapters/system/act-as-owner.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../../peers/needs.ts';

const [ALICE, BOB] = [1500, 1501];

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
});
afterEach(() => directory[Symbol.dispose]());

/** Creates a directory that belongs to an account. */
function createDirectory(name: string, owner: number): string {
  mkdirSync(directory.at(name), { recursive: true });
  lchownSync(directory.at(name), owner, owner);
  return directory.at(name);
}

function link(name: string, target: string, owner: number): string {
  symlinkSync(target, directory.at(name));
  lchownSync(directory.at(name), owner, owner);
  return directory.at(name);
}

describe('a directory that was opened for a change', () => {
  it('stays the same one, whatever takes its name', () => {
    mkdirSync(directory.at('store'));
    using opened = openOwnedDirectory(directory.at('store'));
    renameSync(directory.at('store'), directory.at('moved'));
    mkdirSync(directory.at('store'));
    writeFileSync(join(opened.descriptorPath, 'file'), '');
    expect([readdirSync(directory.at('moved')), readdirSync(directory.at('store'))]).toEqual([['file'], []]);
  });

  it('is reached by any link, if the account of the process is not root', async () => {
    chmodSync(directory.path, 0o777);
    mkdirSync(directory.at('real'));
    symlinkSync('real', directory.at('link'));
    await asUnprivileged(async () => {
      using opened = openOwnedDirectory(directory.at('link'));
      expect(statSync(opened.descriptorPath).ino).toBe(statSync(directory.at('real')).ino);
    });
  });

  it('must be an existing directory', () => {
    directory.write('file', '');
    symlinkSync('loop', directory.at('loop'));
    for (const [name, code] of [
      ['file', 'ENOTDIR'],
      ['file/below', 'ENOTDIR'],
      ['nowhere', 'ENOENT'],
      ['loop', 'ELOOP'],
    ] as const) {
      expect(() => openOwnedDirectory(directory.at(name)), name).toThrow(expect.objectContaining({ code }));
    }
  });
});

describe.runIf(needsRoot())('root, on the path to a directory', () => {
  it.each<[string, number, number]>([
    ['of root that leads to a directory of root', 0, 0],
    ['of root that leads to a directory of an account', 0, ALICE],
    ['of an account that leads to a directory of that account', ALICE, ALICE],
  ])('follows a link %s', (_what, holder, owner) => {
    createDirectory('holder', holder);
    const target = createDirectory('target', owner);
    using opened = openOwnedDirectory(link('holder/link', target, holder));
    expect(opened.owner).toEqual({ userId: owner, groupId: owner });
    expect(statSync(opened.descriptorPath).ino).toBe(statSync(target).ino);
  });

  it.each<[string, number, number, number]>([
    ['in a directory of an account to a directory of root', ALICE, ALICE, 0],
    ['in a directory of an account to a directory of another', ALICE, ALICE, BOB],
    ['of root, in a directory of an account, to a directory of root', ALICE, 0, 0],
    ['of an account, in a directory that all may write to, to a directory of root', 0, ALICE, 0],
  ])('follows no link %s', (_what, holder, maker, owner) => {
    chmodSync(createDirectory('holder', holder), 0o1777);
    const target = createDirectory('target', owner);
    mkdirSync(join(target, 'store'));
    lchownSync(join(target, 'store'), owner, owner);
    const path = link('holder/link', target, maker);
    for (const each of [path, join(path, 'store'), join(path, 'store/../store')]) {
      expect(() => openOwnedDirectory(each), each).toThrow(ForeignLinkError);
    }
  });

  it('traverses directories of an account to a directory that root has put there', () => {
    createDirectory('holder', ALICE);
    using opened = openOwnedDirectory(createDirectory('holder/store', 0));
    expect(opened.owner.userId).toBe(0);
  });

  it('follows no link of an account to a target of another account', () => {
    const names = ['a', 'b', 'c'] as const;
    fc.assert(
      fc.property(
        fc.array(fc.record({ owner: fc.constantFrom(0, ALICE, BOB), isLink: fc.boolean() }), {
          minLength: 1,
          maxLength: 4,
        }),
        (steps) => {
          using tree = temporaryDirectory();
          chmodSync(tree.path, 0o755);
          // Each step is a directory inside the previous one, or a link inside it to a directory
          // elsewhere.
          let [way, real, isLedBy] = [tree.path, tree.path, new Set<number>()];
          for (const [index, { owner, isLink }] of steps.entries()) {
            const name = names[index % names.length] ?? 'a';
            const next = isLink ? join(tree.path, `elsewhere-${index}`) : join(real, name);
            mkdirSync(next);
            lchownSync(next, owner, owner);
            const holder = statSync(real).uid;
            if (isLink) {
              symlinkSync(next, join(real, name));
              lchownSync(join(real, name), holder, holder);
              isLedBy = new Set([...isLedBy, holder]);
            }
            [way, real] = [join(way, name), next];
          }
          const owner = statSync(real).uid;
          const isForeign = [...isLedBy].some((account) => account !== 0 && account !== owner);
          if (isForeign) expect(() => openOwnedDirectory(way)).toThrow(ForeignLinkError);
          else {
            using opened = openOwnedDirectory(way);
            expect(statSync(opened.descriptorPath).ino).toBe(statSync(real).ino);
          }
        },
      ),
    );
  });
});

describe.runIf(needsRoot())('root, when it creates a directory,', () => {
  const MODES = { mode: 0o700, parentMode: 0o750 };

  it.each([
    ['with the rights of the owner', actAsOwner],
    ['as the process', actAsItself],
  ])('%s gives it to the owner of its parent directory', async (_how, actAs) => {
    createDirectory('holder', ALICE);
    using made = await makeOwnedDirectory(directory.at('holder/a/b'), { ...MODES, actAs });
    expect(made.owner).toEqual({ userId: ALICE, groupId: ALICE });
    expect(statSync(directory.at('holder/a'))).toMatchObject({ uid: ALICE, gid: ALICE, mode: 0o40750 });
    expect(statSync(directory.at('holder/a/b'))).toMatchObject({ uid: ALICE, gid: ALICE, mode: 0o40700 });
  });

  it('gives it to the named owner, in a directory of root', async () => {
    const owner = { userId: ALICE, groupId: BOB };
    using made = await makeOwnedDirectory(directory.at('a/b'), { ...MODES, owner, actAs: actAsOwner });
    expect(made.owner).toEqual(owner);
    expect(statSync(directory.at('a'))).toMatchObject({ uid: ALICE, gid: BOB });
  });

  it("creates none at the target of an account's link", async () => {
    createDirectory('holder', ALICE);
    const path = link('holder/link', createDirectory('target', 0), ALICE);
    await expect(makeOwnedDirectory(join(path, 'store'), { ...MODES, actAs: actAsItself })).rejects.toThrow(
      ForeignLinkError,
    );
    expect(readdirSync(directory.at('target'))).toEqual([]);
  });
});
