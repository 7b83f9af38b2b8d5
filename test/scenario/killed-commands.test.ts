import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { filesBelow, keysOfOthers, restore } from '../adapters/file-store/change-scenes.ts';
import { personalStore } from '../adapters/file-store/personal-stores.ts';
import { seen } from '../adapters/file-store/scans.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from '../peers/needs.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/main/bin.js', import.meta.url));
/**
 * True tests every call. Otherwise, each command is only killed at calls that change a name, and
 * once at each other kind.
 */
const isFull = process.env['CHAOS'] === 'full';

/** The calls between which a store can be partly changed. */
const NAMING: readonly string[] = ['rename', 'symlink', 'link'];

/** The calls that change a store and that no start of the program makes. */
const CALLS = 'mkdir,rename,symlink,link,unlink,rmdir,chmod,fchmod,fsync,pwrite64';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());
const [work, before] = [directory.at('work'), directory.at('before')];
const [store, trash] = [join(work, 'store'), join(work, 'state/trash')];
const CONFIGURATION = `computer: mail01.contoso.com
stateDirectory: state
stores: [{ name: My, path: store }]
connectors: [{ name: Default MAIL01, direction: receive }]
`;

/** Runs a command of the built program, optionally under strace. */
function mailcertd(words: readonly string[], strace: readonly string[] = []): ReturnType<typeof spawnSync> {
  const [program = '', ...rest] = [
    ...strace,
    process.execPath,
    PROGRAM,
    '--config',
    join(work, 'mailcertd.yaml'),
    ...words,
  ];
  // With one I/O thread, the calls are always in the same order.
  return spawnSync(program, rest, { encoding: 'utf8', env: { ...process.env, UV_THREADPOOL_SIZE: '1', LC_ALL: 'C' } });
}

function done(...words: readonly string[]): void {
  const { status, stderr } = mailcertd(words);
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
}

/**
 * Checks that every certificate in the store is complete. Returns the numbers of objects in the
 * store and in the trash.
 */
async function inventory(): Promise<readonly number[]> {
  const personal = personalStore(store, trash);
  const { value, problems } = await seen(personal);
  expect(problems).toEqual([]);
  for (const { key, note } of value.certificates) expect([key.kind, note?.requestedBy.by]).toEqual(['matches', 'root']);
  for (const { hasPrivateKey, note } of value.requests ?? [])
    expect([hasPrivateKey, note?.requestedBy.by]).toEqual([true, 'root']);
  const recorded = await personal.recordedInternalTransport();
  const known = value.certificates.map(({ certificate }) => certificate.thumbprint);
  if (recorded !== undefined) expect(known).toContain(recorded);
  const services = value.certificates.reduce((count, each) => count + each.services.length, 0);
  return [known.length, value.requests?.length ?? 0, services, filesBelow(trash).length];
}

interface Command {
  readonly title: string;
  readonly prepare: () => readonly string[];
}

const certificate = (): string => readdirSync(store).find((name) => /^[0-9A-F]{40}$/.test(name)) ?? '';

const COMMANDS: readonly Command[] = [
  {
    title: 'renew',
    prepare: () => {
      done('certificates', 'new', '--force');
      return ['certificates', 'renew', certificate()];
    },
  },
  { title: 'new', prepare: () => ['certificates', 'new'] },
  { title: 'new --request', prepare: () => ['certificates', 'new', '--request'] },
  {
    title: 'import, of the answer to a request',
    prepare: () => {
      done('certificates', 'new', '--request');
      const [request = ''] = readdirSync(store).filter((name) => name.startsWith('request-'));
      const [csr, ca, key, answer] = [
        join(store, request, 'request.pem'),
        ...['ca.pem', 'ca.key', 'a.pem'].map((name) => directory.at(name)),
      ];
      const authority = ['-subj', '/CN=CA', '-keyout', key ?? '', '-out', ca ?? ''];
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...authority],
        { stdio: 'ignore' },
      );
      const signed = [
        '-in',
        csr,
        '-CA',
        ca ?? '',
        '-CAkey',
        key ?? '',
        '-copy_extensions',
        'copy',
        '-out',
        answer ?? '',
      ];
      execFileSync('openssl', ['x509', '-req', ...signed], { stdio: 'ignore' });
      return ['certificates', 'import', answer ?? ''];
    },
  },
  {
    title: 'enable',
    prepare: () => {
      done('certificates', 'new', '--force');
      return ['certificates', 'enable', certificate(), '--services', 'IIS', '--replace'];
    },
  },
  {
    title: 'remove',
    prepare: () => {
      done('certificates', 'new');
      return ['certificates', 'remove', certificate(), '--force'];
    },
  },
];

const isThere = needs('strace');

describe.runIf(isThere && process.getuid?.() === 0)('kill -9 of a command that changes the store', () => {
  it('export: no file has the new name before all of it is written', { timeout: 60_000 }, () => {
    rmSync(work, { recursive: true, force: true });
    directory.write('work/mailcertd.yaml', CONFIGURATION);
    directory.write('work/store/README', 'certificates\n');
    done('certificates', 'new', '--exportable');
    const out = join(work, 'out.pem');
    const words = ['certificates', 'export', certificate(), '--out', out];
    const kill = ['strace', '-qqq', '-f', '-o', directory.at('strace.log'), '-e', 'inject=fsync:signal=SIGKILL:when=1'];
    expect(mailcertd(words, kill).signal).toBe('SIGKILL');
    expect(existsSync(out)).toBe(false);
    expect(keysOfOthers(work)).toEqual([]);
    done(...words);
    expect(readFileSync(out, 'utf8')).toContain('PRIVATE KEY');
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it.each(COMMANDS)(
    '$title: the store has either its previous or its final content',
    async ({ prepare }) => {
      rmSync(work, { recursive: true, force: true });
      directory.write('work/mailcertd.yaml', CONFIGURATION);
      directory.write('work/store/README', 'certificates\n');
      const words = prepare();
      const old = await inventory();
      restore(work, before);
      const log = directory.at('strace.log');
      const strace = ['strace', '-qqq', '-f', '-o', log];
      expect(mailcertd(words, [...strace, '-e', `trace=${CALLS}`]).status).toBe(0);
      const after = await inventory();
      expect(after).not.toEqual(old);
      const counts = new Map<string, number>();
      for (const [, call = ''] of readFileSync(log, 'utf8').matchAll(/^\d+ +([a-z0-9_]+)\(/gm)) {
        counts.set(call, (counts.get(call) ?? 0) + 1);
      }
      let kills = 0;
      for (const [call, count] of counts) {
        const all = Array.from({ length: count }, (_, at) => at + 1);
        const few = NAMING.includes(call) ? all.slice(count >> 1, (count >> 1) + 1) : [];
        for (const at of isFull ? all : few) {
          restore(before, work);
          const { signal } = mailcertd(words, [...strace, '-e', `inject=${call}:signal=SIGKILL:when=${at}`]);
          if (signal === 'SIGKILL') kills += 1;
          const place = `${words[1]}: ${call} ${at}`;
          expect([...keysOfOthers(store), ...keysOfOthers(trash)], place).toEqual([]);
          const now = await inventory();
          (await personalStore(store, trash).lock())[Symbol.dispose]();
          const settled = await inventory();
          expect([old, after], place).toContainEqual(settled);
          expect(now.slice(0, 3), place).toEqual(settled.slice(0, 3));
          expect(
            readdirSync(store).filter((name) => name.startsWith('.')),
            place,
          ).toEqual(['.lock']);
          const keys = filesBelow(store).filter((name) => name.endsWith('privkey.pem'));
          expect(keys, place).toHaveLength((settled[0] ?? 0) + (settled[1] ?? 0));
        }
      }
      expect(kills).toBeGreaterThan(isFull ? 3 : 0);
    },
    600_000,
  );
});
