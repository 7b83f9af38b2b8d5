import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import { EXCHANGE_PROVIDER, MAILCERTD_PROVIDER } from '../../src/domain/event/event-definition.ts';
import type { EventRecord, NewEventRecord } from '../../src/domain/event/event-record.ts';
import { messageLines } from '../../src/formats/event/message.ts';
import type { Rendering } from '../../src/formats/event/rendering.ts';
import { change } from '../contract/ledger-samples.ts';
import { completeFacts } from '../domain/event/complete-facts.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { parseXml } from '../formats/event/parse-xml.ts';
import { AT, JA, NO_CERTIFICATE } from '../formats/event/records.ts';
import { xmlElements } from '../formats/event/xml-elements.ts';
import { needs } from './needs.ts';

/** Number of records. `npm run evtx` reads 100,000, which takes half an hour. */
const COUNT: number = Number(process.env['EVTX_RECORDS'] ?? 500);
const PER_COMMIT = 10_000;
const SHARD = 'メール01.contoso.com';
const BIN = join(resolve(import.meta.dirname, '../..'), 'dist/main/bin.js');
/** A module that prints the processor time and the greatest memory of its process at the exit. */
const PRINTS_USAGE = `data:text/javascript,process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(((userCPUTime + systemCPUTime) / 1e6).toFixed(1) + ' s of a processor, ' + maxRSS + ' KiB');
})`;
const PYTHON_READER = fileURLToPath(new URL('read-evtx.py', import.meta.url));
const PROVIDER_NAMES = { exchange: EXCHANGE_PROVIDER, own: MAILCERTD_PROVIDER };
/** The command runs in UTC. */
const RENDERING: Rendering = { ...JA, offsetMinutes: () => 0 };

/** Returns a record of each event of the catalog in turn, with texts of its own. */
function recordOf(index: number): NewEventRecord {
  const definition = ALL_EVENTS[index % ALL_EVENTS.length];
  if (definition === undefined) throw new Error('the catalog is empty');
  const { eventId, level, parameters, provider } = definition;
  const { eventRecordId: _, processId: __, ...sample } = NO_CERTIFICATE;
  return {
    ...sample,
    eventId,
    level,
    providerName: PROVIDER_NAMES[provider],
    computer: SHARD,
    timeCreated: AT + index * 997,
    conditionId: `c-${index}`,
    facts: completeFacts(eventId, NO_CERTIFICATE.facts),
    parameters: parameters.map((name) => `${index} 受信コネクタ "${name}" <b>&amp;</b> =1+1 \u202e🔒`),
  };
}

/** Yields the Event XML of each record, as libevtx reads it. */
async function* readByLibevtx(file: string): AsyncGenerator<string> {
  let xml = '';
  for await (const line of linesOf('evtxexport', ['-f', 'xml', file])) {
    if (line.startsWith('<Event xmlns=')) {
      if (xml !== '') yield xml;
      xml = '';
    } else if (xml === '') continue;
    xml += `${line}\n`;
  }
  yield xml;
}

/** Yields the Event XML of each record, as python-evtx reads it. Checks all its checksums. */
async function* readByPython(file: string): AsyncGenerator<string> {
  for await (const line of linesOf('/usr/bin/python3', [PYTHON_READER, file])) {
    const record: { readonly isWhole: boolean; readonly xml: string } = JSON.parse(line);
    if (!record.isWhole) throw new Error(`python-evtx refuses a checksum: ${record.xml}`);
    yield record.xml;
  }
}

async function* linesOf(program: string, words: readonly string[]): AsyncGenerator<string> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  // Not readline: it also ends a line at \u2028.
  let rest = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  expect(await exit).toEqual([0, null]);
}

const READERS = [
  { reader: 'libevtx', isInstalled: needs('evtx'), read: readByLibevtx },
  { reader: 'python-evtx', isInstalled: needs('python-evtx'), read: readByPython },
].filter(({ isInstalled }) => isInstalled);

describe(`an event log of ${COUNT} records, exported as .evtx`, () => {
  let directory: TemporaryDirectory;
  const stored: EventRecord[] = [];
  let file = '';
  beforeAll(async () => {
    directory = temporaryDirectory();
    const configuration = directory.write('mailcertd.yaml', `computer: ${SHARD}\nstateDirectory: state\n`);
    {
      await using ledger = openLedger(directory.at('state'));
      let { revision } = await ledger.state(SHARD);
      for (let start = 0; start < COUNT; start += PER_COMMIT) {
        const length = Math.min(PER_COMMIT, COUNT - start);
        const records = Array.from({ length }, (_, index) => recordOf(start + index));
        stored.push(...(await ledger.commit(SHARD, revision, change({ records }))));
        revision += 1;
      }
    }
    file = directory.at('events.evtx');
    const words = ['--config', configuration, '--locale', 'ja', 'events', 'export', '--out', file];
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['--import', PRINTS_USAGE, BIN, ...words], {
      encoding: 'utf8',
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    expect(status, stderr).toBe(0);
    if (COUNT >= 100_000)
      process.stderr.write(`exported in ${seconds} s, ${statSync(file).size} bytes, ${stderr.trim()}\n`);
  });
  afterAll(() => directory[Symbol.dispose]());

  it('is stored completely', () => {
    expect(stored.map(({ eventRecordId }) => eventRecordId)).toEqual(Array.from({ length: COUNT }, (_, i) => i + 1));
  });

  it.each(READERS)(
    'has each record with its ID, level, time, provider, computer, strings and Japanese text for $reader',
    async ({ read }) => {
      const start = performance.now();
      let index = 0;
      for await (const xml of read(file)) {
        const record = stored[index];
        index += 1;
        if (record === undefined) break;
        expect(parseXml(xml)).toEqual({ kind: 'parsed', value: record });
        const message = xmlElements(xml)?.find(({ path }) => path === 'Event/RenderingInfo/Message')?.text;
        expect(message).toBe(messageLines(record, RENDERING).join('\n'));
      }
      expect(index).toBe(COUNT);
      if (COUNT >= 100_000) process.stderr.write(`read in ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
    },
  );
});
