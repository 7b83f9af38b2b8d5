import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenersInventory } from '../../../src/adapters/discovery/listeners-inventory.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../../peers/needs.ts';
import { discoveryDependencies, NOON } from './discovery-dependencies.ts';

const never = new AbortController().signal;

function read(proc: string): Promise<ScanResult<Inventory>> {
  return listenersInventory(discoveryDependencies(), proc).read(never);
}

/**
 * A program that listens on mail ports and on another port, in its own network namespace, and
 * reports when it is ready.
 */
const LISTENS = `
const { createServer } = require('node:net');
const all = [['0.0.0.0', 25], ['0.0.0.0', 587], ['127.0.0.1', 465], ['0.0.0.0', 2525]];
let left = all.length;
for (const [host, port] of all) createServer().listen(port, host, () => --left === 0 && console.log('ready'));
`;
/** A file name with a control character. */
const PROGRAM = 'ma\u001bil';

describe.runIf([needsRoot(), needs('namespaces', 'ip')].every(Boolean))('an unknown server', () => {
  let directory: TemporaryDirectory;
  let child: ChildProcess;

  beforeAll(async () => {
    directory = temporaryDirectory();
    const program = directory.at(PROGRAM);
    copyFileSync(process.execPath, program);
    const inside = 'ip link set lo up; exec "$0" -e "$1"';
    child = spawn('unshare', ['-n', 'sh', '-c', inside, program, LISTENS], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((ready, reject) => {
      child.stdout?.once('data', () => ready());
      child.once('exit', (code) => reject(new Error(`the server ended: ${code}`)));
    });
    // The procfs of a process in that network namespace.
    directory.link('proc/self', `/proc/${child.pid}`);
    directory.link(`proc/${child.pid}`, `/proc/${child.pid}`);
  }, 60_000);

  afterAll(() => {
    child?.kill('SIGKILL');
    directory?.[Symbol.dispose]();
  });

  it('is listed with its program, its sockets on mail ports, and none on a loopback address', async () => {
    expect(await read(directory.at('proc'))).toEqual({
      kind: 'available',
      at: NOON,
      problems: [],
      value: {
        connectors: [],
        stores: [],
        listeners: {
          sockets: [25, 587].map((port) => ({ address: '0.0.0.0', port, program: PROGRAM })),
          ownAddresses: ['127.0.0.1', '::1', '192.0.2.1', '2001:db8::1', 'fe80::1'],
        },
      },
    });
  });

  it('is listed without a name if its process cannot be inspected', async () => {
    using proc = temporaryDirectory();
    proc.link('self', `/proc/${child.pid}`);
    const result = await read(proc.path);
    const sockets = result.kind === 'available' ? result.value.listeners?.sockets : undefined;
    expect(sockets?.map(({ program }) => program)).toEqual([undefined, undefined]);
  });

  it('keeps its name when its process cannot be inspected any more', async () => {
    using proc = temporaryDirectory();
    proc.link('self', `/proc/${child.pid}`);
    proc.link(`${child.pid}`, `/proc/${child.pid}`);
    const inventory = listenersInventory(discoveryDependencies(), proc.path);
    const first = await inventory.read(never);
    proc.link(`${child.pid}`, '/nonexistent');
    expect(await inventory.read(never)).toEqual(first);
  });
});

describe('the sockets of a host', () => {
  const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

  it('are unknown if they cannot be listed', async () => {
    using directory = temporaryDirectory();
    expect(await read(directory.path)).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'not_found', location: `${directory.path}/self/net/tcp` },
      last: undefined,
    });
    // An IPv6 table that exists and cannot be read.
    directory.write('self/net/tcp', HEAD);
    directory.link('self/net/tcp6', directory.path);
    expect(await read(directory.path)).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'not_a_regular_file' },
    });
  });

  it('are those of IPv4 if the kernel has no IPv6', async () => {
    using directory = temporaryDirectory();
    directory.write('self/net/tcp', HEAD);
    expect(await read(directory.path)).toMatchObject({ kind: 'available', value: { listeners: { sockets: [] } } });
  });

  it.runIf(process.platform === 'linux')('can be listed on this host', async () => {
    expect(await read('/proc')).toMatchObject({ kind: 'available', problems: [] });
  });
});
