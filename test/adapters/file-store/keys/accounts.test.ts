import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Accounts } from '../../../../src/adapters/file-store/keys/accounts.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

let directory: TemporaryDirectory;
let nowMs: number;
beforeEach(() => {
  directory = temporaryDirectory();
  nowMs = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  directory[Symbol.dispose]();
});

/** Replaces `getent` by a shell script. `$1` is the database, `$3` is the name. */
function setGetent(script: string): void {
  chmodSync(directory.write('bin/getent', `#!/bin/sh\n${script}\n`), 0o755);
  vi.stubEnv('PATH', `${directory.at('bin')}:/usr/bin:/bin`);
}

const PRINT_PASSWD = 'if [ "$1" = passwd ]; then echo "exim:x:4101:4101::/:/bin/sh"; exit; fi';
const WORKS = `${PRINT_PASSWD}\necho "exim  4101 4200"`;
/** A program that a signal ended has no exit code, as after the time limit. */
const TIMES_OUT = 'kill -9 $$';
const EXIM = { name: 'exim', uid: 4101, groups: new Set([4101, 4200]) };

function accountsOf(name: string): Accounts {
  return new Accounts([name], { passwd: directory.at('passwd'), group: directory.at('group') });
}

it.each([
  ['account', TIMES_OUT],
  ['groups', `${PRINT_PASSWD}\n${TIMES_OUT}`],
  ['groups, by its exit code', `${PRINT_PASSWD}\nexit 1`],
])('an account whose %s getent fails to print stays as it was, and is read again after a minute', async (_, script) => {
  setGetent(WORKS);
  const accounts = accountsOf('exim');
  expect(await accounts.refresh()).toBe(true);
  expect(accounts.accounts).toEqual([EXIM]);
  setGetent(script);
  nowMs += 600_001;
  expect(await accounts.refresh()).toBe(false);
  expect(accounts.accounts).toEqual([EXIM]);
  setGetent(WORKS.replace('4200', '4300'));
  nowMs += 60_001;
  expect(await accounts.refresh()).toBe(true);
  expect(accounts.accounts).toEqual([{ ...EXIM, groups: new Set([4101, 4300]) }]);
});

it.each([
  ['account', TIMES_OUT],
  ['groups', `${PRINT_PASSWD}\n${TIMES_OUT}`],
])('an account whose %s getent has never printed is unknown, not missing', async (_, script) => {
  setGetent(script);
  const accounts = accountsOf('exim');
  await accounts.refresh();
  expect(accounts.accounts).toEqual([]);
  expect(accounts.namesWithoutAccount).toEqual([]);
});

it.each([
  ['does not find', () => setGetent('exit 2')],
  ['is not installed for', () => vi.stubEnv('PATH', directory.at('nothing'))],
])('an account that getent %s is missing', async (_, prepare) => {
  prepare();
  const accounts = accountsOf('exim');
  await accounts.refresh();
  expect(accounts.namesWithoutAccount).toEqual(['exim']);
});
