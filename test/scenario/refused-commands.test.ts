import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../adapters/file-store/change-scenes.ts';
import { personalStore } from '../adapters/file-store/personal-stores.ts';
import { SmallDisk } from '../fixtures/small-disk.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsOpenRepository, needsRoot } from '../peers/needs.ts';
import { UNPRIVILEGED } from './unprivileged.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/main/bin.js', import.meta.url));

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  chmodSync(directory.path, 0o755);
});
afterEach(() => directory[Symbol.dispose]());

/** Writes a configuration with this store. Returns the first words of its commands. */
function configure(store: string): readonly string[] {
  directory.write(
    'mailcertd.yaml',
    `computer: mail01.contoso.com
stateDirectory: ${store}-state
stores: [{ name: My, path: ${store} }]
connectors: [{ name: Default MAIL01, direction: receive }]
`,
  );
  mkdirSync(store, { recursive: true });
  return [PROGRAM, '--config', directory.at('mailcertd.yaml'), 'certificates'];
}

interface Printed {
  readonly status: number | null;
  /** The errors, one line each. */
  readonly errors: readonly string[];
}

function run(command: readonly string[], uid = process.getuid?.() ?? 0): Printed {
  const { status, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    uid,
    gid: uid,
    env: { LC_ALL: 'C' },
  });
  return { status, errors: stderr.trimEnd().split('\n') };
}

function made(command: readonly string[], store: string): string {
  expect(run([...command, 'new']).status).toBe(0);
  return readdirSync(store).find((name) => /^[0-9A-F]{40}$/.test(name)) ?? '';
}

describe('a command that changes the store', () => {
  it('ends at once while another changes the store, in one line, without a change', async () => {
    const store = directory.at('store');
    const command = configure(store);
    const thumbprint = made(command, store);
    const before = filesBelow(store);
    using _held = await personalStore(store).lock();
    expect(run([...command, 'renew', thumbprint])).toEqual({
      status: 1,
      errors: [
        `mailcertd: cannot change the store ${store}: another mailcertd (process ${process.pid}) is changing it; try again`,
      ],
    });
    expect(filesBelow(store)).toEqual(before);
  });

  it('renews once for each of several concurrent renewals that are not refused', async () => {
    const store = directory.at('store');
    const command = configure(store);
    const thumbprint = made(command, store);
    const renewals = Array.from({ length: 4 }, () => {
      const child = spawn(process.execPath, [...command, 'renew', thumbprint], { stdio: ['ignore', 'ignore', 'pipe'] });
      let errors = '';
      child.stderr.on('data', (text) => {
        errors += String(text);
      });
      return new Promise<string>((resolve) => child.once('close', (code) => resolve(code === 0 ? 'renewed' : errors)));
    });
    const outcomes = await Promise.all(renewals);
    const refused = outcomes.filter((outcome) => outcome !== 'renewed');
    for (const errors of refused)
      expect(errors).toMatch(/^[^\n]*another mailcertd( \(process \d+\))? is changing it; try again\n$/);
    expect(readdirSync(store).filter((name) => /^[0-9A-F]{40}$/.test(name))).toHaveLength(
      1 + outcomes.length - refused.length,
    );
  });
});

const isRoot = needsRoot();

describe.runIf(isRoot && needsOpenRepository())('a store that belongs to another account', () => {
  it.each([
    ['mode 0755', 0o755, 'the store belongs to root; run this as that account, or as root; nothing was changed'],
    ['mode 0700', 0o700, 'EACCES'],
  ])('%s, is not changed, with one line that says so', (_what, mode, printed) => {
    const store = directory.at('store');
    const command = configure(store);
    chmodSync(store, mode);
    expect(spawnSync('mkdir', [`${store}/x`], { uid: UNPRIVILEGED, gid: UNPRIVILEGED }).status).not.toBe(0);
    const { status, errors } = run([...command, 'new'], UNPRIVILEGED);
    expect(status).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(printed);
    expect(run([...command, 'new', '--dry-run'], UNPRIVILEGED)).toEqual({ status, errors });
    expect(readdirSync(store)).toEqual([]);
  });

  it('is neither created in a directory of another account, nor reported as created', () => {
    const store = directory.at('above/store');
    const command = configure(store);
    rmdirSync(store);
    for (const words of [['new'], ['new', '--dry-run']]) {
      expect(run([...command, ...words], UNPRIVILEGED)).toEqual({
        status: 1,
        errors: [
          `mailcertd: cannot create the personal store ${store}: EACCES: no write permission; grant it with chmod or setfacl; nothing was changed`,
        ],
      });
    }
  });

  it('has content that other accounts cannot see, and no command says that it is missing', () => {
    const store = directory.at('store');
    const command = configure(store);
    chmodSync(store, 0o755);
    const thumbprint = made(command, store);
    const place = `${store}/${thumbprint}`;
    expect(spawnSync('ls', [place], { uid: UNPRIVILEGED, gid: UNPRIVILEGED }).status).not.toBe(0);
    for (const words of [
      ['show', thumbprint],
      ['renew', thumbprint],
      ['enable', thumbprint, '--services', 'IIS'],
      ['remove', thumbprint],
      ['export', thumbprint, '--out', directory.at('out.pem')],
    ]) {
      const { status, errors } = run([...command, ...words], UNPRIVILEGED);
      expect([status, errors.length], words.join(' ')).toEqual([1, 1]);
      const paths = `${place}, ${store}/live`;
      expect(errors[0]).toContain(`parts of the store cannot be read (${store}: permission denied: ${paths}: EACCES)`);
      expect(errors[0]).toMatch(/run this as root, which owns the store$/);
    }
  });

  it('is changed by root for its owner', () => {
    const store = directory.at('store');
    const command = configure(store);
    chownSync(store, UNPRIVILEGED, UNPRIVILEGED);
    chmodSync(store, 0o700);
    const thumbprint = made(command, store);
    expect(run([...command, 'renew', thumbprint], UNPRIVILEGED).status).toBe(0);
  });
});

describe.runIf(isRoot && needs('mount'))('a disk that cannot be written', () => {
  it.each([
    ['full', (disk: SmallDisk) => disk.leave({ files: 0 }), 'ENOSPC: no space left on its file system; free some'],
    ['read-only', (disk: SmallDisk) => disk.allow('ro'), 'EROFS: its file system is mounted read-only; mount it'],
  ])('because it is %s is reported in one line, and nothing is changed', (what, spoil, printed) => {
    using disk = new SmallDisk(directory.at('disk'));
    const store = `${disk.path}/store`;
    const command = configure(store);
    const thumbprint = made(command, store);
    const before = filesBelow(disk.path);
    spoil(disk);
    for (const words of [
      ['new', '--domain-name', 'mail.contoso.com'],
      ['renew', thumbprint],
      ['new', '--request'],
      ['enable', thumbprint, '--services', 'IMAP', '--replace'],
      ['remove', thumbprint, '--force'],
    ]) {
      const { status, errors } = run([...command, ...words]);
      expect(status, words.join(' ')).toBe(1);
      expect(errors, words.join(' ')).toHaveLength(1);
      expect(errors[0]).toContain(printed);
      expect(errors[0]).toMatch(/; nothing was changed$/);
      if (what === 'read-only') expect(run([...command, ...words, '--dry-run'])).toEqual({ status, errors });
    }
    disk.allow('rw');
    expect(filesBelow(disk.path)).toEqual(before);
  });
});
