import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { DAY, SECOND } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { type LoopHeld, RunningDaemon } from './running-daemon.ts';

/** The file to which the daemon writes its use of memory. */
const MEMORY_FILE = 'memory.json';
/** Six scans per minute: 30 minutes have as many scans as 45 hours of the default schedule. */
const SCHEDULE = '*/10 * * * * *';
/** Remaining lifetimes, in days: expired and expiring certificates are among them. */
const DAYS_LEFT: readonly number[] = [-1, 2, 6, 20, 45, 90];

/**
 * The number of connectors. Each uses the certificate of one file, so that a replacement raises and
 * clears conditions.
 */
const CONNECTORS = 40;

export interface SoakPlan {
  readonly minutes: number;
  readonly files: number;
  /** The number of certificates that are replaced per second. */
  readonly perSecond: number;
}

/** The measurements at the end of one minute. */
export interface SoakMinute {
  readonly minute: number;
  readonly replaced: number;
  readonly records: number;
  readonly rssMiB: number;
  /** The memory of objects in Node, and the memory outside its heap. */
  readonly heapUsedMiB: number;
  readonly externalMiB: number;
}

export interface Soaked {
  readonly minutes: readonly SoakMinute[];
  /** The blocking of the event loop in all minutes, ms. */
  readonly loop: LoopHeld;
}

/**
 * Replaces certificates in the store of a real daemon, one after the other, and measures its memory
 * each minute.
 */
export async function soak(directory: string, plan: SoakPlan, report: (minute: SoakMinute) => void): Promise<Soaked> {
  const store = join(directory, 'store');
  mkdirSync(store);
  for (let file = 0; file < plan.files; file += 1) replace(store, file, file);
  const connectors = Array.from(
    { length: Math.min(CONNECTORS, plan.files) },
    (_, file) => `{ name: Receive ${file}, direction: receive, fqdn: host${file}.soak.example }`,
  );
  const keys = [`schedule: '${SCHEDULE}'`, `connectors: [${connectors.join(', ')}]`];
  const daemon = await RunningDaemon.start(directory, store, keys, { BENCH_MEMORY_FILE: join(directory, MEMORY_FILE) });
  const minutes: SoakMinute[] = [];
  let replaced = 0;
  try {
    await daemon.passAfter(0);
    daemon.watchLoop();
    const startedMs = performance.now();
    for (let minute = 1; minute <= plan.minutes; minute += 1) {
      const due = minute * 60 * plan.perSecond;
      for (; replaced < due; replaced += 1) {
        replace(store, replaced % plan.files, replaced);
        const aheadMs = ((replaced + 1) / plan.perSecond) * SECOND - (performance.now() - startedMs);
        if (aheadMs > 0) await setTimeout(aheadMs);
      }
      const measured = { minute, replaced, records: recordCount(directory), ...memoryOf(directory, daemon) };
      minutes.push(measured);
      report(measured);
    }
    await daemon.pass();
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return { minutes, loop: await daemon.stop() };
}

/**
 * Returns the growth of memory in the last third of a soak, KiB per minute: the slope of the best
 * fit.
 */
export function growthAtEnd(minutes: readonly SoakMinute[]): number {
  const last = minutes.slice(-Math.max(2, Math.ceil(minutes.length / 3)));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanMinute, meanRss] = [mean(last.map(({ minute }) => minute)), mean(last.map(({ rssMiB }) => rssMiB))];
  const above = last.reduce((sum, { minute, rssMiB }) => sum + (minute - meanMinute) * (rssMiB - meanRss), 0);
  const below = last.reduce((sum, { minute }) => sum + (minute - meanMinute) ** 2, 0);
  return below === 0 ? 0 : (above / below) * 1024;
}

/** Replaces a file with a new certificate and its key, by one rename as ACME clients do. */
function replace(store: string, file: number, count: number): void {
  const now = Date.now();
  const daysLeft = DAYS_LEFT[count % DAYS_LEFT.length] ?? 90;
  const { certificatePem, privateKeyPem } = makeCertificate({
    commonName: `host${file}.soak.example`,
    notBefore: now - 90 * DAY,
    notAfter: now + daysLeft * DAY,
  });
  const path = join(store, `host${file}.pem`);
  writeFileSync(`${path}.tmp`, certificatePem + privateKeyPem, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

function memoryOf(
  directory: string,
  daemon: RunningDaemon,
): Pick<SoakMinute, 'rssMiB' | 'heapUsedMiB' | 'externalMiB'> {
  const { heapUsed, external } = JSON.parse(readFileSync(join(directory, MEMORY_FILE), 'utf8')) as NodeJS.MemoryUsage;
  return { rssMiB: daemon.residentMebibytes(), heapUsedMiB: heapUsed / 2 ** 20, externalMiB: external / 2 ** 20 };
}

function recordCount(directory: string): number {
  const ledger = openSqlite(join(directory, 'state', 'ledger.db'), { readonly: true });
  try {
    return ledger.prepare<[], number>('SELECT count(*) FROM event_record').pluck().get() ?? 0;
  } finally {
    ledger.close();
  }
}
