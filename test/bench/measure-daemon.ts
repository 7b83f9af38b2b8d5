import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTLING } from '../../src/work/scan/scan-triggers.ts';
import { pem } from '../fixtures/make-certificate.ts';
import { percentile } from '../fixtures/percentile.ts';
import type { Figure } from './figure.ts';
import { RunningDaemon } from './running-daemon.ts';
import type { Stage } from './stage.ts';
import { inTurn, median, timeProcess } from './timing.ts';

/** Measures P3, P4, P5, P9 and P11, with real daemons that have separate states. */
export async function measureDaemon(stage: Stage): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  figures.push(...(await measureStart(stage)));
  figures.push(...(await measureWatch(stage)));
  figures.push(...(await measureLoop(stage)));
  return figures;
}

function freshDirectory({ directory }: Stage, name: string): string {
  const fresh = join(directory, `daemon-${name}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  return fresh;
}

async function measureStart(stage: Stage): Promise<readonly Figure[]> {
  const [known, nothing] = [freshDirectory(stage, 'known'), join(stage.directory, 'nothing')];
  mkdirSync(nothing, { recursive: true });
  const first = await RunningDaemon.start(known, stage.trees.large);
  await first.passAfter(0);
  await first.stop();
  const ready = async (directory: string, store: string): Promise<number> => {
    const daemon = await RunningDaemon.start(directory, store);
    await daemon.stop();
    return daemon.readyMs;
  };
  const firstPasses: number[] = [];
  const firstPass = async (): Promise<void> => {
    const since = Date.now();
    const daemon = await RunningDaemon.start(known, stage.trees.large);
    const { startedAt, endedAt } = await daemon.passAfter(since);
    await daemon.stop();
    firstPasses.push(endedAt - startedAt);
  };
  // One more run than is measured: a stop saves no longer than its time limit allows.
  for (let run = -1; run < stage.measures.runs; run += 1) await firstPass();
  const times = await inTurn(stage.measures.runs, {
    empty: () => ready(freshDirectory(stage, 'empty'), nothing),
    known: () => ready(known, stage.trees.large),
  });
  const what = `start to READY,`;
  return [
    { name: 'P9', what: `${what} no known certificates`, value: times.empty, goal: 500, unit: 'ms', of: times },
    {
      name: 'P9',
      what: `${what} ${stage.sizes.large} known certificates`,
      value: times.known,
      goal: 1500,
      unit: 'ms',
      of: { ...times, firstPassMs: median(firstPasses.slice(1)) },
    },
  ];
}

async function measureWatch(stage: Stage): Promise<readonly Figure[]> {
  const { trees, sizes } = stage;
  const { runs, changes, restMs } = stage.measures;
  const small = await RunningDaemon.start(freshDirectory(stage, 'middle'), trees.middle);
  await small.passAfter(0);
  await small.pass();
  const middleMebibytes = await small.mebibytesAtRest(restMs);
  await small.stop();

  const daemon = await RunningDaemon.start(freshDirectory(stage, 'large'), trees.large);
  await daemon.passAfter(0);
  await daemon.pass();
  const times = await inTurn(runs, {
    pass: () => daemon.pass(),
    find: () => timeProcess('find', [trees.large, '-printf', '%s %T@\n']),
  });
  const largeMebibytes = await daemon.mebibytesAtRest(restMs);
  const delays = await measureChanges(daemon, trees.large, changes);
  await daemon.stop();
  const p99 = percentile(delays, 0.99);
  const of = { median: median(delays), p99, worst: Math.max(...delays), changes: delays.length };
  const memory = { middleMebibytes, largeMebibytes, restMs };
  const what = 'resident memory at rest,';
  return [
    {
      name: 'P3',
      what: 'scan without changes ÷ find',
      value: times.pass / times.find,
      goal: 1.5,
      unit: '',
      of: times,
    },
    { name: 'P4', what: 'event for a change, after the settle time (p99)', value: p99, goal: 500, unit: 'ms', of },
    {
      name: 'P5',
      what: `${what} ${sizes.middle} certificates`,
      value: middleMebibytes,
      goal: 110,
      unit: 'MiB',
      of: memory,
    },
    {
      name: 'P5',
      what: `${what} ${sizes.large} certificates`,
      value: largeMebibytes,
      goal: 220,
      unit: 'MiB',
      of: memory,
    },
  ];
}

/** Returns the DER of the only PEM block of a file. */
function derOf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/-----[^-]+-----/g, ''), 'base64');
}

/**
 * Damages one file after the other, and waits for the event with their number, because it lists
 * only the first ten. The files are not truncated, since truncated files may still be being
 * written. Returns the delays without the settle time, ms.
 */
async function measureChanges(daemon: RunningDaemon, tree: string, count: number): Promise<readonly number[]> {
  const names = readdirSync(tree).filter((name) => name.endsWith('.pem'));
  const delays: number[] = [];
  const before: { readonly path: string; readonly bytes: Buffer }[] = [];
  try {
    for (const name of names.sort().slice(-count)) {
      const path = join(tree, name);
      const bytes = readFileSync(path);
      before.push({ path, bytes });
      const started = performance.now();
      writeFileSync(path, pem('CERTIFICATE', Buffer.concat([derOf(bytes), Buffer.from([0])])));
      await daemon.printed(`"count":${before.length},`);
      delays.push(performance.now() - started - SETTLING.quietMs);
    }
  } finally {
    for (const { path, bytes } of before) writeFileSync(path, bytes);
  }
  return delays;
}

/** Measures P11: the link of an idle daemon's store is changed to the large tree. */
async function measureLoop(stage: Stage): Promise<readonly Figure[]> {
  const p999: number[] = [];
  const max: number[] = [];
  for (let run = 0; run < stage.measures.runs; run += 1) {
    const directory = freshDirectory(stage, 'loop');
    const store = join(directory, 'store');
    symlinkSync(join(stage.directory, 'nothing'), store);
    const daemon = await RunningDaemon.start(directory, store);
    await daemon.passAfter(0);
    symlinkSync(stage.trees.large, `${store}.next`);
    daemon.watchLoop();
    renameSync(`${store}.next`, store);
    await daemon.pass();
    const held = await daemon.stop();
    p999.push(held.p999);
    max.push(held.max);
  }
  const of = { p999: median(p999), max: median(max) };
  return [{ name: 'P11', what: 'event loop delay during a scan (p99.9)', value: of.p999, goal: 50, unit: 'ms', of }];
}
