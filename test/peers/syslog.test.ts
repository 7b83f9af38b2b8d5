import { createSecureContext } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openEventSink } from '../../src/adapters/log/open-event-sink.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { factTexts } from '../../src/formats/event/fact-texts.ts';
import { renderUntimedLine } from '../../src/formats/event/line.ts';
import { visible } from '../../src/formats/terminal/visible.ts';
import type { EventSink, LogOutput } from '../../src/work/ports/outputs.ts';
import { certified } from '../adapters/notify/mail/mail-sink.ts';
import { HOSTILE_NAMES } from '../contract/alert-samples.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { anyRecord, CLEARED, EN, NO_CERTIFICATE } from '../formats/event/records.ts';
import { needs } from './needs.ts';
import { type ReadMessage, type RunningRsyslog, runRsyslog } from './run-rsyslog.ts';

const GO = new AbortController().signal;
type Syslog = LogOutput & { readonly type: 'syslog' };

describe.runIf(needs('rsyslog-openssl'))('syslog, read back by rsyslog', () => {
  let directory: TemporaryDirectory;
  let rsyslog: RunningRsyslog;
  let files: { readonly ca: string; readonly certificate: string; readonly key: string };
  const { ca, leaf } = certified('localhost');

  beforeAll(async () => {
    directory = temporaryDirectory();
    files = {
      ca: directory.write('ca.pem', ca.certificatePem),
      certificate: directory.write('leaf.pem', leaf.certificatePem),
      key: directory.write('key.pem', leaf.privateKeyPem, 0o600),
    };
    rsyslog = await runRsyslog(directory, files);
  });
  afterAll(async () => {
    await rsyslog?.[Symbol.asyncDispose]();
    directory?.[Symbol.dispose]();
  });

  const sinkTo = (address: string, changes: Partial<Syslog> = {}, trusted = ca.certificatePem): EventSink =>
    openEventSink(
      { type: 'syslog', format: 'line', address, facility: 'daemon', caFile: undefined, ...changes },
      EN,
      { stdout: process.stdout, loadTrustedRoots: async () => createSecureContext({ ca: trusted }) },
      {},
    );
  const came = async (id: number): Promise<ReadMessage> =>
    vi.waitFor(
      () => {
        const found = rsyslog.messages().filter(({ data }) => data['mailcertd@32473']?.['recordid'] === String(id));
        expect(found).toHaveLength(1);
        return found[0] as ReadMessage;
      },
      { timeout: 10_000, interval: 50 },
    );

  const expectRead = (record: EventRecord, read: ReadMessage): void => {
    const data = read.data['mailcertd@32473'] ?? {};
    expect(read).toMatchObject({
      pri: String(24 + { Error: 3, Warning: 4, Information: 6 }[record.level]),
      appName: 'mailcertd',
      procid: String(record.processId),
      msgid: String(record.eventId),
    });
    expect(Date.parse(read.timestamp)).toBe(record.timeCreated);
    expect(read.data['meta']).toEqual({ sequenceid: String(record.eventRecordId) });
    if (data['truncated'] === 'true') return;
    expect(read.msg.replace(/^\ufeff/, '')).toBe(renderUntimedLine(record, EN));
    const { recordid, eventid, provider, level, change, version, conditionid, ...rest } = data;
    expect({ recordid, eventid, provider, level, change, version, conditionid }).toEqual({
      recordid: String(record.eventRecordId),
      eventid: String(record.eventId),
      provider: visible(record.providerName),
      level: record.level,
      change: record.change,
      version: String(record.version),
      conditionid: record.conditionId === undefined ? undefined : visible(record.conditionId),
    });
    const parameters = record.parameters.map((value, index) => [`param${index + 1}`, visible(value)]);
    const remedy = record.remedy.map((_, index) => `remedy${index + 1}`);
    for (const [index, name] of remedy.entries()) expect(JSON.parse(rest[name] ?? '')).toEqual(record.remedy[index]);
    const facts = factTexts(record.facts).map(({ name, value }): [string, string | readonly string[]] => [name, value]);
    for (const [name, value] of facts) {
      const text = rest[name.toLowerCase()] ?? '';
      if (typeof value === 'string') expect(text).toBe(visible(value));
      else expect(JSON.parse(text)).toEqual(value);
    }
    expect(Object.keys(rest).sort()).toEqual(
      [...parameters.map(([name]) => name), ...remedy, ...facts.map(([name]) => name.toLowerCase())].sort(),
    );
    expect(rest).toMatchObject(Object.fromEntries(parameters));
  };

  it.each(['udp', 'tcp', 'tls'] as const)('over %s has every field, whatever the names', async (way) => {
    await using sink = sinkTo(`${way}://localhost:${rsyslog.ports[way]}`);
    const first = { udp: 1000, tcp: 2000, tls: 3000 }[way];
    const records = [
      NO_CERTIFICATE,
      CLEARED,
      ...HOSTILE_NAMES.map((name) => ({
        ...NO_CERTIFICATE,
        parameters: [name, `"${name}"`, `\\]${name}`],
        facts: { connector: name, connectors: [name, ']"\\'] },
      })),
    ].map((record, index) => ({ ...record, eventRecordId: first + index }));
    await sink.write(records, GO);
    for (const record of records) expectRead(record, await came(record.eventRecordId));
  });

  it('has the same fields when it is read, whatever the records contain', async () => {
    await using sink = sinkTo(`tls://localhost:${rsyslog.ports.tls}`);
    const records = fc.sample(anyRecord(), { numRuns: 300, seed: 20_261_125 }).map((record, index) => ({
      ...record,
      eventRecordId: 10_000 + index,
      // rsyslog cannot read other years.
      timeCreated: Date.UTC(1970, 0, 1) + (Math.abs(record.timeCreated) % (129 * 365 * 86_400_000)),
    }));
    await sink.write(records, GO);
    for (const record of records) expectRead(record, await came(record.eventRecordId));
    const order = rsyslog.messages().map(({ data }) => Number(data['mailcertd@32473']?.['recordid']));
    expect(order.filter((id) => id >= 10_000)).toEqual(records.map(({ eventRecordId }) => eventRecordId));
  });

  it('over TLS sends nothing to a server with another CA or another name', async () => {
    const other = certified('localhost').ca.certificatePem;
    await using stranger = sinkTo(`tls://localhost:${rsyslog.ports.tls}`, {}, other);
    await expect(stranger.write([{ ...NO_CERTIFICATE, eventRecordId: 4001 }], GO)).rejects.toMatchObject({
      code: 'log_output',
      message: expect.stringMatching(/^cannot send to tls:\/\/localhost:\d+: .*(self-signed|unable to)/),
    });
    await using misnamed = sinkTo(`tls://127.0.0.1:${rsyslog.ports.tls}`);
    await expect(misnamed.write([{ ...NO_CERTIFICATE, eventRecordId: 4002 }], GO)).rejects.toThrow(/altnames/);
    await using right = sinkTo(`tls://localhost:${rsyslog.ports.tls}`);
    await right.write([{ ...NO_CERTIFICATE, eventRecordId: 4003 }], GO);
    await came(4003);
    const ids = rsyslog.messages().map(({ data }) => data['mailcertd@32473']?.['recordid']);
    expect(ids).not.toContain('4001');
    expect(ids).not.toContain('4002');
  });

  it.each(['udp', 'tcp', 'tls'] as const)(
    'over %s fails while the server is down, and continues when it is up again',
    async (way) => {
      const first = { udp: 5100, tcp: 5200, tls: 5300 }[way];
      const record = (offset: number): EventRecord => ({ ...NO_CERTIFICATE, eventRecordId: first + offset });
      await using sink = sinkTo(`${way}://localhost:${rsyslog.ports[way]}`);
      await sink.write([record(1)], GO);
      await came(first + 1);
      await rsyslog[Symbol.asyncDispose]();
      try {
        // Records that are sent before the client notices the end of the server are lost, which
        // syslog cannot prevent.
        await vi.waitFor(
          () =>
            expect(sink.write([record(2)], GO)).rejects.toMatchObject({
              code: 'log_output',
              output: `${way}://localhost:${rsyslog.ports[way]}`,
            }),
          { timeout: 5000, interval: 50 },
        );
      } finally {
        rsyslog = await runRsyslog(directory, files, rsyslog.ports);
      }
      await sink.write([record(2), record(3)], GO);
      await came(first + 2);
      await came(first + 3);
    },
  );
});
