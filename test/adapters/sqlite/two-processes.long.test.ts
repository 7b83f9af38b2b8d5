import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { openLedgerReader } from '../../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import { holdStateDirectory } from '../../../src/adapters/sqlite/lock/hold-state-directory.ts';
import { AlreadyRunningError, LedgerError } from '../../../src/work/errors.ts';
import { change, newRecord, SHARD } from '../../contract/ledger-samples.ts';
import { CompiledSource } from './compiled-source.ts';
import { stateDirectories } from './state-directories.ts';

const stateDirectory = stateDirectories();
const source = new CompiledSource();
afterAll(() => source[Symbol.dispose]());

/**
 * Returns a script that commits one record for each input line, and closes the ledger at the end of
 * input.
 */
const daemon = (directory: string): string => `
  import { createInterface } from 'node:readline';
  const ledger = openLedger(${JSON.stringify(directory)});
  let { revision } = await ledger.state(${JSON.stringify(SHARD)});
  console.log('ready');
  for await (const _ of createInterface({ input: process.stdin })) {
    await ledger.commit(${JSON.stringify(SHARD)}, revision++, { records: [${JSON.stringify(newRecord())}] });
  }
  await ledger[Symbol.asyncDispose]();`;

describe('a reader', () => {
  it('is notified of commits of a daemon in another process, and reads them', async () => {
    const directory = stateDirectory();
    const script = source.run(daemon(directory));
    await script.line();
    const reader = openLedgerReader(directory, { pollIntervalMs: 5 });
    const stop = new AbortController();
    const changes = reader.changed(stop.signal)[Symbol.asyncIterator]();
    for (const id of [1, 2, 3]) {
      script.write('commit');
      expect(await changes.next()).toMatchObject({ done: false });
      expect(await reader.after(id - 1, 10)).toMatchObject([{ eventRecordId: id, processId: script.child.pid }]);
    }
    stop.abort();
    expect(await changes.next()).toMatchObject({ done: true });
    script.child.stdin?.end();
    expect(await script.end()).toEqual({ code: 0, errors: '' });
    expect(await reader.count()).toBe(3);
    await reader[Symbol.asyncDispose]();
  });

  it('that was opened while no daemon ran sees what the next daemon commits', async () => {
    const directory = stateDirectory();
    await openLedger(directory)[Symbol.asyncDispose]();
    const reader = openLedgerReader(directory, { pollIntervalMs: 5 });
    expect(await reader.newestRecordId()).toBe(0);
    const changes = reader.changed(new AbortController().signal)[Symbol.asyncIterator]();
    const script = source.run(daemon(directory));
    await script.line();
    script.write('commit');
    while ((await reader.newestRecordId()) === 0) await changes.next();
    expect(await reader.newestRecordId()).toBe(1);
    await script.kill();
    expect(await reader.newestRecordId()).toBe(1);
    await reader[Symbol.asyncDispose]();
  });

  it('cannot write, and a slow one does not block a daemon', async () => {
    const directory = stateDirectory();
    const ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, change({ records: Array.from({ length: 1200 }, () => newRecord()) }));
    const reader = openLedgerReader(directory);
    expect('commit' in reader).toBe(false);
    for await (const { eventRecordId } of reader.records({})) {
      if (eventRecordId % 400 === 0)
        await ledger.commit(SHARD, eventRecordId / 400, change({ records: [newRecord()] }));
    }
    expect(await ledger.count()).toBe(1203);
    await reader[Symbol.asyncDispose]();
    await ledger[Symbol.asyncDispose]();
  });

  it('finds no ledger if no daemon has run, and creates none, not even as root', async () => {
    for (const directory of [stateDirectory(), join(stateDirectory(), 'missing')]) {
      expect(() => openLedgerReader(directory)).toThrow(LedgerError);
      expect(() => openLedgerReader(directory)).toThrow(
        /^cannot read the event log .*ledger\.db: it does not exist; no daemon has run here[^\n]*$/,
      );
      expect(existsSync(join(directory, 'ledger.db'))).toBe(false);
    }
  });
});

describe('a state directory', () => {
  it('is held by one daemon: the second one gets the process ID of the first', async () => {
    const directory = stateDirectory();
    const script = source.run(
      `holdStateDirectory(${JSON.stringify(directory)}); console.log('held'); setInterval(() => {}, 1000);`,
    );
    await script.line();
    const refused = new AlreadyRunningError(directory, script.child.pid);
    expect(() => holdStateDirectory(directory)).toThrow(refused);
    await script.kill();
    const hold = holdStateDirectory(directory);
    expect(readFileSync(join(directory, 'mailcertd.pid'), 'utf8')).toBe(`${process.pid}\n`);
    hold[Symbol.dispose]();
    hold[Symbol.dispose]();
    expect(existsSync(join(directory, 'mailcertd.pid'))).toBe(false);
  });

  it('is held by one daemon within a process too, and free again after its release', () => {
    const directory = stateDirectory();
    const first = holdStateDirectory(directory);
    expect(() => holdStateDirectory(directory)).toThrow(AlreadyRunningError);
    first[Symbol.dispose]();
    holdStateDirectory(directory)[Symbol.dispose]();
  });

  it('that cannot be created is an error in one line', () => {
    expect(() => holdStateDirectory('/proc/nowhere')).toThrow(
      /^cannot lock the state directory \/proc\/nowhere: [^\n]+$/,
    );
  });
});
