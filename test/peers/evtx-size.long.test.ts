import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeExport } from '../../src/adapters/cli/export/write-export.ts';
import { openExportFile } from '../../src/adapters/file-store/write/open-export-file.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { CLEARED, JA, NO_CERTIFICATE } from '../formats/event/records.ts';
import { needs } from './needs.ts';

const COUNT = 100_000;
const GO = new AbortController().signal;
/** Much less than the file. */
const MAX_GROWTH_BYTES = 10 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

let directory: TemporaryDirectory;
beforeAll(() => {
  directory = temporaryDirectory();
});
afterAll(() => directory[Symbol.dispose]());

/** The memory in use after the first and last tenth of the records, bytes. */
const used: number[] = [];

async function* records(): AsyncGenerator<EventRecord> {
  for (let eventRecordId = 1; eventRecordId <= COUNT; eventRecordId += 1) {
    if (eventRecordId === COUNT / 10 || eventRecordId === COUNT) {
      collectGarbage();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      used.push(heapUsed + arrayBuffers);
    }
    yield { ...(eventRecordId % 2 === 0 ? NO_CERTIFICATE : CLEARED), eventRecordId };
  }
}

describe('an .evtx file of 100,000 records', () => {
  it('is written with memory that does not grow', async () => {
    const path = directory.at('events.evtx');
    await using file = await openExportFile({ path, replaces: false, stateDirectory: directory.at('state') });
    await writeExport({ records: records(), format: 'evtx', rendering: JA, file, path }, GO);
    expect(statSync(path).size).toBeGreaterThan(10 * MAX_GROWTH_BYTES);
    const [first = 0, last = Number.POSITIVE_INFINITY] = used;
    expect(last - first).toBeLessThan(MAX_GROWTH_BYTES);
  });

  it.runIf(needs('evtx'))('has all of them for libevtx', () => {
    const { stdout } = spawnSync('evtxinfo', [directory.at('events.evtx')], { encoding: 'utf8' });
    expect(stdout).toMatch(/Number of records\s*: 100000\n/);
    expect(stdout).toMatch(/Number of recovered records\s*: 0\n/);
  });
});
