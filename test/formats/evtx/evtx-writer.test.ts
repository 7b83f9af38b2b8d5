import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderXml } from '../../../src/formats/event/xml.ts';
import { parseXml } from '../event/parse-xml.ts';
import { anyRecord, CLEARED, EN, JA, NO_CERTIFICATE } from '../event/records.ts';
import { xmlElements } from '../event/xml-elements.ts';
import { evtxFile } from './evtx-file.ts';
import { type ReadEvtxRecord, readEvtx } from './read-evtx.ts';

const recordsOf = (file: Buffer): readonly ReadEvtxRecord[] => readEvtx(file).flatMap(({ records }) => records);

describe('an .evtx file', () => {
  it.each([
    [EN, 'en-US'],
    [JA, 'ja-JP'],
  ])('has the same elements as Event XML', (rendering, culture) => {
    const read = recordsOf(evtxFile([NO_CERTIFICATE, CLEARED], rendering));
    const expected = [NO_CERTIFICATE, CLEARED].map((record) => xmlElements(renderXml(record, rendering)));
    expect(read.map(({ xml }) => xmlElements(xml))).toEqual(expected);
    expect(read[0]?.xml).toContain(`<RenderingInfo Culture='${culture}'>`);
  });

  it('numbers its records from 1, and keeps the number of the event log in the event', () => {
    const [first, second] = recordsOf(evtxFile([NO_CERTIFICATE, CLEARED], EN));
    expect([first?.number, second?.number]).toEqual([1, 2]);
    expect(second?.xml).toContain('<EventRecordID>18411</EventRecordID>');
  });

  it('has the time of the event as that of the record', () => {
    const [read] = recordsOf(evtxFile([{ ...NO_CERTIFICATE, timeCreated: 1 }], EN));
    expect(read?.writtenAt).toBe(116_444_736_000_010_000n);
  });

  it('has one template for records of the same form, and each name once', () => {
    const [chunk] = readEvtx(evtxFile([NO_CERTIFICATE, CLEARED, NO_CERTIFICATE, CLEARED], EN));
    expect(chunk?.templates).toHaveLength(2);
    expect(new Set(chunk?.names).size).toBe(chunk?.names.length);
    expect(chunk?.names).toEqual(expect.arrayContaining(['Event', 'xmlns', 'EventData', 'Data', 'RenderingInfo']));
  });

  it('begins a new chunk, with its own names and templates, when one is full', () => {
    const records = Array.from({ length: 100 }, (_, index) => ({ ...NO_CERTIFICATE, eventRecordId: index + 1 }));
    const chunks = readEvtx(evtxFile(records, EN));
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) {
      expect(chunk.templates).toHaveLength(1);
      expect(chunk.names).toEqual(chunks[0]?.names);
    }
    expect(chunks.flatMap((chunk) => chunk.records.map(({ xml }) => parseXml(xml)))).toEqual(
      records.map((value) => ({ kind: 'parsed', value })),
    );
  });

  it('has one empty chunk without records', () => {
    expect(readEvtx(evtxFile([], EN))).toEqual([{ names: [], templates: [], records: [] }]);
  });

  it('has every record unchanged', () => {
    fc.assert(
      fc.property(fc.array(anyRecord(), { maxLength: 20 }), fc.constantFrom(EN, JA), (records, rendering) => {
        const read = recordsOf(evtxFile(records, rendering)).map(({ xml }) => parseXml(xml));
        expect(read).toEqual(records.map((value) => ({ kind: 'parsed', value })));
      }),
      { numRuns: 100 },
    );
  });

  it('is the same for the same records', () => {
    expect(evtxFile([NO_CERTIFICATE, CLEARED], EN).equals(evtxFile([NO_CERTIFICATE, CLEARED], EN))).toBe(true);
  });

  it('shortens only the longest texts of a record that does not fit into a chunk', () => {
    const long = '😀'.repeat(50_000);
    const record = { ...NO_CERTIFICATE, parameters: ['mail.contoso.com', long, 'end'] };
    const [before, read, after] = recordsOf(evtxFile([CLEARED, record, CLEARED], EN));
    const texts = xmlElements(read?.xml ?? '')?.filter(({ path }) => path === 'Event/EventData/Data');
    expect(texts?.[0]?.text).toBe('mail.contoso.com');
    expect(texts?.[1]?.text).toMatch(/^(😀){5000,}…$/u);
    expect(texts?.[2]?.text).toBe('end');
    expect(parseXml(before?.xml ?? '')).toEqual(parseXml(after?.xml ?? ''));
  });

  it('leaves out event data that does not fit as a template', () => {
    const record = { ...NO_CERTIFICATE, parameters: Array.from({ length: 5000 }, (_, index) => `p${index}`) };
    const [read] = recordsOf(evtxFile([record], EN));
    const texts = xmlElements(read?.xml ?? '')?.filter(({ path }) => path === 'Event/EventData/Data');
    expect(texts?.map(({ text }) => text)).toEqual(record.parameters.slice(0, 400));
  });
});
