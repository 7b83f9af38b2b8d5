import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { factTexts } from '../../src/formats/event/fact-texts.ts';
import { renderJournal } from '../../src/formats/event/journal.ts';
import { messageLines } from '../../src/formats/event/message.ts';
import { messageId } from '../../src/formats/event/message-id.ts';
import { HOSTILE_NAMES } from '../contract/alert-samples.ts';
import { parseJson } from '../formats/event/parse-json.ts';
import { anyRecord, EN, NO_CERTIFICATE } from '../formats/event/records.ts';
import { needs, needsRoot } from './needs.ts';
import { type Booted, bootSystemd } from './systemd/booted.ts';
import { type Stage, stageMailcertd } from './systemd/stage.ts';

type Value = string | null | readonly number[];
/**
 * An entry of `journalctl -o json`: a value that is not text is an array of bytes, and a repeated
 * field is an array of values.
 */
type Entry = Readonly<Record<string, Value | readonly Value[]>>;

const PRIORITIES = { Error: '3', Warning: '4', Information: '6' } as const;

/** Writes the entries of a file, one per line in base64, to the socket that the unit passes. */
const SCRIPT = `
const { readFileSync, writeSync } = require('node:fs');
for (const line of readFileSync('/entries', 'utf8').trim().split('\\n')) writeSync(3, Buffer.from(line, 'base64'));
`;

const UNIT = `[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
User=mailcertd
OpenFile=/run/systemd/journal/socket:journal
ExecStart=/usr/bin/node /script.cjs
`;

const text = (value: Value): string => (typeof value === 'string' ? value : Buffer.from(value ?? []).toString());

/** Returns the values of a field as text. */
function valuesOf(entry: Entry, name: string): readonly string[] {
  const value = entry[name];
  if (value === undefined) return [];
  const isList = Array.isArray(value) && !value.every((item) => typeof item === 'number');
  return isList ? (value as readonly Value[]).map(text) : [text(value as Value)];
}

/** Returns well-formed text: a lone surrogate is replaced, because UTF-8 cannot contain one. */
const wellFormed = (value: string): string => Buffer.from(value).toString();

function expectRead(record: EventRecord, entry: Entry, message: string): void {
  expect(entry['_SYSTEMD_UNIT']).toMatch(/^(entries|mailcertd)\.service$/);
  expect(entry['_TRANSPORT']).toBe('journal');
  const given: readonly (readonly [string, string | readonly string[]])[] = [
    ['MESSAGE', message],
    ['MESSAGE_ID', messageId(record.eventId)],
    ['PRIORITY', PRIORITIES[record.level]],
    ['SYSLOG_IDENTIFIER', 'mailcertd'],
    ['MAILCERTD_EVENT_ID', String(record.eventId)],
    ['MAILCERTD_LEVEL', record.level],
    ['MAILCERTD_STATE', record.change],
    ['MAILCERTD_PROVIDER', record.providerName],
    ['MAILCERTD_COMPUTER', record.computer],
    ['MAILCERTD_TIME_CREATED', new Date(record.timeCreated).toISOString()],
    ['MAILCERTD_VERSION', String(record.version)],
    ['MAILCERTD_CONDITION_ID', record.conditionId ?? []],
    ...record.parameters.map((value, index): [string, string] => [`MAILCERTD_PARAM${index + 1}`, value]),
    ...factTexts(record.facts).map(({ name, value }): [string, string | readonly string[]] => [
      `MAILCERTD_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`,
      value,
    ]),
  ];
  for (const [name, value] of given) {
    const values = typeof value === 'string' ? [value] : value;
    expect(new Set(valuesOf(entry, name)), name).toEqual(new Set(values.map(wellFormed)));
  }
}

const machine = [needsRoot(), needs('systemd', 'namespaces')].every(Boolean);

describe.runIf(machine)('the journal of a real systemd', () => {
  let stage: Stage;
  let systemd: Booted;
  const records = [
    ...HOSTILE_NAMES.map((name) => ({
      ...NO_CERTIFICATE,
      parameters: [name.slice(0, 4000), `${name.slice(0, 4000)}\n`, ''],
    })),
    ...fc.sample(anyRecord(), { numRuns: 200, seed: 20_261_125 }),
  ].map((record, index) => ({ ...record, eventRecordId: 10_000 + index }));

  const entries = async (...matches: readonly string[]): Promise<readonly Entry[]> =>
    // --all also prints long values.
    (await systemd.run('journalctl', '--no-pager', '--all', '-o', 'json', ...matches)).stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const systemctl = (...parameters: readonly string[]) => systemd.run('systemctl', '--no-pager', ...parameters);

  beforeAll(async () => {
    stage = await stageMailcertd();
    await stage.write('script.cjs', SCRIPT);
    await stage.write(
      'entries',
      records.map((record) => `${Buffer.from(renderJournal(record, EN)).toString('base64')}\n`).join(''),
    );
    await stage.write('etc/systemd/system/entries.service', UNIT);
    await stage.write(
      'etc/mailcertd/mailcertd.yaml',
      [
        'computer: mail01.contoso.com',
        'connectors:',
        '  - { name: Missing MAIL01, direction: receive, fqdn: missing.contoso.com }',
        'logs:',
        '  - { type: journal }',
        '',
      ].join('\n'),
    );
    systemd = await bootSystemd(stage.path);
    expect(await systemd.run('systemd-sysusers')).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await systemd?.[Symbol.asyncDispose]();
    await stage?.[Symbol.asyncDispose]();
  });

  test('has every field of every record, in order, under its unit, whatever the records contain', async () => {
    expect(await systemctl('start', 'entries')).toMatchObject({ exitCode: 0 });
    await vi.waitFor(async () =>
      expect(await entries(`MAILCERTD_RECORD_ID=${records.at(-1)?.eventRecordId}`)).toHaveLength(1),
    );
    const read = await entries('_SYSTEMD_UNIT=entries.service', '_TRANSPORT=journal');
    expect(read.map((entry) => Number(entry['MAILCERTD_RECORD_ID']))).toEqual(
      records.map(({ eventRecordId }) => eventRecordId),
    );
    for (const [index, record] of records.entries()) {
      expectRead(record, read[index] as Entry, messageLines(record, EN).join('\n'));
    }
  });

  test('has the records of the event log, each once, over a restart', async () => {
    const found = async (): Promise<readonly EventRecord[]> => {
      const run = ['/usr/bin/node', '/usr/lib/mailcertd/dist/main/bin.js', 'events', '--format', 'json'] as const;
      const { stdout } = await systemd.run(...run);
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const parsed = parseJson(line);
          if (parsed.kind === 'problem') throw new Error(failureText(parsed.problem.failure, 'en'));
          return parsed.value;
        });
    };
    expect(await systemctl('start', 'mailcertd')).toMatchObject({ exitCode: 0 });
    await vi.waitUntil(async () => (await found()).some(({ eventId }) => eventId === 12014), {
      timeout: 15_000,
      interval: 100,
    });
    expect(await systemctl('restart', 'mailcertd')).toMatchObject({ exitCode: 0 });
    expect(await systemctl('stop', 'mailcertd')).toMatchObject({ exitCode: 0 });
    const kept = await found();
    expect(kept.filter(({ eventId }) => eventId === 1000)).toHaveLength(2);
    const unit = ['_SYSTEMD_UNIT=mailcertd.service', '_TRANSPORT=journal'];
    await vi.waitFor(async () => expect(await entries(...unit)).toHaveLength(kept.length), 10_000);
    const read = await entries(...unit);
    for (const [index, record] of kept.entries()) {
      const entry = read[index] as Entry;
      expect(entry['MAILCERTD_RECORD_ID']).toBe(String(record.eventRecordId));
      expectRead(record, entry, text(entry['MESSAGE'] as Value));
    }
    const [missing] = await entries(`MESSAGE_ID=${messageId(12014)}`, 'MAILCERTD_FQDN=missing.contoso.com');
    expect(missing?.['MESSAGE']).toMatch(/^No certificate matches missing\.contoso\.com/);
    // Diagnostics on standard error are separate entries. No record is printed there.
    const printed = await entries('_SYSTEMD_UNIT=mailcertd.service', '_TRANSPORT=stdout');
    const reported = new Set(read.map((entry) => text(entry['MESSAGE'] as Value).split('\n')[0]));
    expect(printed.filter((entry) => reported.has(text(entry['MESSAGE'] as Value)))).toEqual([]);
  });
});
