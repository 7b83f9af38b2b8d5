import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { openEventSink } from '../../src/adapters/log/open-event-sink.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { messageLines } from '../../src/formats/event/message.ts';
import { HOSTILE_NAMES } from '../contract/alert-samples.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { anyRecord, CLEARED, EN, NO_CERTIFICATE } from '../formats/event/records.ts';
import { needs } from './needs.ts';
import { startRsyslog } from './start-rsyslog.ts';

const GO = new AbortController().signal;
const names = HOSTILE_NAMES.map((name) => name.slice(0, 2000));

/** The field names of a log shipper and their values in a record. */
const SHIPPED: readonly (readonly [name: string, of: (record: EventRecord) => unknown])[] = [
  ['@timestamp', ({ timeCreated }) => new Date(timeCreated).toISOString()],
  ['event!code', ({ eventId }) => String(eventId)],
  ['event!provider', ({ providerName }) => providerName],
  ['log!level', ({ level }) => level.toLowerCase()],
  ['host!name', ({ computer }) => computer],
  ['message', (record) => messageLines(record, EN).join('\n')],
  ['winlog!event_id', ({ eventId }) => eventId],
  ['winlog!provider_name', ({ providerName }) => providerName],
  ['winlog!channel', () => 'Application'],
  ['winlog!record_id', ({ eventRecordId }) => eventRecordId],
  ['winlog!computer_name', ({ computer }) => computer],
  ['winlog!task', () => 'TransportService'],
];

/**
 * Returns a record that rsyslog can represent: its texts end at a NUL, and it cannot represent lone
 * surrogates.
 */
function shippable(record: EventRecord): EventRecord {
  return JSON.parse(JSON.stringify(record), (_, value) =>
    typeof value === 'string' ? Buffer.from(value).toString().replaceAll('\0', '?') : value,
  );
}

describe.runIf(needs('rsyslog'))('a log file of JSON, shipped by rsyslog', () => {
  it('arrives complete and in order under the documented names, over a rotation', async () => {
    using directory = temporaryDirectory();
    const [path, out] = [directory.at('events.log'), directory.at('shipped')];
    await using _ = await startRsyslog(
      directory,
      [
        `global(workDirectory="${directory.path}" maxMessageSize="256k")`,
        'module(load="imfile") module(load="mmjsonparse")',
        'template(name="parsed" type="list") { property(name="$!all-json-plain") constant(value="\\n") }',
        'ruleset(name="ship") {',
        '  action(type="mmjsonparse" cookie="")',
        `  action(type="omfile" file="${out}" template="parsed" asyncWriting="off" flushOnTXEnd="on")`,
        '}',
        `input(type="imfile" file="${path}" tag="mailcertd" ruleset="ship" escapeLF="off")`,
        '',
      ].join('\n'),
    );
    const shipped = (): readonly Readonly<Record<string, unknown>>[] =>
      existsSync(out)
        ? readFileSync(out, 'utf8')
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line))
        : [];
    const records = [
      NO_CERTIFICATE,
      CLEARED,
      ...names.map((name) => ({
        ...NO_CERTIFICATE,
        parameters: [name, name, name],
        facts: { ...NO_CERTIFICATE.facts, connector: name },
      })),
      ...fc.sample(anyRecord(), { numRuns: 150, seed: 20_261_125 }),
    ].map((record, index) => ({ ...shippable(record), eventRecordId: index + 1 }));

    await using sink = openEventSink(
      { type: 'file', format: 'json', path, maxSize: 50_000, keep: 100 },
      EN,
      { stdout: process.stdout },
      {},
    );
    for (let first = 0; first < records.length; first += 10) {
      await sink.write(records.slice(first, first + 10), GO);
      // Records are written as fast as they are shipped, because rsyslog follows one rotation at a
      // time.
      await vi.waitFor(() => expect(shipped()).toHaveLength(Math.min(first + 10, records.length)), 20_000);
    }
    expect(readdirSync(directory.path)).toContain('events.log.1');
    for (const [index, record] of records.entries()) {
      const found = shipped()[index] ?? {};
      const at = (name: string): unknown =>
        name.split('!').reduce((value: unknown, key) => (value as Record<string, unknown> | undefined)?.[key], found);
      for (const [name, of] of SHIPPED) expect(at(name), name).toEqual(of(record));
      expect(at('winlog!event_data') ?? {}).toEqual(
        Object.fromEntries(record.parameters.map((value, number) => [`param${number + 1}`, value])),
      );
    }
  });
});
