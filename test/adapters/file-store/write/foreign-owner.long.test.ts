import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActAs, actAsItself } from '../../../../src/adapters/file-store/write/act-as.ts';
import { makeDirectory, removeAll } from '../../../../src/adapters/file-store/write/durable-files.ts';
import { actAsOwner } from '../../../../src/adapters/system/act-as-owner.ts';
import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import type { StoreChange } from '../../../../src/domain/store-change/store-change.ts';
import type { PersonalStore } from '../../../../src/work/ports/stores.ts';
import { makeRequest } from '../../../fixtures/make-request.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../../peers/needs.ts';
import { change, installing, LATER, personalStore, theCertificate, theRequest } from '../personal-stores.ts';
import { made } from '../scans.ts';

/** The account that owns the store, which is not trusted. */
const OWNER = 1500;
const SECRET = 'token: hunter2\n';

let directory: TemporaryDirectory;
let store: PersonalStore;
let stored: StoredCertificate;
let place: string;
let secret: string;

const own = (path: string): void => {
  for (const name of [
    path,
    ...readdirSync(path, { recursive: true, encoding: 'utf8' }).map((each) => join(path, each)),
  ])
    lchownSync(name, OWNER, OWNER);
};

beforeEach(async () => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
  mkdirSync(directory.at('store'));
  chownSync(directory.at('store'), OWNER, OWNER);
  store = personalStore(directory.at('store'), directory.at('state/trash'));
  await change(store, installing());
  stored = await theCertificate(store);
  place = dirname(stored.location.path);
  secret = directory.write('root/secret.yaml', SECRET, 0o600);
  chmodSync(dirname(secret), 0o700);
});
afterEach(() => directory[Symbol.dispose]());

/** Returns the content below a directory that the owner of the store can read. */
function readableForOwner(): string {
  return execFileSync('sh', ['-c', `find . -type f -exec cat {} + 2>/dev/null; true`], {
    cwd: directory.path,
    uid: OWNER,
    gid: OWNER,
    encoding: 'utf8',
  });
}

const enabling = (): StoreChange => ({ kind: 'services', stored, services: ['IIS'], recordsInternal: false });
const removing = (): StoreChange => ({ kind: 'remove', removed: stored });
const VERBS: readonly (readonly [string, () => StoreChange])[] = [
  ['enabling', enabling],
  ['removing', removing],
];

const ACTING: readonly (readonly [string, ActAs])[] = [
  ['with the rights of its owner, as a command has them', actAsOwner],
  ['with its own rights, as a daemon of root has them', actAsItself],
];

describe.runIf(needsRoot()).each(ACTING)('root, in a store that belongs to another account, %s,', (_how, actAs) => {
  beforeEach(() => {
    store = personalStore(directory.at('store'), directory.at('state/trash'), actAs);
  });

  for (const [verb, ordered] of VERBS) {
    it.each<[string, string, (note: string) => void]>([
      ['a link to a file that only root can read', 'it is a link', (note) => symlinkSync(secret, note)],
      [
        'a hard link to a file that only root can read',
        'it belongs to another account',
        (note) => linkSync(secret, note),
      ],
      ['a directory', 'it is not a regular file', (note) => mkdirSync(note)],
      ['a FIFO', 'it is not a regular file', (note) => void execFileSync('mkfifo', [note])],
      ['more than is read of a note', 'larger than 16384 bytes', (note) => writeFileSync(note, '#'.repeat(16_385))],
    ])(`${verb}, does not read as certificate.yaml %s`, async (_what, why, put) => {
      const note = join(place, 'certificate.yaml');
      rmSync(note);
      put(note);
      await expect(change(store, ordered(), LATER)).rejects.toThrow(
        new RegExp(`certificate\\.yaml cannot be used \\(.*${why}.*\\); fix it or remove it; nothing was changed$`),
      );
      expect(readableForOwner()).not.toContain('hunter2');
      expect(readFileSync(secret, 'utf8')).toBe(SECRET);
      expect(existsSync(place)).toBe(true);
    });

    it(`${verb}, follows no link to a directory that does not exist`, async () => {
      const elsewhere = directory.at('root/elsewhere');
      renameSync(place, elsewhere);
      mkdirSync(directory.at('store/sub'));
      symlinkSync(dirname(elsewhere), directory.at('store/sub/link'));
      const path = directory.at('store/sub/link/elsewhere/certificate.pem');
      stored = { ...stored, location: { ...stored.location, path } };
      const before = readFileSync(join(elsewhere, 'certificate.yaml'), 'utf8');
      await expect(change(store, ordered(), LATER)).rejects.toThrow(
        /is reached by a link \(link\), which is not followed in a store of another account; put a directory in place of the link; nothing was changed$/,
      );
      expect(readFileSync(join(elsewhere, 'certificate.yaml'), 'utf8')).toBe(before);
    });
  }

  it('changes a world-readable certificate.yaml that root has written there', async () => {
    const note = join(place, 'certificate.yaml');
    chownSync(note, 0, 0);
    await change(store, enabling(), LATER);
    expect(readFileSync(note, 'utf8')).toContain('IIS');
    expect(lstatSync(note).uid).toBe(OWNER);
  });

  it('copies no key for an issued certificate from the target of a link', async () => {
    const asked = makeRequest('asked.contoso.com');
    const key = directory.write('root/asked.key', asked.privateKeyPem, 0o600);
    directory.write('store/by-hand/request.pem', asked.requestPem);
    directory.link('store/by-hand/privkey.pem', key);
    own(directory.at('store/by-hand'));
    const answers = await theRequest(store);
    const answer = made('asked.contoso.com', { keyPair: asked.keyPair });
    await expect(change(store, installing(answer, { privateKeyPem: undefined, csr: answers }))).rejects.toThrow(
      /privkey\.pem cannot be used: it is a link; nothing was changed$/,
    );
    expect(readableForOwner()).not.toContain(asked.privateKeyPem);
    rmSync(directory.at('store/by-hand/privkey.pem'));
    directory.write('store/by-hand/privkey.pem', asked.privateKeyPem, 0o600);
    const installed = await change(store, installing(answer, { privateKeyPem: undefined, csr: answers }));
    expect(readFileSync(join(installed, 'privkey.pem'), 'utf8')).toBe(asked.privateKeyPem);
  });

  it('moves nothing to a trash that a link leads to', async () => {
    for (const [name, target] of [
      ['state/trash', 'root'],
      ['state', 'root'],
    ] as const) {
      rmSync(directory.at('state'), { recursive: true, force: true });
      mkdirSync(dirname(directory.at(name)), { recursive: true });
      directory.link(name, directory.at(target));
      lchownSync(directory.at(name), OWNER, OWNER);
      if (name !== 'state') chownSync(directory.at('state'), OWNER, OWNER);
      await expect(change(store, removing(), LATER)).rejects.toThrow(
        /: a link in .*\/state(?:\/trash)? that user 1500 can change leads to a directory of root; put a directory in place of the link; nothing was changed$/,
      );
      expect(readdirSync(directory.at('root'))).toEqual(['secret.yaml']);
      expect(existsSync(place)).toBe(true);
    }
  });

  it('finishes no removal through a link', async () => {
    const way = directory.at('store', `.removed-2026-11-25T120000Z-${basename(place)}`);
    mkdirSync(way);
    symlinkSync(dirname(secret), join(way, 'files'));
    writeFileSync(join(way, 'certificate.yaml'), 'services: []\n');
    own(way);
    (await store.lock())[Symbol.dispose]();
    expect(readdirSync(dirname(secret))).toEqual(['secret.yaml']);
  });
});

describe('removing the content of a directory', () => {
  it('stops at links', async () => {
    const kept = directory.write('kept/x', 'x');
    directory.write('gone/deep/y', 'y');
    directory.link('gone/deep/link', dirname(kept));
    directory.link('gone/other', kept);
    await removeAll(directory.at('gone'));
    expect([existsSync(directory.at('gone')), readFileSync(kept, 'utf8')]).toEqual([false, 'x']);
    directory.link('gone', dirname(kept));
    await removeAll(directory.at('gone'));
    expect([existsSync(directory.at('gone')), readFileSync(kept, 'utf8')]).toEqual([false, 'x']);
    await removeAll(directory.at('gone'));
  });
});

describe.runIf(needsRoot())('creating a directory in one that another account owns', () => {
  it('never changes the target of a link that takes its place', { timeout: 30_000 }, async () => {
    const target = directory.at('target');
    mkdirSync(target, { mode: 0o755 });
    const path = directory.at('store/.new-X');
    const swap = 'my ($p, $t) = @ARGV; while (1) { rmdir $p and symlink $t, $p; unlink $p }';
    const swapping = spawn('perl', ['-e', swap, path, target], { uid: OWNER, gid: OWNER, stdio: 'ignore' });
    try {
      for (let turn = 0; turn < 3000; turn += 1) {
        await makeDirectory(path, 0o700, { userId: OWNER, groupId: OWNER }).catch(() => undefined);
      }
    } finally {
      swapping.kill('SIGKILL');
    }
    expect(lstatSync(target)).toMatchObject({ mode: 0o40755, uid: 0 });
  });
});
