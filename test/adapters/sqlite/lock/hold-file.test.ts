import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { SQLITE_PACKAGE } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { holdFile } from '../../../../src/adapters/sqlite/lock/hold-file.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

/** Starts a worker that has the file open for this many ms, as a process does that locks it. */
async function onItsWay(path: string, forMs: number): Promise<Worker> {
  const worker = new Worker(
    `const { parentPort, workerData: { path, forMs } } = require('node:worker_threads');
     const connection = new (require('${SQLITE_PACKAGE}'))(path);
     connection.exec('BEGIN');
     connection.prepare('SELECT * FROM sqlite_master').all();
     parentPort.postMessage('reading');
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
     connection.close();`,
    { eval: true, workerData: { path, forMs } },
  );
  await once(worker, 'message');
  return worker;
}

describe('holding a file', () => {
  it('is retried while another process opens the same one', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('lock', '');
    const worker = await onItsWay(path, 50);
    using held = holdFile(path);
    expect(held).toBeDefined();
    await worker.terminate();
  });

  it('fails if another one holds it, and succeeds after its release', () => {
    using directory = temporaryDirectory();
    const path = directory.write('lock', '');
    const held = holdFile(path);
    expect(held).toBeDefined();
    expect(holdFile(path)).toBeUndefined();
    held?.[Symbol.dispose]();
    using again = holdFile(path);
    expect(again).toBeDefined();
  });

  it('lasts after a garbage collection of its handle', () => {
    using directory = temporaryDirectory();
    const path = directory.write('lock', '');
    setFlagsFromString('--expose-gc');
    const clearUp = runInNewContext('gc') as () => void;
    holdFile(path);
    clearUp();
    expect(holdFile(path)).toBeUndefined();
  });
});
