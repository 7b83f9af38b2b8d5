import { chmodSync, lchownSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOwnership } from '../../../../src/adapters/notify/hook/check-ownership.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { needsRoot } from '../../../peers/needs.ts';

const SOMEBODY = 65_534;
const uid = process.geteuid?.() ?? 0;

let folder: TemporaryFolder;
let hook: string;
beforeEach(() => {
  folder = temporaryFolder();
  hook = folder.write('hooks.d/10 hook', '#!/bin/sh\n', 0o755);
});
afterEach(() => folder[Symbol.dispose]());

describe('who decides what is started', () => {
  it('is the owner alone, of a file below folders of his, be it under /tmp', async () => {
    expect(await checkOwnership(hook, uid)).toBeUndefined();
  });

  it.each([
    ['the file may be written to by everyone', 'hooks.d/10 hook', 0o757],
    ['the file may be written to by its group', 'hooks.d/10 hook', 0o775],
    ['the folder may be written to by everyone', 'hooks.d', 0o777],
    ['a folder above may be written to by its group', '.', 0o770],
  ])('is somebody else where %s, and the line says what mends it', async (_, name, mode) => {
    const place = name === '.' ? folder.path : folder.at(name);
    chmodSync(place, mode);
    const quoted = place.includes(' ') ? `'${place}'` : place;
    expect(await checkOwnership(hook, uid)).toBe(
      `${place} may be written to by others (mode 0${mode.toString(8)}): chmod go-w ${quoted}`,
    );
  });

  it('is nobody else where a shared folder keeps to everyone what is his', async () => {
    chmodSync(folder.at('hooks.d'), 0o1777);
    expect(await checkOwnership(hook, uid)).toBeUndefined();
  });

  it('a link is followed step by step: each folder on the way counts', async () => {
    mkdirSync(folder.at('elsewhere'));
    folder.link('elsewhere/second', hook);
    const first = folder.link('hooks.d/first', '../elsewhere/second');
    expect(await checkOwnership(first, uid)).toBeUndefined();
    chmodSync(folder.at('elsewhere'), 0o777);
    expect(await checkOwnership(first, uid)).toContain(`${folder.at('elsewhere')} may be written to by others`);
  });

  it('links that lead round in a circle, and what is not there, are the system’s errors', async () => {
    folder.link('a', 'b');
    folder.link('b', 'a');
    await expect(checkOwnership(folder.at('a'), uid)).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(checkOwnership(folder.at('nothing'), uid)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('a hostile name is shown so that it can be seen and pasted', async () => {
    const odd = folder.write('hooks.d/\u001b[2Jx', '', 0o777);
    chmodSync(odd, 0o777);
    expect(await checkOwnership(odd, uid)).toMatch(/\\x1b\[2Jx may be written to.*chmod go-w \$'.*\\033\[2Jx'$/);
  });
});

describe.runIf(needsRoot())('what belongs to another account', () => {
  it.each(['hooks.d/10 hook', 'hooks.d'])('is his to change: %s', async (name) => {
    lchownSync(folder.at(name), SOMEBODY, 0);
    expect(await checkOwnership(hook, uid)).toContain(
      `${folder.at(name)} belongs to another account (uid 65534): chown`,
    );
  });

  it('a link that belongs to another account is his, whatever it leads to', async () => {
    const link = folder.link('hooks.d/link', hook);
    lchownSync(link, SOMEBODY, 0);
    expect(await checkOwnership(link, uid)).toContain(`${link} belongs to another account`);
  });
});
