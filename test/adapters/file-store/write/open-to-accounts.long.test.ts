import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../../../peers/needs.ts';
import { change, installing, personalStore } from '../personal-stores.ts';

const OWNER = 1500;
/** The number of the account `nobody`. */
const UNPRIVILEGED = 65534;
const DAEMON = 1;

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
  mkdirSync(directory.at('store'), { mode: 0o711 });
  chmodSync(directory.at('store'), 0o711);
  chownSync(directory.at('store'), OWNER, OWNER);
});
afterEach(() => directory[Symbol.dispose]());

const mayRead = (path: string, uid: number, gid = uid): boolean =>
  spawnSync('cat', [path], { uid, gid, stdio: 'ignore' }).status === 0;

describe.runIf(needsRoot() && needs('setfacl'))('a key that is readable to an account', () => {
  it("can be read by that account and its owner, and by no other, whatever the store's default ACL is", async () => {
    execFileSync('setfacl', ['-d', '-m', 'g::rx,o::rx,u:daemon:rx', directory.at('store')]);
    const store = personalStore(directory.at('store'));
    const key = join(
      await change(store, installing(undefined, { keyReaders: ['nobody', 'u:x,o::r', '-R'] })),
      'privkey.pem',
    );
    const readers = [OWNER, UNPRIVILEGED, DAEMON, 1501].filter((uid) =>
      mayRead(key, uid, uid === OWNER ? OWNER : 1502),
    );
    expect(readers).toEqual([OWNER, UNPRIVILEGED]);
    expect(mayRead(key, 1501, OWNER)).toBe(false);
    expect(statSync(key)).toMatchObject({ uid: OWNER, gid: OWNER });
  });

  it('stays closed if no account is named', async () => {
    const key = join(await change(personalStore(directory.at('store')), installing()), 'privkey.pem');
    expect(mayRead(key, UNPRIVILEGED)).toBe(false);
    expect(statSync(key).mode & 0o777).toBe(0o600);
  });
});
