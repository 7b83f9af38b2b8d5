import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import { EXCHANGE_PROVIDER, MAILCERTD_PROVIDER } from '../../src/domain/event/event-definition.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { eventDataItems } from '../../src/formats/event/event-data-items.ts';
import { messageLines } from '../../src/formats/event/message.ts';
import type { Rendering } from '../../src/formats/event/rendering.ts';
import { HOSTILE_NAMES } from '../contract/alert-samples.ts';
import { completeFacts } from '../domain/event/complete-facts.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { parseXml } from '../formats/event/parse-xml.ts';
import { anyRecord, EN, JA, NO_CERTIFICATE } from '../formats/event/records.ts';
import { xmlElements } from '../formats/event/xml-elements.ts';
import { evtxFile } from '../formats/evtx/evtx-file.ts';
import { needs } from './needs.ts';

const PYTHON_READER = fileURLToPath(new URL('read-evtx.py', import.meta.url));

let directory: TemporaryDirectory;
beforeAll(() => {
  directory = temporaryDirectory();
});
afterAll(() => directory[Symbol.dispose]());

/** Runs a program, and returns its standard output; standard error must be empty. */
function outputOf(program: string, ...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, parameters, { encoding: 'utf8', maxBuffer: 1024 ** 3 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** Returns the Event XML of every record, as libevtx reads it. */
function readByLibevtx(file: string): readonly string[] {
  const output = outputOf('evtxexport', '-f', 'xml', file);
  return output.split(/(?=^<Event xmlns=)/m).slice(1);
}

/** Returns the Event XML of every record, as python-evtx reads it. Checks all its checksums. */
function readByPython(file: string): readonly string[] {
  const lines = outputOf('/usr/bin/python3', PYTHON_READER, file).split('\n').slice(0, -1);
  return lines.map((line, index) => {
    const record: { readonly number: number; readonly isWhole: boolean; readonly xml: string } = JSON.parse(line);
    expect(record).toMatchObject({ number: index + 1, isWhole: true });
    return record.xml;
  });
}

const PROVIDER_NAMES = { exchange: EXCHANGE_PROVIDER, own: MAILCERTD_PROVIDER };

/** Every event of the catalogue, with names that a reader could change. */
const CATALOGUE: readonly EventRecord[] = ALL_EVENTS.map(({ eventId, level, parameters, provider }, index) => ({
  ...NO_CERTIFICATE,
  eventRecordId: 7 * index + 3,
  eventId,
  level,
  providerName: PROVIDER_NAMES[provider],
  computer: 'メール01.contoso.com',
  facts: completeFacts(eventId, NO_CERTIFICATE.facts),
  parameters: parameters.map((name) => `日本語の ${name}, "quoted", <b>&amp;</b>, =1+1, \u202e🔒`),
}));

const HOSTILE: readonly EventRecord[] = [
  ...HOSTILE_NAMES.filter(({ length }) => length < 10_000).map((name) => ({
    ...NO_CERTIFICATE,
    computer: name,
    parameters: [name, '', name],
    facts: {
      ...NO_CERTIFICATE.facts,
      connector: name,
      certificates: [{ thumbprint: 'A'.repeat(40), names: [name], notAfter: 0 }],
    },
    remedy: [['mailcertd', name]],
  })),
  ...fc.sample(anyRecord(fc.constantFrom('MSExchangeTransport', 'mailcertd', 'Contoso Mail', 'メール')), {
    numRuns: 500,
    seed: 18,
  }),
];

/**
 * Returns whether libevtx reads the texts of a record unchanged. It removes a byte order mark at the
 * start, and takes a text that is only a line end for an empty one.
 */
function isReadUnchangedByLibevtx(record: EventRecord): boolean {
  const texts = [record.computer, ...eventDataItems(record).map(({ value }) => value)];
  return texts.every((text) => text !== '\n' && !text.startsWith('\ufeff'));
}

describe.each([
  { reader: 'libevtx', isInstalled: needs('evtx'), read: readByLibevtx, canRead: isReadUnchangedByLibevtx },
  { reader: 'python-evtx', isInstalled: needs('python-evtx'), read: readByPython, canRead: () => true },
])('an .evtx file, read by $reader', ({ isInstalled, read, canRead }) => {
  const written = (records: readonly EventRecord[], rendering: Rendering): readonly string[] => {
    const path = `${directory.path}/events.evtx`;
    writeFileSync(path, evtxFile(records, rendering));
    return read(path);
  };

  it.runIf(isInstalled).each([
    ['English', EN],
    ['Japanese', JA],
  ])('has every event of the catalogue, with its text in %s', (_, rendering) => {
    const xmls = written(CATALOGUE, rendering);
    expect(xmls.map(parseXml)).toEqual(CATALOGUE.map((value) => ({ kind: 'parsed', value })));
    const messages = xmls.map(
      (xml) => xmlElements(xml)?.find(({ path }) => path === 'Event/RenderingInfo/Message')?.text,
    );
    expect(messages).toEqual(CATALOGUE.map((record) => messageLines(record, rendering).join('\n')));
  });

  it.runIf(isInstalled)('has hostile names unchanged', () => {
    const records = HOSTILE.filter(canRead);
    expect(records.length).toBeGreaterThan(480);
    expect(written(records, EN).map(parseXml)).toEqual(records.map((value) => ({ kind: 'parsed', value })));
  });

  it.runIf(isInstalled)('has no record if none was exported', () => {
    expect(written([], EN)).toEqual([]);
  });
});
