import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../../src/formats/event/json.ts';
import { visible } from '../../../src/formats/terminal/visible.ts';
import { saying } from '../../domain/failure/saying.ts';
import { parseJson } from './parse-json.ts';
import { anyRecord, CLEARED, EN, hostileText, JA, NO_CERTIFICATE } from './records.ts';

describe('a record as JSON', () => {
  it('has the names of the Elastic Common Schema, and those of Windows events', () => {
    expect(JSON.parse(renderJson(NO_CERTIFICATE, EN))).toMatchObject({
      '@timestamp': '2026-11-24T00:05:03.000Z',
      event: { code: '12014', provider: 'MSExchangeTransport' },
      log: { level: 'error' },
      host: { name: 'mail01.contoso.com' },
      message: expect.stringMatching(/^Certificate for mail\.contoso\.com is not enabled for SMTP: /),
      winlog: {
        event_id: 12014,
        provider_name: 'MSExchangeTransport',
        channel: 'Application',
        record_id: 18402,
        computer_name: 'mail01.contoso.com',
        task: 'TransportService',
        event_data: { param1: 'mail.contoso.com', param2: 'Default MAIL01', param3: 'mail.contoso.com' },
      },
    });
  });

  it('has raw values, and is safe on a terminal', () => {
    const parameters = ['\x9b31m\u202e\0\n', '\ud800', '\u{e0041}'];
    const line = renderJson({ ...NO_CERTIFICATE, parameters }, EN);
    expect(visible(line)).toBe(line);
    expect(JSON.parse(line).winlog.event_data).toEqual({
      param1: parameters[0],
      param2: parameters[1],
      param3: parameters[2],
    });
  });

  it.each([NO_CERTIFICATE, CLEARED])('can be parsed again', (record) => {
    expect(parseJson(renderJson(record, JA))).toEqual({ kind: 'parsed', value: record });
  });

  it('has each time in its named data in ISO 8601, also inside of lists and objects', () => {
    // Counts and record numbers. Other numbers would be times in ms, which log shippers cannot read
    // as a time.
    const counts = /^(count|blocks|blockCount|times|eventRecordId|eventId|firstRecordId|lastRecordId|before|\d+)$/;
    const numbersIn = (value: unknown, key = ''): readonly string[] => {
      if (typeof value === 'number') return [key];
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([inner, each]) => numbersIn(each, inner));
    };
    fc.assert(
      fc.property(anyRecord(), (record) => {
        const { mailcertd } = JSON.parse(renderJson(record, EN));
        expect(numbersIn(mailcertd.facts).filter((name) => !counts.test(name))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    const { mailcertd } = JSON.parse(renderJson({ ...NO_CERTIFICATE, facts: { notAfter: 0 } }, EN));
    expect(mailcertd.facts).toEqual({ notAfter: '1970-01-01T00:00:00.000Z' });
  });

  it('can be parsed again for any record', () => {
    fc.assert(
      fc.property(anyRecord(), fc.constantFrom(EN, JA), (record, rendering) => {
        expect(parseJson(renderJson(record, rendering))).toEqual({ kind: 'parsed', value: record });
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['text', 'hello', 'this is not JSON'],
    ['nothing', '', 'this is not JSON'],
    ['an array', '[]', 'the record number is not a number'],
    [
      'a level that is none',
      renderJson(NO_CERTIFICATE, EN).replace('"error"', '"critical"'),
      'the level is not one of the three',
    ],
    [
      'a change that is none',
      renderJson(NO_CERTIFICATE, EN).replace('"raised"', '"toString"'),
      'the change is not one of the five',
    ],
    [
      'a fact of another shape',
      renderJson(NO_CERTIFICATE, EN).replace('"direction":"receive"', '"direction":"up"'),
      'a named value has the wrong type',
    ],
    [
      'a remedy as shell text',
      renderJson({ ...NO_CERTIFICATE, remedy: [] }, EN).replace('"remedy":[]', '"remedy":["reboot"]'),
      'the remedy is not a list of commands',
    ],
    [
      'a time that is none',
      renderJson(NO_CERTIFICATE, EN).replace('2026-11-24T', '2026-99-24T'),
      'the time is not valid',
    ],
  ])('is refused for %s', (_, line, detail) => {
    expect(parseJson(line)).toEqual({
      kind: 'problem',
      problem: { reason: 'record_malformed', location: '', failure: saying(detail) },
    });
  });

  it('omits the facts that a newer version knows', () => {
    const line = renderJson(NO_CERTIFICATE, EN).replace('"facts":{', '"facts":{"weather":"rain",');
    expect(parseJson(line)).toEqual({ kind: 'parsed', value: NO_CERTIFICATE });
  });

  it('is refused beyond its limit, unread', () => {
    expect(parseJson(' '.repeat(4 * 1024 * 1024 + 1))).toMatchObject({ problem: { reason: 'too_large' } });
  });

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.json()), (text) => {
        expect(parseJson(text).kind).toBe('problem');
      }),
    );
  });
});
