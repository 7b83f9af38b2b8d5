import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../peers/needs.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/main/bin.js', import.meta.url));
/** The account of the daemon, which has no name and is not trusted. */
const DAEMON = 61_234;
/** True tests every delay and many rounds, false a few. */
const isFull = process.env['CHAOS'] === 'full';
const ROUNDS = isFull ? 60 : 2;

/** Replaces a directory by a link as soon as a file in it appears, as the account of the daemon. */
const SWAP = `
const { existsSync, renameSync, symlinkSync } = require('node:fs');
const [place, seen, target, delay] = process.argv.slice(1);
while (!existsSync(seen)) continue;
const end = performance.now() + Number(delay);
while (performance.now() < end) continue;
renameSync(place, place + '.held');
symlinkSync(target, place);
`;

/** The calls that change a store and that no start of the program makes. */
const CALLS = 'mkdir,rename,symlink,link,unlink,rmdir,chmod,fchmod,fsync,pwrite64';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
});
afterEach(() => directory[Symbol.dispose]());

/** Makes the account of the daemon the owner of a directory and everything in it. */
function handOver(path: string): void {
  for (const name of ['', ...readdirSync(path, { recursive: true, encoding: 'utf8' })]) {
    lchownSync(join(path, name), DAEMON, DAEMON);
  }
}

function mailcertd(words: readonly string[], tracer: readonly string[] = []): ChildProcess {
  const [program = '', ...rest] = [
    ...tracer,
    process.execPath,
    PROGRAM,
    '--config',
    directory.at('mailcertd.yaml'),
    ...words,
  ];
  return spawn(program, rest, { stdio: 'ignore', env: { ...process.env, UV_THREADPOOL_SIZE: '1' } });
}

function done(...words: readonly string[]): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    [PROGRAM, '--config', directory.at('mailcertd.yaml'), ...words],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
}

/** Returns the files below a directory of root: names, owners, modes, contents. */
function shown(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { uid, gid, mode, ino } = lstatSync(join(path, name));
      const content = lstatSync(join(path, name)).isFile() ? readFileSync(join(path, name)) : '';
      return [name, uid, gid, mode, ino, createHash('sha256').update(content).digest('hex')].join(' ');
    });
}

const certificate = (): string =>
  readdirSync(directory.at('state/sub/store')).find((name) => /^[0-9A-F]{40}$/.test(name)) ?? '';

interface Command {
  readonly verb: string;
  readonly prepare: () => readonly string[];
}

const COMMANDS: readonly Command[] = [
  { verb: 'new', prepare: () => ['certificates', 'new', '--domain-name', 'a.contoso.com', '--key', 'ec-p256'] },
  { verb: 'renew', prepare: () => ['certificates', 'renew', certificate()] },
  { verb: 'enable', prepare: () => ['certificates', 'enable', certificate(), '--services', 'IIS', '--replace'] },
  {
    verb: 'import',
    prepare: () => {
      const [key, file] = [directory.at('import.key'), directory.at('import.pem')];
      const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=b.contoso.com'];
      execFileSync('openssl', ['req', '-x509', ...options, '-keyout', key, '-out', file], { stdio: 'ignore' });
      return ['certificates', 'import', file];
    },
  },
  { verb: 'remove', prepare: () => ['certificates', 'remove', certificate(), '--force'] },
];

/**
 * Creates a host whose store, with all parent directories in the state directory, belongs to the
 * account of the daemon.
 */
function host(): void {
  for (const each of readdirSync(directory.path)) rmSync(directory.at(each), { recursive: true, force: true });
  directory.write(
    'mailcertd.yaml',
    'computer: mail01.contoso.com\nstateDirectory: state\nstores: [{ name: My, path: state/sub/store }]\n',
  );
  for (const name of ['state', 'state/sub', 'state/sub/store', 'root', 'root/store']) mkdirSync(directory.at(name));
  done('certificates', 'new', '--force', '--key', 'ec-p256');
  directory.write('root/kept', 'kept\n', 0o600);
  directory.write('root/store/kept', 'kept\n', 0o600);
  // The same directories also exist at the target, so that a removed or enabled certificate is
  // found through the link.
  for (const target of ['root', 'root/store']) {
    cpSync(directory.at('state/sub/store', certificate()), directory.at(target, certificate()), { recursive: true });
  }
  handOver(directory.at('state'));
}

/** Replaces a directory by a link, as the account of the daemon can. */
function swap(place: string, target: string): void {
  renameSync(directory.at(place), directory.at(`${place}.held`));
  symlinkSync(directory.at(target), directory.at(place));
  lchownSync(directory.at(place), DAEMON, DAEMON);
}

/** Returns the process that strace started. */
function traced(strace: number): number {
  const [child = ''] = readFileSync(`/proc/${strace}/task/${strace}/children`, 'utf8').split(' ');
  return Number(child);
}

describe.runIf(needsRoot())('a store of another account, while root changes it', () => {
  it.each(COMMANDS)('$verb changes nothing of root when a link takes the place of the store', async ({ prepare }) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      host();
      const words = prepare();
      rmSync(directory.at('state/sub/store/.lock'), { force: true });
      const before = shown(directory.at('root'));
      const [place, target] = [directory.at('state/sub/store'), directory.at('root')];
      const swapping = spawn(process.execPath, ['-e', SWAP, place, join(place, '.lock'), target, String(round * 4)], {
        ...{ uid: DAEMON, gid: DAEMON, stdio: 'ignore' },
      });
      await once(mailcertd(words), 'close');
      swapping.kill('SIGKILL');
      expect(shown(directory.at('root')), `round ${round}`).toEqual(before);
    }
  });

  it.each(COMMANDS)('$verb creates nothing for root where a link leads that existed before', async ({ prepare }) => {
    for (const place of ['state/sub/store', 'state/sub']) {
      host();
      const words = prepare();
      const before = shown(directory.at('root'));
      swap(place, 'root');
      await once(mailcertd(words), 'close');
      expect(shown(directory.at('root')), place).toEqual(before);
    }
  });
});

/** Runs a command on a new host under strace. Returns its calls, in order, with arguments. */
async function callsOf(prepare: Command['prepare'], filter: readonly string[]): Promise<readonly string[]> {
  host();
  const words = prepare();
  rmSync(directory.at('state/sub/store/.lock'), { force: true });
  const log = directory.at('strace.log');
  await once(mailcertd(words, ['strace', '-qqq', '-f', '-o', log, ...filter]), 'close');
  return [...readFileSync(log, 'utf8').matchAll(/^\d+ +([a-z0-9_]+\(.*)$/gm)].map(([, call = '']) => call);
}

/**
 * Stops a command on a new host after a call, replaces its store by a link, and continues the
 * command. Returns false if the command ended before.
 */
async function swapAt(prepare: Command['prepare'], filter: readonly string[]): Promise<boolean> {
  host();
  const words = prepare();
  rmSync(directory.at('state/sub/store/.lock'), { force: true });
  const before = shown(directory.at('root'));
  const log = directory.at('strace.log');
  const command = mailcertd(words, ['strace', '-qqq', '-f', '-o', log, ...filter]);
  const closed = once(command, 'close');
  const isStopped = (): boolean => existsSync(log) && readFileSync(log, 'utf8').includes('stopped by SIGSTOP');
  await expect.poll(() => command.exitCode !== null || isStopped(), { timeout: 60_000 }).toBe(true);
  const isSwapped = command.exitCode === null;
  if (isSwapped) {
    swap('state/sub/store', 'root');
    process.kill(traced(command.pid ?? 0), 'SIGCONT');
  }
  await closed;
  expect(shown(directory.at('root')), filter.join(' ')).toEqual(before);
  return isSwapped;
}

describe.runIf(needsRoot() && needs('strace', 'strace'))(
  'a store that is replaced by a link during a system call',
  () => {
    for (const { verb, prepare } of COMMANDS) {
      it(`${verb}, as soon as the store is locked: root changes nothing where the link leads`, async () => {
        const lock = ['-P', directory.at('state/sub/store/.lock')];
        const calls = await callsOf(prepare, [...lock, '-e', 'trace=fcntl']);
        const locked = calls.findLastIndex((call) => call.includes('F_WRLCK')) + 1;
        expect(locked).toBeGreaterThan(0);
        expect(await swapAt(prepare, [...lock, '-e', `inject=fcntl:signal=SIGSTOP:when=${locked}`])).toBe(true);
      });

      it.runIf(isFull)(
        `${verb}, at each call: root changes nothing where the link leads`,
        async () => {
          const counts = new Map<string, number>();
          for (const line of await callsOf(prepare, ['-e', `trace=${CALLS}`])) {
            const call = line.slice(0, line.indexOf('('));
            counts.set(call, (counts.get(call) ?? 0) + 1);
          }
          let swaps = 0;
          for (const [call, count] of counts) {
            for (let at = 1; at <= count; at += 1) {
              if (await swapAt(prepare, ['-e', `inject=${call}:signal=SIGSTOP:when=${at}`])) swaps += 1;
            }
          }
          expect(swaps).toBeGreaterThan(5);
        },
        1_800_000,
      );
    }
  },
);
