import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsRoot } from './needs.ts';

const repository = resolve(import.meta.dirname, '../..');

/**
 * Mounts an overlay over /usr that only this process sees, removes files there, and runs a command.
 */
const WITHOUT = `mount -t tmpfs tmpfs "$1" && mkdir "$1/upper" "$1/work" &&
mount -t overlay -o "lowerdir=/usr,upperdir=$1/upper,workdir=$1/work" overlay /usr && rm -r $2 && shift 2 && exec "$@"`;

/**
 * The result of a run of test files: the failed tests, and the titles that name missing
 * requirements.
 */
interface Result {
  readonly failed: readonly string[];
  readonly needed: readonly string[];
}

/** Runs test files without these files, which may be shell patterns. */
function runWithout(removed: string, files: readonly string[], environment: NodeJS.ProcessEnv = {}): Result {
  using directory = temporaryDirectory();
  const report = directory.at('report.json');
  const vitest = [resolve(repository, 'node_modules/vitest/vitest.mjs'), 'run', ...files];
  const options = ['--maxWorkers', '1', '--reporter', 'json', '--outputFile', report];
  const command = [process.execPath, ...vitest, ...options];
  spawnSync(
    'unshare',
    ['--mount', 'sh', '-c', WITHOUT, 'sh', directory.write('copy/.keep', '').slice(0, -6), removed, ...command],
    {
      cwd: repository,
      env: { ...process.env, CI: undefined, ...environment },
    },
  );
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly testResults: readonly {
      readonly name: string;
      readonly status: string;
      readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
    }[];
  };
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    failed: [
      ...testResults.filter(({ status }) => status === 'failed').map(({ name }) => name),
      ...tests.filter(({ status }) => status === 'failed').map(({ title }) => title),
    ],
    needed: tests.map(({ title }) => title).filter((title) => title.startsWith('needs ')),
  };
}

const DOVECOT = /^needs dovecot .*: apt-get install .*dovecot-managesieved/;

describe.runIf([needsRoot(), needs('namespaces', 'dovecot', 'rsyslog-openssl')].every(Boolean))('a test', () => {
  it.each([
    ['Dovecot without ManageSieve', '/usr/lib/dovecot/managesieve*', 'found/found-dovecot', DOVECOT],
    [
      'rsyslog without OpenSSL',
      '/usr/lib/*/rsyslog/lmnsd_ossl.so',
      'syslog',
      /apt-get install rsyslog rsyslog-openssl$/,
    ],
  ])('is skipped by name, with the command that installs the rest, for %s', (_, removed, file, title) => {
    const { failed, needed } = runWithout(removed, [`test/peers/${file}.test.ts`]);
    expect(failed).toEqual([]);
    expect(needed).toEqual([expect.stringMatching(title)]);
  });

  it('fails under CI=true if its program is only partly installed', () => {
    const { failed } = runWithout('/usr/lib/dovecot/managesieve*', ['test/peers/found/found-dovecot.test.ts'], {
      CI: 'true',
    });
    expect(failed).toEqual([expect.any(String), expect.stringMatching(DOVECOT)]);
  });

  it('that starts a program without a request for it is skipped if the program is not installed', () => {
    const { failed } = runWithout('/usr/bin/openssl', ['test/formats/pem/made-by-openssl.long.test.ts']);
    expect(failed).toEqual([]);
  });
});
