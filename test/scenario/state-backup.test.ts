import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/main/bin.js', import.meta.url));
const run = promisify(execFile);
/** The stores in which the load puts certificates, one after the other. */
const STORES = Array.from({ length: 20 }, (_, index) => `s${index}`);
const UNUSED_EXPIRED = '1300';

const directory = temporaryDirectory();
const backup = directory.at('state.backup');
const running: ChildProcess[] = [];
afterAll(() => {
  for (const daemon of running) daemon.kill('SIGKILL');
  directory[Symbol.dispose]();
});

/** Runs a command on one of the two hosts, which share the files that they monitor. */
async function mailcertd(host: string, ...words: readonly string[]): Promise<string> {
  const configuration = directory.at(`${host}.yaml`);
  return (await run(process.execPath, [PROGRAM, '--config', configuration, ...words], { timeout: 60_000 })).stdout;
}

const start = (host: string): ChildProcess => {
  const daemon = spawn(process.execPath, [PROGRAM, '--config', directory.at(`${host}.yaml`), 'run'], {
    stdio: 'ignore',
  });
  running.push(daemon);
  return daemon;
};

async function stop(daemon: ChildProcess): Promise<void> {
  daemon.kill('SIGTERM');
  if (daemon.exitCode === null) await once(daemon, 'exit');
}

interface ShownEvent {
  readonly event: { readonly code: string };
}

const events = async (host: string): Promise<readonly ShownEvent[]> =>
  (await mailcertd(host, 'events', '--format', 'json'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** Returns what an administrator sees of the state. Times until now are left out. */
const shown = async (host: string): Promise<readonly string[]> =>
  Promise.all(
    [
      ['events', '--format', 'json'],
      ['conditions', '--format', 'json'],
      ['silences', '--format', 'json'],
      ['deliveries', '--state', 'pending', '--format', 'json'],
    ].map((words) => mailcertd(host, ...words)),
  );

/** Waits at most 60 s. */
async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    if (await isTrue().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('this was not true within 60 s');
}

const pending = async (host: string): Promise<number> =>
  JSON.parse(await mailcertd(host, 'deliveries', '--state', 'pending', '--format', 'json')).length;

/** Returns the number of stores with an event about an expired certificate. */
const reported = async (host: string): Promise<number> =>
  (await events(host)).filter(({ event }) => event.code === UNUSED_EXPIRED).length;

const lastScan = async (host: string): Promise<string> =>
  JSON.parse(await mailcertd(host, 'status', '--format', 'json')).daemon.startedAt;

beforeAll(() => {
  for (const host of ['first', 'second']) {
    directory.write(`${host}/empty`, '');
    directory.write(
      `${host}.yaml`,
      `computer: mail01.contoso.com
stateDirectory: ${host}
http: off
stores:
${STORES.map((name) => `  - { name: ${name}, path: ${name}, personal: false }`).join('\n')}
connectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]
notifiers: [{ name: ops, type: webhook, url: "http://127.0.0.1:9/", groupWait: 1s }]
`,
    );
  }
  for (const name of STORES) directory.write(`${name}/README`, '');
});

describe('a backup of a daemon under load, restored on another host', { timeout: 300_000 }, () => {
  let first: ChildProcess;

  it('is made while events are written, without a gap in their numbers', async () => {
    first = start('first');
    await eventually(async () => (await pending('first')) > 0);
    await mailcertd('first', 'silences', 'add', '--id', '12014', '--until-cleared', '--reason', 'ordered');
    const [notBefore, notAfter] = [Date.now() - 90 * DAY, Date.now() - DAY];
    const load = (async () => {
      for (const name of STORES) {
        // 1300 reports certificates of such stores only if they have their private key.
        const { certificatePem, privateKeyPem } = makeCertificate({
          commonName: `${name}.example`,
          notBefore,
          notAfter,
        });
        directory.write(`${name}/old.pem`, certificatePem + privateKeyPem, 0o600);
        await new Promise((resolve) => setTimeout(resolve, 700));
      }
    })();
    const made = new Map<number, string>();
    for (let count = 0; count < 30 && (await reported('first')) < STORES.length; count += 1) {
      const path = directory.at(`${count}.backup`);
      const printed = await mailcertd('first', 'state', 'backup', path, '--format', 'json');
      made.set(JSON.parse(printed).lastRecordId, path);
    }
    await load;
    expect(made.size).toBeGreaterThan(1);
    const all = await events('first');
    for (const [last, path] of made) {
      await mailcertd('second', 'state', 'restore', path);
      expect(await events('second')).toEqual(all.slice(0, last));
    }
  });

  it('has the same events, conditions, silences and pending deliveries', async () => {
    await eventually(async () => (await reported('first')) === STORES.length);
    await stop(first);
    await mailcertd('first', 'state', 'backup', '--force', backup);
    await mailcertd('second', 'state', 'restore', backup);
    const [onFirst, onSecond] = [await shown('first'), await shown('second')];
    expect(onSecond).toEqual(onFirst);
    expect(onFirst.join('')).toContain('ordered');
    expect(await pending('second')).toBeGreaterThan(0);
  });

  it('continues there: no condition is raised again, and numbers have no gap', async () => {
    const [before, scannedAt] = [(await events('second')).length, await lastScan('second')];
    const second = start('second');
    await eventually(async () => (await lastScan('second')) !== scannedAt);
    await expect(mailcertd('second', 'state', 'restore', backup)).rejects.toThrow('stop it first: systemctl stop');
    await stop(second);
    const added = (await events('second')).slice(before);
    // The start and the stop.
    expect(added.map(({ event }) => event.code)).toEqual(['1000', '1001']);
  });
});
