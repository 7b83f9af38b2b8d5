import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IssueError, StoreBusyError } from '../../../../src/work/errors.ts';
import { SmallDisk } from '../../../fixtures/small-disk.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../../../peers/needs.ts';
import { buildChangingProcess, filesBelow, keysOfOthers, REMOVAL, SCENES, shown } from '../change-scenes.ts';
import type { OrderedChange } from '../changing-process.ts';
import { change, installing, LATER, personalStore } from '../personal-stores.ts';

/** The scenes with a change. */
const CHANGES = SCENES.filter(({ title }) => !title.startsWith('finishing'));

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const isThere = [needs('mount'), needsRoot()].every(Boolean);

describe.runIf(isThere)('a full disk', () => {
  for (const scarce of ['blocks', 'files'] as const) {
    for (const { title, prepare } of CHANGES) {
      it(`changes nothing, whatever is left of its ${scarce}: ${title}`, async () => {
        let isDone = false;
        for (let left = 0; !isDone && left < 60; left += 1) {
          using disk = new SmallDisk(directory.at(`disk-${left}`));
          const [path, trash] = [`${disk.path}/store`, `${disk.path}/state/trash`];
          mkdirSync(path);
          const store = personalStore(path, trash);
          const ordered = await prepare(store, path);
          if (ordered === undefined) throw new Error('nothing is changed');
          const before = [await shown(path), filesBelow(path), filesBelow(trash)];
          disk.leave({ [scarce]: left });
          try {
            await change(store, ordered, LATER);
            isDone = true;
          } catch (error) {
            expect(error).toBeInstanceOf(IssueError);
            expect(String(error)).toMatch(/: ENOSPC: no space left on its file system; .*; nothing was changed$/);
            expect([await shown(path), filesBelow(path), filesBelow(trash)], `${left} left`).toEqual(before);
            disk.makeRoom();
            await change(store, ordered, LATER);
          }
          expect(await shown(path)).not.toEqual(before[0]);
          expect(keysOfOthers(disk.path)).toEqual([]);
          expect(readdirSync(path).filter((name) => name.startsWith('.') && name !== '.lock')).toEqual([]);
        }
        expect(isDone).toBe(true);
      });
    }
  }

  it('that contains only the trash keeps the certificate to remove', async () => {
    let isDone = false;
    for (let left = 0; !isDone && left < 60; left += 1) {
      using disk = new SmallDisk(directory.at(`disk-${left}`));
      const path = directory.at(`store-${left}`);
      mkdirSync(path);
      const store = personalStore(path, `${disk.path}/trash`);
      const ordered = await REMOVAL.prepare(store, path);
      if (ordered === undefined) throw new Error('nothing is removed');
      const before = [await shown(path), filesBelow(path)];
      disk.leave({ files: left });
      try {
        await change(store, ordered, LATER);
        isDone = true;
      } catch (error) {
        expect(String(error)).toMatch(/ENOSPC: .*; nothing was changed$/);
        expect([await shown(path), filesBelow(path)], `${left} left`).toEqual(before);
        expect(filesBelow(disk.path)).toEqual([]);
      }
    }
    expect(isDone).toBe(true);
  });
});

describe.runIf(isThere)('a disk that is mounted read-only', () => {
  it.each(CHANGES)('refuses in one line: $title', async ({ prepare }) => {
    using disk = new SmallDisk(directory.at('disk'));
    const path = `${disk.path}/store`;
    mkdirSync(path);
    const store = personalStore(path, `${disk.path}/state/trash`);
    const ordered = await prepare(store, path);
    if (ordered === undefined) throw new Error('nothing is changed');
    const before = await shown(path);
    disk.allow('ro');
    const refused = change(store, ordered);
    await expect(refused).rejects.toThrow(IssueError);
    await expect(refused).rejects.toThrow(
      'EROFS: its file system is mounted read-only; mount it read-write; nothing was changed',
    );
    expect(await shown(path)).toEqual(before);
  });
});

describe('another process that changes the store', () => {
  let program = '';
  beforeAll(async () => {
    program = await buildChangingProcess('refused');
  });
  const started: ReturnType<typeof spawn>[] = [];
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  it('locks out every other one at once, and its death releases the lock', async () => {
    const path = directory.at('store');
    mkdirSync(path);
    const order: OrderedChange = { change: installing(), requestedBy: LATER };
    const file = directory.write('order.json', JSON.stringify(order));
    const child = spawn(process.execPath, [program, path, directory.at('trash'), file, '--wait'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    started.push(child);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const before = readdirSync(path);
    const refused = personalStore(path).lock();
    await expect(refused).rejects.toThrow(StoreBusyError);
    await expect(refused).rejects.toThrow(
      `cannot change the store ${path}: another mailcertd (process ${child.pid}) is changing it; try again`,
    );
    expect(readdirSync(path)).toEqual(before);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    await change(personalStore(path), installing());
    expect(readdirSync(path)).toHaveLength(3);
  });
});
