import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { fillWithCertificates, layGrowing, layTraps, TRAPS } from './hostile-directory.ts';
import { type Run, runMeasured } from './run-measured.ts';

/** The number of files; `npm run hostile` uses 100,000. */
const FILES = Number(process.env['HOSTILE_FILES'] ?? 2000);
/**
 * The memory that a scan may use for each certificate, KiB, and in addition. 24 MiB were measured
 * for 2,000, 57 for 20,000, and 87 for 50,000 certificates.
 */
const A_FILE_KIB = 1.5;
const OVERHEAD_MIB = 36;

const DISTURB = fileURLToPath(new URL('disturb.mjs', import.meta.url));
const TRIES = 10;

let directory: TemporaryDirectory;
/** The maximum memory of the program with a single certificate. */
let leastMiB = 0;

/** Lists a store, with few fields of each certificate. */
const list = (store: string): Promise<Run> =>
  runMeasured('certificates', 'list', '--store', store, '--format', 'json', '--fields', 'thumbprint,notAfter');

beforeAll(async () => {
  using empty = temporaryDirectory();
  fillWithCertificates(empty, 'store', 1);
  const { exitCode, peakMiB } = await list(empty.at('store'));
  expect(exitCode).toBe(0);
  leastMiB = peakMiB;
});
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

function note(what: string, { ms, peakMiB }: Run): void {
  if (process.env['HOSTILE_FILES'] === undefined) return;
  process.stdout.write(
    `${what}: ${Math.round(ms)} ms, ${Math.round(peakMiB)} MiB (${Math.round(leastMiB)} MiB at least)\n`,
  );
}

/** The checked part of an event in JSON. */
interface Printed {
  readonly event: { readonly code: string };
  readonly mailcertd: {
    readonly facts: {
      readonly reason: string;
      readonly count: number;
      readonly files: readonly { readonly path: string }[];
    };
  };
}

/** Returns the 1102 events of a scan: `count reason`, in order. */
function printed({ stdout }: Run): string[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Printed => JSON.parse(line))
    .filter(({ event }) => event.code === '1102')
    .map(({ mailcertd: { facts } }) => `${facts.count} ${facts.reason}`)
    .sort();
}

/** Starts the disturbing process, and calls a function when it is ready. */
async function disturbed<T>(args: readonly string[], work: (child: ChildProcess) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, [DISTURB, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    return await work(child);
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
}

const certificatesIn = (store: string): number =>
  readdirSync(store, { recursive: true }).filter((name) => String(name).endsWith('.pem')).length;

const listed = ({ stdout }: Run): number => JSON.parse(stdout).length;

describe(`a store of ${FILES} files with malicious ones among them`, () => {
  let trapped: TemporaryDirectory;
  beforeAll(() => {
    trapped = temporaryDirectory();
    fillWithCertificates(trapped, 'store', FILES);
    layTraps(trapped, 'store');
  });
  afterAll(() => trapped[Symbol.dispose]());

  it('is listed completely in bounded memory', async () => {
    const run = await list(trapped.at('store'));
    note('certificates list', run);
    expect(run.exitCode).toBe(0);
    expect(listed(run)).toBe(FILES);
    const lines = run.stderr.split('\n');
    for (const [name, reason] of TRAPS) {
      const line = lines.find((each) => each.includes(`${trapped.at('store', name)}: `));
      expect(line).toContain(`(${reason})`);
    }
    // The limit is below 10 GiB, and below the 16 MiB that are read of a file.
    expect(run.peakMiB).toBeLessThan(leastMiB + OVERHEAD_MIB + (FILES * A_FILE_KIB) / 1024);
  });

  it('is scanned completely, with one event for each reason that counts the malicious files and no others', async () => {
    const run = await runMeasured('scan', '--store', trapped.at('store'), '--format', 'json');
    note('scan', run);
    expect(run.exitCode).toBe(0);
    const counts = new Map([['symlink_loop', 48]]);
    for (const [, reason] of TRAPS) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    expect(printed(run)).toEqual([...counts].map(([reason, count]) => `${count} ${reason}`).sort());
    expect(run.peakMiB).toBeLessThan(leastMiB + OVERHEAD_MIB + (FILES * A_FILE_KIB) / 1024);
  });
});

it('a huge file takes no memory: the peak with it is the peak without it', async () => {
  fillWithCertificates(directory, 'store', 10);
  const before = await list(directory.at('store'));
  layTraps(directory, 'store');
  const after = await list(directory.at('store'));
  expect(listed(after)).toBe(10);
  expect(after.peakMiB - before.peakMiB).toBeLessThan(10);
});

it('a file that grows while it is read is a problem of its own, and the scan ends', async () => {
  fillWithCertificates(directory, 'store', 10);
  const growing = layGrowing(directory, 'store', 3);
  const seen = await disturbed(['grow', ...growing], async () => {
    for (let attempt = 1; ; attempt += 1) {
      const run = await runMeasured('scan', '--store', directory.at('store'), '--format', 'json');
      note('growing', run);
      expect(run.exitCode).toBe(0);
      expect(run.peakMiB).toBeLessThan(leastMiB + 64);
      const problems = printed(run);
      // On a busy machine, the writer may not run while the files are read.
      if (problems.length > 0 || attempt === TRIES) return problems;
    }
  });
  expect(seen.length).toBeGreaterThan(0);
  for (const problem of seen) expect(problem).toMatch(/^[1-3] (changed_while_reading|too_large)$/);
});

it('files that are removed between listing and opening are not reported', async () => {
  for (let attempt = 1; ; attempt += 1) {
    fillWithCertificates(directory, 'store', FILES);
    const { run, left } = await disturbed(['remove', directory.at('store')], async (child) => {
      child.stdin?.write('go\n');
      const answer = await list(directory.at('store'));
      return { run: answer, left: certificatesIn(directory.at('store')) };
    });
    note(`removed meanwhile, ${FILES} to ${left}`, run);
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(0);
    // On a busy machine, all files may be removed before the scan begins, or none before it ends.
    if (listed(run) < FILES && left < listed(run)) return;
    expect(attempt).toBeLessThan(TRIES);
  }
});
