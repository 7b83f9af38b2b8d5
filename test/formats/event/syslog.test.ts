import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { renderSyslog, type SyslogOptions } from '../../../src/formats/event/syslog.ts';
import { visible } from '../../../src/formats/terminal/visible.ts';
import { parseJson } from './parse-json.ts';
import { anyRecord, CLEARED, EN, JA, NO_CERTIFICATE } from './records.ts';

const FORM: SyslogOptions = { facility: 'daemon', format: 'line', maxBytes: 8192 };
const BOM = '\ufeff';

/** Parses a message by RFC 5424 section 6; undefined: it is invalid. */
function takenApart(
  message: string,
): { readonly params: ReadonlyMap<string, string>; readonly text: string } | undefined {
  const header =
    /^<(?:[0-9]|[1-9][0-9]|1[0-8][0-9]|19[01])>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [!-~]{1,255} mailcertd [!-~]{1,128} [!-~]{1,32} /;
  const [front] = header.exec(message) ?? [];
  if (front === undefined) return undefined;
  const value = /"(?:[^"\\\]]|\\["\\\]])*"/.source;
  const data = new RegExp(`^(?:\\[[!#-<>-\\\\^-~]{1,32}(?: [!#-<>-\\\\^-~]{1,32}=${value})*\\])+`);
  const [structured] = data.exec(message.slice(front.length)) ?? [];
  if (structured === undefined) return undefined;
  const params = [...structured.matchAll(new RegExp(` ([^ =\\]"]+)=(${value})`, 'g'))].map(
    ([, name = '', quoted = '']): [string, string] => [name, quoted.slice(1, -1).replace(/\\(["\\\]])/g, '$1')],
  );
  expect(new Set(params.map(([name]) => name)).size).toBe(params.length);
  const rest = message.slice(front.length + structured.length);
  return rest.startsWith(` ${BOM}`) ? { params: new Map(params), text: rest.slice(2) } : undefined;
}

describe('a record as a syslog message', () => {
  it('has the record as structured data, and a readable line after it', () => {
    expect(renderSyslog(NO_CERTIFICATE, EN, FORM)).toBe(
      [
        '<27>1 2026-11-24T00:05:03.000Z mail01.contoso.com mailcertd 4711 12014 [meta sequenceId="18402"]',
        '[mailcertd@32473 recordId="18402" eventId="12014" provider="MSExchangeTransport" level="Error" change="raised"',
        ' param1="mail.contoso.com" param2="Default MAIL01" param3="mail.contoso.com" conditionId="c-1"',
        ' connector="Default MAIL01" direction="receive" fqdn="mail.contoso.com" fqdnSource="connector"',
        ' reason="not-enabled-for-smtp" nearestMiss="{\\"thumbprint\\":\\"3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07\\",',
        '\\"reason\\":\\"not-enabled-for-smtp\\",\\"names\\":[\\"mail.contoso.com\\"\\],\\"notAfter\\":\\"2031-03-01T00:00:00.000Z\\"}"',
        ' remedy1="[\\"mailcertd\\",\\"certificates\\",\\"enable\\",\\"3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07\\",',
        '\\"--services\\",\\"SMTP\\"\\]" version="0"] ',
        `${BOM}Error   12014 raised    Certificate for mail.contoso.com is not enabled for SMTP: `,
        'Receive connector "Default MAIL01" has no certificate for STARTTLS. (#18402)',
      ].join(''),
    );
  });

  it.each([
    ['Error', 'daemon', 27],
    ['Warning', 'mail', 20],
    ['Information', 'local7', 190],
  ] as const)('of level %s and facility %s begins with <%i>', (level, facility, priority) => {
    expect(renderSyslog({ ...NO_CERTIFICATE, level }, EN, { ...FORM, facility })).toMatch(
      new RegExp(`^<${priority}>1 `),
    );
  });

  it.each([
    [1, '1'],
    [2_147_483_647, '2147483647'],
    [2_147_483_648, '1'],
  ])('number %i has the sequence number %s', (eventRecordId, sequenceId) => {
    expect(renderSyslog({ ...NO_CERTIFICATE, eventRecordId }, EN, FORM)).toContain(`[meta sequenceId="${sequenceId}"]`);
  });

  it('that is not stored has no sequence', () => {
    expect(renderSyslog({ ...NO_CERTIFICATE, eventRecordId: 0 }, EN, FORM)).toContain(' 12014 [mailcertd@32473 ');
  });

  it('has the complete record as JSON if that is configured', () => {
    const text = takenApart(renderSyslog(CLEARED, JA, { ...FORM, format: 'json' }))?.text ?? '';
    expect(parseJson(text)).toEqual({ kind: 'parsed', value: CLEARED });
  });

  it('says that it was truncated, keeps the first parameters and the text, and fits', () => {
    const long: EventRecord = { ...NO_CERTIFICATE, parameters: ['ä'.repeat(5000), 'b', 'c'] };
    const message = renderSyslog(long, EN, { ...FORM, maxBytes: 2048 });
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(2048);
    const { params, text } = takenApart(message) ?? {};
    expect(params?.get('truncated')).toBe('true');
    expect(params?.get('recordId')).toBe('18402');
    expect(text).toMatch(/^Error {3}12014 raised {4}Certificate for ä+…$/);
  });

  it.each([
    ['x'.repeat(80), undefined],
    [`${'x'.repeat(79)}…`, undefined],
    ['x'.repeat(5000), 'true'],
  ])('says that it was truncated only if it was, although its text ends with an ellipsis', (name, truncated) => {
    // Without a record number, the Japanese line ends with the thumbprint.
    const { connector: _, ...facts } = CLEARED.facts;
    const record: EventRecord = { ...CLEARED, eventRecordId: 0, facts: { ...facts, thumbprint: name } };
    const { params, text } = takenApart(renderSyslog(record, JA, { ...FORM, maxBytes: 2048 })) ?? {};
    expect(text?.endsWith('…')).toBe(name.endsWith('…') || truncated === 'true');
    expect(params?.get('truncated')).toBe(truncated);
  });

  it('is one well-formed message that fits and is safe on a terminal, for any record', () => {
    const form = fc.record<SyslogOptions>({
      facility: fc.constantFrom('user', 'daemon', 'local0'),
      format: fc.constantFrom('line', 'json', 'xml'),
      maxBytes: fc.constantFrom(1024, 2048, 8192),
    });
    fc.assert(
      fc.property(anyRecord(), fc.constantFrom(EN, JA), form, (record, rendering, wanted) => {
        const message = renderSyslog(record, rendering, wanted);
        expect(Buffer.byteLength(message)).toBeLessThanOrEqual(wanted.maxBytes);
        expect(Buffer.from(message).toString()).toBe(message);
        const plain = message.replace(BOM, '');
        expect(visible(plain)).toBe(plain);
        const { params, text } = takenApart(message) ?? {};
        expect(params?.get('eventId')).toBe(String(record.eventId));
        if (params?.has('truncated') !== true) {
          record.parameters.forEach((parameter, index) => {
            expect(params?.get(`param${index + 1}`)).toBe(visible(parameter));
          });
          if (wanted.format === 'json') expect(parseJson(text ?? '')).toEqual({ kind: 'parsed', value: record });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
