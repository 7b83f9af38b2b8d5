import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needs } from '../../../peers/needs.ts';
import {
  buildChangingProcess,
  type ChangeScene,
  filesBelow,
  keysOfOthers,
  REMOVAL,
  restore,
  SCENES,
  shown,
} from '../change-scenes.ts';
import type { OrderedChange } from '../changing-process.ts';
import { LATER, personalStore } from '../personal-stores.ts';

/** True: a kill at every system call; false: at a few calls of each kind. */
const isFull = process.env['CHAOS'] === 'full';

/** The system calls that change a file system. A kill between two of them leaves the same state. */
const CHANGING =
  /^(?:mkdir|open|creat|write|pwrite|writev|f?chmod|[fl]?chown|rename|link|symlink|unlink|rmdir|f(?:data)?sync|copy_file_range|truncate)/;

interface Point {
  readonly call: string;
  readonly count: number;
}

const directory = temporaryDirectory();
const [work, before] = [directory.at('work'), directory.at('before')];
const [store, orderFile, log] = [join(work, 'store'), directory.at('order.json'), directory.at('strace.log')];
let program = '';
beforeAll(async () => {
  program = await buildChangingProcess('killed');
});
afterAll(() => directory[Symbol.dispose]());

/** A directory on another file system than the store; undefined if this machine has none. */
const elsewhere = ((): string | undefined => {
  try {
    return statSync('/dev/shm').dev === statSync(tmpdir()).dev ? undefined : mkdtempSync('/dev/shm/mailcertd-test-');
  } catch {
    return undefined;
  }
})();
afterAll(() => {
  if (elsewhere !== undefined) rmSync(elsewhere, { recursive: true, force: true });
});

/**
 * Runs the change under strace, which traces the calls about these paths.
 * @param kill the call at which the process is killed
 */
function run(trash: string, paths: readonly string[], kill?: Point): Promise<boolean> {
  const inject = kill === undefined ? [] : ['-e', `inject=${kill.call}:signal=SIGKILL:when=${kill.count}`];
  const seen = paths.flatMap((path) => ['-P', path]);
  const child = spawn(
    'strace',
    ['-qqq', '-f', '-o', log, ...seen, ...inject, process.execPath, program, store, trash, orderFile],
    // A single thread makes all file system calls, so that their order is always the same.
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, UV_THREADPOOL_SIZE: '1' } },
  );
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += String(text);
  });
  return new Promise((resolve) => child.once('close', () => resolve(printed === 'held\nchanged\n')));
}

/**
 * Returns the calls of each kind, numbered. Of several threads, the one with the most calls of a
 * kind counts.
 */
function pointsIn(text: string): readonly Point[] {
  const counts = new Map<string, number>();
  for (const [, thread, call] of text.matchAll(/^(\d+) +([a-z0-9_]+)\(/gm)) {
    const key = `${thread} ${call}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const most = new Map<string, number>();
  for (const [key, count] of counts) {
    const call = key.slice(key.indexOf(' ') + 1);
    most.set(call, Math.max(most.get(call) ?? 0, count));
  }
  return [...most].flatMap(([call, count]) => Array.from({ length: count }, (_, at) => ({ call, count: at + 1 })));
}

/** Returns a few calls of each kind that changes the file system, others in each scene. */
function sample(points: readonly Point[], turn: number): readonly Point[] {
  const kinds = new Map<string, Point[]>();
  for (const point of points) {
    if (CHANGING.test(point.call)) kinds.set(point.call, [...(kinds.get(point.call) ?? []), point]);
  }
  return [...kinds.values()].flatMap((kind) => {
    const spread = [turn, turn + Math.floor(kind.length / 2)].map((at) => kind[at % kind.length]);
    return [...new Set(spread)].filter((point) => point !== undefined);
  });
}

async function killEverywhere({ prepare }: ChangeScene, trash: string, turn: number): Promise<void> {
  rmSync(work, { recursive: true, force: true });
  rmSync(trash, { recursive: true, force: true });
  mkdirSync(store, { recursive: true });
  const order: OrderedChange = { change: await prepare(personalStore(store, trash), store), requestedBy: LATER };
  directory.write('order.json', JSON.stringify(order));
  restore(work, before);
  const trees = (): unknown => [filesBelow(store), filesBelow(trash)];
  const [shownBefore, treesBefore] = [await shown(store), trees()];

  // The first run finds all paths, and the second one all calls about them.
  const whole = ['-qqq', '-f', '-o', log, process.execPath, program, store, trash, orderFile];
  spawnSync('strace', whole, { env: { ...process.env, UV_THREADPOOL_SIZE: '1' } });
  const own = [work, dirname(trash)];
  const named = [...readFileSync(log, 'utf8').matchAll(/"(\/[^"]+)"/g)].map(([, path = '']) => path);
  const paths = [...new Set(named)].filter(
    (path) =>
      // An open directory is used by the number of its descriptor.
      (own.some((each) => path.startsWith(`${each}/`)) || path.startsWith('/proc/self/fd/')) &&
      !/\.lock(?:-\w+)?$/.test(path),
  );
  const reset = (): void => {
    restore(before, work);
    rmSync(trash, { recursive: true, force: true });
  };
  reset();
  expect(await run(trash, paths)).toBe(true);
  const points = pointsIn(readFileSync(log, 'utf8'));
  const [shownAfter, treesAfter] = [await shown(store), trees()];

  let [kept, changed] = [0, 0];
  for (const point of isFull ? points : sample(points, turn)) {
    reset();
    const at = `${point.call} ${point.count}`;
    if (await run(trash, paths, point)) continue;
    expect(keysOfOthers(work), at).toEqual([]);
    expect(keysOfOthers(trash), at).toEqual([]);
    const now = await shown(store);
    const isChanged = JSON.stringify(now) === JSON.stringify(shownAfter);
    expect(now, at).toEqual(isChanged ? shownAfter : shownBefore);
    (await personalStore(store, trash).lock())[Symbol.dispose]();
    expect(await shown(store), at).toEqual(now);
    const isNothing = JSON.stringify(shownBefore) === JSON.stringify(shownAfter);
    expect(trees(), at).toEqual(isChanged || isNothing ? treesAfter : treesBefore);
    if (isChanged) changed += 1;
    else kept += 1;
  }
  // Fewer kills than this would prove nothing, because the change ended before them.
  expect(kept + changed).toBeGreaterThan(3);
  if (isFull && order.change !== undefined) {
    expect(kept).toBeGreaterThan(0);
    expect(changed).toBeGreaterThan(0);
  }
}

const isThere = needs('strace');

describe.runIf(isThere)('kill -9 at any system call leaves the old state or the new', () => {
  for (const [turn, scene] of SCENES.entries()) {
    it(scene.title, () => killEverywhere(scene, join(work, 'state/trash'), turn), 600_000);
  }

  it.skipIf(elsewhere === undefined)(
    'removing a certificate, with the trash on another file system',
    () => killEverywhere(REMOVAL, join(elsewhere ?? '', 'state/trash'), SCENES.length),
    600_000,
  );
});
