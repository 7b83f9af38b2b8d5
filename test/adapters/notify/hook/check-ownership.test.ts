import { chmodSync, lchownSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOwnership } from '../../../../src/adapters/notify/hook/check-ownership.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../../peers/needs.ts';

const SOMEBODY = 65_534;
const uid = process.geteuid?.() ?? 0;

let directory: TemporaryDirectory;
let hook: string;
beforeEach(() => {
  directory = temporaryDirectory();
  hook = directory.write('hooks.d/10 hook', '#!/bin/sh\n', 0o755);
});
afterEach(() => directory[Symbol.dispose]());

describe('the account that controls a started program', () => {
  it('is only the owner, for a file below directories of the owner, even under /tmp', async () => {
    expect(await checkOwnership(hook, uid)).toBeUndefined();
  });

  it.each([
    ['the file may be written to by everyone', 'hooks.d/10 hook', 0o757],
    ['the file may be written to by its group', 'hooks.d/10 hook', 0o775],
    ['the directory may be written to by everyone', 'hooks.d', 0o777],
    ['a parent directory may be written to by its group', '.', 0o770],
  ])('is also another one if %s, and the line has the fix', async (_, name, mode) => {
    const place = name === '.' ? directory.path : directory.at(name);
    chmodSync(place, mode);
    const quoted = place.includes(' ') ? `'${place}'` : place;
    expect(await checkOwnership(hook, uid)).toEqual(
      saying(`${place} can be changed by other accounts (mode 0${mode.toString(8)}); run: chmod go-w ${quoted}`),
    );
  });

  it('is no other one if a shared directory is sticky', async () => {
    chmodSync(directory.at('hooks.d'), 0o1777);
    expect(await checkOwnership(hook, uid)).toBeUndefined();
  });

  it('depends on each directory on the path of a link', async () => {
    mkdirSync(directory.at('elsewhere'));
    directory.link('elsewhere/second', hook);
    const first = directory.link('hooks.d/first', '../elsewhere/second');
    expect(await checkOwnership(first, uid)).toBeUndefined();
    chmodSync(directory.at('elsewhere'), 0o777);
    expect(await checkOwnership(first, uid)).toEqual(
      saying(new RegExp(`${directory.at('elsewhere')} can be changed by other accounts`)),
    );
  });

  it('is unknown for circular links and missing files: those are system errors', async () => {
    directory.link('a', 'b');
    directory.link('b', 'a');
    await expect(checkOwnership(directory.at('a'), uid)).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(checkOwnership(directory.at('nothing'), uid)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is reported with a hostile name escaped for display and for pasting', async () => {
    const odd = directory.write('hooks.d/\u001b[2Jx', '', 0o777);
    chmodSync(odd, 0o777);
    expect(await checkOwnership(odd, uid)).toEqual(
      saying(/\\x1b\[2Jx can be changed by other accounts.*chmod go-w \$'.*\\033\[2Jx'$/),
    );
  });
});

describe.runIf(needsRoot())('a file that belongs to another account', () => {
  it.each(['hooks.d/10 hook', 'hooks.d'])('can be changed by that account: %s', async (name) => {
    lchownSync(directory.at(name), SOMEBODY, 0);
    expect(await checkOwnership(hook, uid)).toEqual(
      saying(new RegExp(`${directory.at(name)} belongs to another account \\(uid 65534\\); run: chown`)),
    );
  });

  it('is also a link of that account, whatever its target', async () => {
    const link = directory.link('hooks.d/link', hook);
    lchownSync(link, SOMEBODY, 0);
    expect(await checkOwnership(link, uid)).toEqual(saying(new RegExp(`${link} belongs to another account`)));
  });
});
