import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Accounts } from '../../../../src/adapters/file-store/keys/accounts.ts';
import { KeyAccessChecker } from '../../../../src/adapters/file-store/keys/key-access-checker.ts';
import { fileStateOf } from '../../../../src/adapters/file-store/walk/file-state.ts';
import { TimeSlice } from '../../../../src/adapters/file-store/walk/time-slice.ts';
import type { KeyAccess } from '../../../../src/domain/certificate/certificate.ts';
import { asAccount } from '../../../fixtures/as-account.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../../../peers/needs.ts';

/**
 * Accounts with numbers that do not depend on this host. Access checks do not need existing
 * accounts.
 */
const PASSWD = 'root:x:0:0::/root:/bin/sh\nexim:x:4101:4101::/:/bin/sh\ndovenull:x:4102:4102::/:/bin/sh\n';
const GROUP = 'root:x:0:\nexim:x:4101:\ndovenull:x:4102:\nssl-cert:x:4200:postgres,exim\n';
const EXIM = { uid: 4101, gid: 4101, groups: [4200] };
const DOVENULL = { uid: 4102, gid: 4102 };
const SSL_CERT = 4200;

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
  directory.write('etc/passwd', PASSWD);
  directory.write('etc/group', GROUP);
});
afterEach(() => directory[Symbol.dispose]());

function judgeFor(...names: readonly string[]): KeyAccessChecker {
  return new KeyAccessChecker(
    new Accounts(names, { passwd: directory.at('etc/passwd'), group: directory.at('etc/group') }),
  );
}

async function ask(judge: KeyAccessChecker, path: string, isProtected = false): Promise<KeyAccess | undefined> {
  const file = { path, state: fileStateOf(statSync(path)), isProtected };
  return (await judge.check([file], new TimeSlice(new AbortController().signal)))[0];
}

async function access(path: string, ...names: readonly string[]): Promise<KeyAccess | undefined> {
  const judge = judgeFor(...names);
  await judge.begin();
  return ask(judge, path);
}

const deniedAccounts = (answer: KeyAccess | undefined): readonly string[] => [
  ...new Set(answer?.denials.map(({ account }) => account)),
];

function place(name: string, mode: number, uid: number, gid: number): string {
  const path = directory.at(name);
  chownSync(path, uid, gid);
  chmodSync(path, mode);
  return path;
}

const opens = (path: string): boolean => {
  try {
    closeSync(openSync(path, 'r'));
    return true;
  } catch {
    return false;
  }
};

describe.runIf(needsRoot())('the accounts that can read a private key', () => {
  it('are limited by the first closed directory before the file', async () => {
    const path = directory.write('private/mail.key', 'key', 0o600);
    place('private', 0o700, 0, 0);
    expect((await access(path, 'exim'))?.denials).toEqual([
      { account: 'exim', path: directory.at('private'), kind: 'directory' },
      { account: 'exim', path, kind: 'file' },
    ]);
  });

  it('are none to report for 0600 root:root if root loads it, and nothing is queried', async () => {
    const path = directory.write('private/mail.key', 'key', 0o600);
    place('private', 0o700, 0, 0);
    const judge = judgeFor('root');
    await judge.begin();
    const state = fileStateOf(statSync(path));
    expect(judge.mustBeChecked({ path, state, isProtected: false })).toBe(false);
    expect((await access(path, 'root'))?.denials).toEqual([]);
  });

  it("depend on certbot's link: the directory of its target counts too", async () => {
    directory.write('archive/mail/privkey3.pem', 'key', 0o640);
    place('archive/mail/privkey3.pem', 0o640, 0, SSL_CERT);
    place('archive', 0o700, 0, 0);
    const path = directory.link('live/mail/privkey.pem', '../../archive/mail/privkey3.pem');
    expect((await access(path, 'exim'))?.denials).toEqual([
      { account: 'exim', path: directory.at('archive'), kind: 'directory' },
    ]);
    place('archive', 0o755, 0, 0);
    expect((await access(path, 'exim'))?.denials).toEqual([]);
    expect(asAccount(EXIM, () => opens(path))).toBe(true);
  });

  it('depend on links in the middle of the path, also those that lead up again', async () => {
    directory.write('real/deep/mail.key', 'key', 0o644);
    directory.link('by/link', '../real/./deep');
    const path = `${directory.path}/by/link/../deep/mail.key`;
    place('real', 0o711, 0, 0);
    expect(await access(path, 'exim')).toEqual({ denials: [], isExposed: true });
    place('real', 0o700, 0, 0);
    expect(deniedAccounts(await access(path, 'exim'))).toEqual(['exim']);
  });

  it('are everyone for a world-readable key only if everyone can reach it', async () => {
    const path = directory.write('private/mail.key', 'key', 0o644);
    place('private', 0o750, 0, SSL_CERT);
    expect((await access(path))?.isExposed).toBe(false);
    place('private', 0o751, 0, SSL_CERT);
    expect((await access(path))?.isExposed).toBe(true);
  });

  it('do not make an encrypted key exposed', async () => {
    const path = directory.write('mail.key', 'key', 0o644);
    const judge = judgeFor();
    await judge.begin();
    expect(await ask(judge, path, true)).toEqual({ denials: [], isExposed: false });
  });

  it('are not checked for an unknown account', async () => {
    const path = directory.write('mail.key', 'key', 0o600);
    expect((await access(path, 'no-such-account'))?.denials).toEqual([]);
  });

  it('are resolved by name for another source of accounts', async () => {
    // The account is not in the files of this test, but in another source: that of the system.
    const path = directory.write('mail.key', 'key', 0o600);
    expect(deniedAccounts(await access(path, 'nobody'))).toEqual(['nobody']);
    place('mail.key', 0o600, 65534, 0);
    expect(deniedAccounts(await access(path, 'nobody'))).toEqual([]);
  });
});

describe.runIf(needsRoot())('a change that the next scan detects', () => {
  async function begun(): Promise<{ judge: KeyAccessChecker; path: string }> {
    const path = directory.write('ssl/private/mail.key', 'key', 0o640);
    place('ssl/private/mail.key', 0o640, 0, SSL_CERT);
    const judge = judgeFor('exim');
    await judge.begin();
    expect(deniedAccounts(await ask(judge, path))).toEqual([]);
    expect(await judge.begin()).toBe(false);
    return { judge, path };
  }

  it('is the mode of the key', async () => {
    const { judge, path } = await begun();
    chmodSync(path, 0o600);
    expect(deniedAccounts(await ask(judge, path))).toEqual(['exim']);
  });

  it('is the mode of a parent directory', async () => {
    const { judge, path } = await begun();
    chmodSync(directory.at('ssl'), 0o700);
    expect(await judge.begin()).toBe(true);
    expect(deniedAccounts(await ask(judge, path))).toEqual(['exim']);
    chmodSync(directory.at('ssl'), 0o755);
    expect(await judge.begin()).toBe(true);
    expect(deniedAccounts(await ask(judge, path))).toEqual([]);
  });

  it('is the owner of a parent directory', async () => {
    place('etc', 0o755, 0, 0);
    const { judge, path } = await begun();
    place('ssl/private', 0o700, EXIM.uid, 0);
    expect(await judge.begin()).toBe(true);
    expect(deniedAccounts(await ask(judge, path))).toEqual([]);
    place('ssl/private', 0o700, DOVENULL.uid, 0);
    expect(await judge.begin()).toBe(true);
    expect(deniedAccounts(await ask(judge, path))).toEqual(['exim']);
  });

  it('is the groups of the account', async () => {
    const { judge } = await begun();
    const path = directory.write('passed/mail.key', 'key', 0o644);
    place('passed', 0o705, 0, SSL_CERT);
    expect(deniedAccounts(await ask(judge, path))).toEqual(['exim']);
    directory.write('etc/group', GROUP.replace('postgres,exim', 'postgres'));
    expect(await judge.begin()).toBe(true);
    expect(deniedAccounts(await ask(judge, path))).toEqual([]);
  });

  it('is a different target of a parent link', async () => {
    directory.write('a/mail.key', 'key', 0o644);
    directory.link('current', 'a');
    mkdirSync(directory.at('b'));
    execFileSync('ln', [directory.at('a/mail.key'), directory.at('b/mail.key')]);
    const judge = judgeFor('exim');
    await judge.begin();
    expect(deniedAccounts(await ask(judge, directory.at('current/mail.key')))).toEqual([]);
    place('b', 0o700, 0, 0);
    directory.link('current', 'b');
    expect(await judge.begin()).toBe(true);
    expect(deniedAccounts(await ask(judge, directory.at('current/mail.key')))).toEqual(['exim']);
  });
});

describe.runIf(needsRoot() && needs('setfacl'))('an access control list', () => {
  const setfacl = (...parameters: readonly string[]): unknown => execFileSync('setfacl', [...parameters]);
  const agrees = async (path: string): Promise<boolean> =>
    (deniedAccounts(await access(path, 'exim')).length === 0) === asAccount(EXIM, () => opens(path));

  it("has the kernel's result, with or without one, for every mode of the file, its directory and the owners of both", async () => {
    const path = directory.write('ssl/private/mail.key', 'key');
    chmodSync(directory.at('ssl'), 0o755);
    const owners = [
      [0, 0],
      [0, SSL_CERT],
      [EXIM.uid, 0],
      [0, DOVENULL.gid],
    ] as const;
    const disagreements: string[] = [];
    for (const directoryMode of [0o700, 0o710, 0o711, 0o701, 0o750, 0o755, 0o070, 0o007]) {
      for (const mode of [0o600, 0o640, 0o644, 0o604, 0o440, 0o040, 0o004, 0o400, 0o000]) {
        for (const [uid, gid] of owners) {
          place('ssl/private', directoryMode, uid, gid);
          place('ssl/private/mail.key', mode, 0, gid);
          const answer = await access(path, 'exim', 'dovenull');
          const denied = deniedAccounts(answer);
          const [exim, dovenull, stranger] = [EXIM, DOVENULL, { uid: 4999, gid: 4999 }].map((account) =>
            asAccount(account, () => opens(path)),
          );
          const events = [!denied.includes('exim'), !denied.includes('dovenull'), answer?.isExposed];
          if (String(events) !== String([exim, dovenull, stranger])) {
            disagreements.push(`${directoryMode.toString(8)} ${mode.toString(8)} ${uid}:${gid}: ${events}`);
          }
        }
      }
    }
    expect(disagreements).toEqual([]);
  });

  it.each([
    ['the account itself', ['-m', 'u:4101:r'], true],
    ['a group of the account', ['-m', 'g:4200:r'], true],
    ['another account only', ['-m', 'u:4102:r'], false],
    ['the account, and a mask that denies it', ['-m', 'u:4101:r,m::x'], false],
    ['no right to the account, although its group has one', ['-m', 'u:4101:-,g:4200:r'], false],
    ['one of two groups', ['-m', 'g:4200:r,g:4101:-'], true],
  ] as const)('that grants %s is evaluated like in the kernel', async (_, parameters, isReadable) => {
    const path = directory.write('mail.key', 'key', 0o600);
    setfacl(...parameters, path);
    expect(deniedAccounts(await access(path, 'exim')).length === 0).toBe(isReadable);
    expect(await agrees(path)).toBe(true);
  });

  it('of a directory applies to traversal, and a change of it is detected', async () => {
    const path = directory.write('private/mail.key', 'key', 0o644);
    place('private', 0o750, 0, 0);
    const judge = judgeFor('exim');
    await judge.begin();
    expect(deniedAccounts(await ask(judge, path))).toEqual(['exim']);
    setfacl('-m', 'u:4101:x', directory.at('private'));
    expect(await judge.begin()).toBe(true);
    expect(deniedAccounts(await ask(judge, path))).toEqual([]);
    expect(await agrees(path)).toBe(true);
  });

  it('is not read if getfacl is not installed: nothing is claimed then', async () => {
    const path = directory.write('mail.key', 'key', 0o640);
    const before = process.env['PATH'];
    process.env['PATH'] = directory.path;
    try {
      expect((await access(path, 'exim'))?.denials).toEqual([]);
    } finally {
      process.env['PATH'] = before;
    }
    expect(deniedAccounts(await access(path, 'exim'))).toEqual(['exim']);
    expect(readFileSync(path, 'utf8')).toBe('key');
  });

  it('is read for names that do not fit on a line', async () => {
    const path = directory.write('a\nb\\é/mail.key', 'key', 0o640);
    setfacl('-m', 'u:4101:r', path);
    expect((await access(path, 'exim'))?.denials).toEqual([]);
    setfacl('-m', 'u:4101:-', path);
    expect(deniedAccounts(await access(path, 'exim'))).toEqual(['exim']);
  });

  it('the remedy of the event opens the key', async () => {
    const path = directory.write('private/mail.key', 'key', 0o600);
    place('private', 0o700, 0, 0);
    for (const { path: closed, kind } of (await access(path, 'exim'))?.denials ?? []) {
      setfacl('-m', `u:${EXIM.uid}:${kind === 'file' ? 'r' : 'x'}`, closed);
    }
    expect((await access(path, 'exim'))?.denials).toEqual([]);
    expect(asAccount(EXIM, () => opens(path))).toBe(true);
  });
});
