import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { openLedgerReader } from '../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { FailingDisk } from '../fixtures/failing-disk.ts';
import { SmallDisk } from '../fixtures/small-disk.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from '../peers/needs.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const WAIT = { timeout: 60_000, interval: 20 };

let directory: TemporaryDirectory;
let daemon: ChildProcess | undefined;
let said = '';
beforeEach(() => {
  directory = temporaryDirectory();
  directory.write(
    'mailcertd.yaml',
    'computer: mail01.contoso.com\nstateDirectory: state\nhttp: off\nwatch: false\nstores: []\n',
  );
});
afterEach(async () => {
  await end('SIGKILL');
  directory[Symbol.dispose]();
});

async function end(signal: NodeJS.Signals): Promise<void> {
  if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = exited();
  daemon.kill(signal);
  await ended;
}

const exited = (): Promise<number | null> => new Promise((ended) => daemon?.once('exit', ended));

/** Starts the daemon, and waits until it has scanned. */
async function start(): Promise<void> {
  said = '';
  const startedAt = Date.now();
  const command = [PROGRAM, '--config', directory.at('mailcertd.yaml'), 'run'];
  daemon = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [daemon.stdout, daemon.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  await vi.waitFor(async () => expect(await scannedAt()).toBeGreaterThanOrEqual(startedAt), WAIT);
}

async function scannedAt(): Promise<number | undefined> {
  await using reader = openLedgerReader(directory.at('state'));
  return (await reader.state('mail01.contoso.com')).scan?.endedAt;
}

async function records(): Promise<readonly (readonly [number, number])[]> {
  await using reader = openLedgerReader(directory.at('state'));
  return (await reader.after(0, 100)).map(({ eventRecordId, eventId }) => [eventRecordId, eventId]);
}

/** Orders scans until three have failed. Returns the exit status. */
async function failThreeScans(): Promise<number | null> {
  const ended = exited();
  const failures = (): number => said.match(/a scan failed: /g)?.length ?? 0;
  for (let before = failures(); before < 3; before = failures()) {
    daemon?.kill('SIGUSR2');
    await vi.waitFor(() => expect(failures()).toBeGreaterThan(before), WAIT);
  }
  return ended;
}

test.each<[string, () => void]>([
  ['deleted', () => rmSync(directory.at('state/ledger.db'))],
  [
    'deleted with the files that belong to it',
    () => {
      for (const name of readdirSync(directory.at('state')))
        if (name.startsWith('ledger.db')) rmSync(directory.at(`state/${name}`));
    },
  ],
  ['in a directory that was renamed', () => renameSync(directory.at('state'), directory.at('moved'))],
])(
  'an event log that is %s under the daemon ends it with exit 1; nothing is lost, and 1105 says so',
  async (_, lose) => {
    await start();
    lose();
    const ended = exited();
    daemon?.kill('SIGUSR2');
    expect(await ended).toBe(1);
    expect(said).toMatch(
      /mailcertd: cannot use the event log \S+ledger\.db: it was deleted or moved while mailcertd was running/,
    );
    await start();
    await vi.waitFor(async () => expect((await records()).map(([, event]) => event)).toContain(1105), WAIT);
    await end('SIGTERM');
    const log = await records();
    expect(log.map(([id]) => id)).toEqual(log.map((_one, index) => index + 1));
    expect(log.map(([, event]) => event)).toEqual([1000, 1001, 1105, 1000, 1001]);
    await using reader = openLedgerReader(directory.at('state'));
    const [report] = await reader.after(2, 1);
    expect([report?.parameters[0], report?.facts.path]).toEqual(['', directory.at('state/ledger.db')]);
  },
);

test('an event log that another file has replaced is restored, and the other file is renamed', async () => {
  await start();
  await end('SIGTERM');
  // Copies the log while it is consistent, as a backup.
  copyFileSync(directory.at('state/ledger.db'), directory.at('backup'));
  await start();
  renameSync(directory.at('backup'), directory.at('state/ledger.db'));
  const backup = readFileSync(directory.at('state/ledger.db'));
  const ended = exited();
  daemon?.kill('SIGUSR2');
  expect(await ended).toBe(1);
  expect(said).toContain('another file has replaced it');
  await start();
  await vi.waitFor(async () => expect((await records()).map(([, event]) => event)).toContain(1105), WAIT);
  await end('SIGTERM');
  const log = await records();
  expect(log).toEqual([1000, 1001, 1000, 1001, 1105, 1000, 1001].map((event, index) => [index + 1, event]));
  const [aside = '', ...others] = readdirSync(directory.at('state')).filter((name) => name.includes('damaged'));
  expect(others).toEqual([]);
  expect(readFileSync(directory.at(`state/${aside}`)).equals(backup)).toBe(true);
});

test('a daemon whose directory was renamed does not change the log of a daemon at the old path', async () => {
  await start();
  const first = daemon;
  const firstEnded = exited();
  // The first daemon is paused, so that it does not scan before the other daemon has started.
  first?.kill('SIGSTOP');
  try {
    renameSync(directory.at('state'), directory.at('moved'));
    await start();
  } finally {
    first?.kill('SIGCONT');
    first?.kill('SIGUSR2');
  }
  expect(await firstEnded).toBe(1);
  daemon?.kill('SIGUSR2');
  await end('SIGTERM');
  expect(daemon?.exitCode).toBe(0);
  expect(await records()).toEqual([
    [1, 1000],
    [2, 1001],
  ]);
});

test('a daemon whose event log is damaged ends with exit status 1 after three failed scans', async () => {
  await start();
  const file = directory.at('state/ledger.db');
  // The daemon keeps pages in memory until another process has changed the log.
  const other = openSqlite(file);
  const change = other.prepare('UPDATE head SET event_record_id = event_record_id');
  other.pragma('wal_checkpoint(TRUNCATE)');
  change.run();
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(statSync(file).size - 4096, 0xa5), 0, undefined, 4096);
  closeSync(handle);
  change.run();
  expect(await failThreeScans()).toBe(1);
  other.close();
  expect(said).toMatch(/^mailcertd: \S+ .*the event log \S+ledger\.db: it is damaged/m);
});

test.runIf(needs('loop', 'mount'))(
  'an event log on a file system that fails ends the daemon with exit 1 after three scans',
  async () => {
    using disk = new FailingDisk(directory.at('state'), directory.at('image'));
    await start();
    disk.fail();
    expect(await failThreeScans()).toBe(1);
    expect(said).toMatch(
      /^mailcertd: \S+ .*the event log \S+ledger\.db: (?:its file system reports an error|it is damaged)/m,
    );
  },
);

test.runIf(needs('mount'))(
  'a daemon whose event log is deleted on a full disk continues, and ends after it has copied the log',
  async () => {
    using disk = new SmallDisk(directory.at('state'));
    await start();
    disk.leave({ blocks: 0 });
    rmSync(directory.at('state/ledger.db'));
    const attempts = (): number => said.match(/Only this process still has the event log/g)?.length ?? 0;
    for (let before = 0; before < 2; before = attempts()) {
      daemon?.kill('SIGUSR2');
      await vi.waitFor(() => expect(attempts()).toBeGreaterThan(before), WAIT);
    }
    expect(daemon?.exitCode).toBeNull();
    // A further attempt may be running.
    const copies = (): readonly string[] => readdirSync(disk.path).filter((name) => /part|damaged/.test(name));
    await vi.waitFor(() => expect(copies()).toEqual([]), WAIT);
    disk.makeRoom();
    const ended = exited();
    daemon?.kill('SIGUSR2');
    expect(await ended).toBe(1);
    await start();
    await end('SIGTERM');
    const log = await records();
    expect(log.map(([id]) => id)).toEqual(log.map((_one, index) => index + 1));
    // A scan that failed on the full disk may be reported too.
    const own = log.map(([, event]) => event).filter((event) => [1000, 1001, 1105].includes(event));
    expect(own).toEqual([1000, 1001, 1105, 1000, 1001]);
    expect(readdirSync(disk.path).filter((name) => /part|damaged|new/.test(name))).toEqual([]);
  },
);

test('an event log that is deleted while no scan follows begins again, and 1105 says so', async () => {
  await start();
  for (const name of readdirSync(directory.at('state')))
    if (name.startsWith('ledger.db')) rmSync(directory.at(`state/${name}`));
  await end('SIGKILL');
  await start();
  await end('SIGTERM');
  expect((await records()).map(([, event]) => event)).toEqual([1105, 1000, 1001]);
});

test('a state directory that is deleted is a first start, without 1105', async () => {
  await start();
  await end('SIGTERM');
  rmSync(directory.at('state'), { recursive: true });
  await start();
  await end('SIGTERM');
  expect((await records()).map(([, event]) => event)).toEqual([1000, 1001]);
});
