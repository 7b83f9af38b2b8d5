import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderEventList } from '../../src/adapters/cli/export/render-event-list.ts';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { EVENT_NAMESPACE, renderXml } from '../../src/formats/event/xml.ts';
import { parseXml } from '../formats/event/parse-xml.ts';
import { anyRecord, CLEARED, EN, JA, NO_CERTIFICATE } from '../formats/event/records.ts';
import { needs } from './needs.ts';

const SCHEMA = fileURLToPath(new URL('../formats/event/event.xsd', import.meta.url));

/** Returns the errors of xmllint for events in one file; empty if they are valid. */
function complaints(events: readonly string[]): string {
  return complaintsAbout(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Events xmlns="${EVENT_NAMESPACE}">\n${events.join('\n')}\n</Events>\n`,
  );
}

/** Returns the errors of xmllint for a document; empty if it is valid. */
function complaintsAbout(input: string): string {
  const options = ['--nonet', '--noout', '--schema', SCHEMA, '-'];
  const { stdout, stderr } = spawnSync('xmllint', options, { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return `${stdout}${stderr}`.replace(/^- validates\n$/, '');
}

/** Returns the first Data element as libxml2 reads it. */
function readByXmllint(xml: string): string {
  const { stdout } = spawnSync('xmllint', ['--nonet', '--xpath', "string((//*[local-name()='Data'])[1])", '-'], {
    input: xml,
    encoding: 'utf8',
  });
  return stdout.replace(/\n$/, '');
}

describe.runIf(needs('xmllint'))('Event XML, read by libxml2', () => {
  it('is valid for every event of the catalogue, in both languages', () => {
    const records = ALL_EVENTS.map(({ eventId, level, parameters }) => ({
      ...NO_CERTIFICATE,
      eventId,
      level,
      parameters: parameters.map((name) => `a ${name}`),
    }));
    expect(complaints(records.flatMap((record) => [renderXml(record, EN), renderXml(record, JA)]))).toBe('');
  });

  it('is valid for a thousand hostile records', () => {
    const providerName = fc.constantFrom('MSExchangeTransport', 'mailcertd', 'Contoso Mail', 'メール');
    const records = fc.sample(anyRecord(providerName), 1000);
    expect(complaints(records.map((record, index) => renderXml(record, index % 2 === 0 ? EN : JA)))).toBe('');
  });

  it.each([
    ['events', [NO_CERTIFICATE, CLEARED]],
    ['no events', []],
  ])('is valid as the document that is exported, with %s', async (_, events: readonly EventRecord[]) => {
    async function* records(): AsyncGenerator<EventRecord> {
      yield* events;
    }
    let document = '';
    for await (const text of renderEventList(records(), 'xml', JA)) document += text;
    expect(complaintsAbout(document)).toBe('');
  });

  it('is invalid when two elements are swapped', () => {
    const xml = renderXml(NO_CERTIFICATE, EN);
    const swapped = xml.replace('<Version>0</Version><Level>2</Level>', '<Level>2</Level><Version>0</Version>');
    expect(complaints([swapped])).toContain('This element is not expected');
  });

  it('has the same parameters for it', () => {
    const parameter = `"Größe" <証明書> & 'x'\t\u202e`;
    expect(readByXmllint(renderXml({ ...NO_CERTIFICATE, parameters: [parameter] }, EN))).toBe(parameter);
  });

  it('can be parsed after it was reformatted', () => {
    const { stdout } = spawnSync('xmllint', ['--format', '--encode', 'UTF-8', '-'], {
      input: renderXml(NO_CERTIFICATE, EN),
      encoding: 'utf8',
    });
    const withoutPrologue = stdout.replace(/^<\?xml[^>]*\?>/, '');
    expect(parseXml(withoutPrologue)).toEqual({ kind: 'parsed', value: NO_CERTIFICATE });
  });
});
