import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderXml } from '../../../src/formats/event/xml.ts';
import { saying } from '../../domain/failure/saying.ts';
import { parseXml } from './parse-xml.ts';
import { anyRecord, CLEARED, EN, hostileText, JA, NO_CERTIFICATE } from './records.ts';
import { xmlElements } from './xml-elements.ts';

const XML = renderXml(NO_CERTIFICATE, EN);

describe('a record as Event XML', () => {
  it("has the system properties in the schema's order", () => {
    const names = xmlElements(XML)?.flatMap(({ path }) => /^Event\/System\/(.*)/.exec(path)?.slice(1) ?? []);
    expect(names).toEqual(
      'Provider EventID Version Level Task Opcode Keywords TimeCreated EventRecordID Correlation Execution Channel Computer Security'.split(
        ' ',
      ),
    );
  });

  it.each([
    ['Error', 49156, 2],
    ['Warning', 32772, 3],
    ['Information', 16388, 4],
  ] as const)('has the Windows number of %s', (level, qualifiers, number) => {
    const xml = renderXml({ ...NO_CERTIFICATE, level }, EN);
    expect(xml).toContain(
      `<EventID Qualifiers='${qualifiers}'>12014</EventID><Version>0</Version><Level>${number}</Level><Task>12</Task><Opcode>0</Opcode><Keywords>0x80000000000000</Keywords><TimeCreated SystemTime='2026-11-24T00:05:03.0000000Z'/>`,
    );
  });

  it('has the parameters first and unnamed, then the named data', () => {
    const data = xmlElements(XML)?.filter(({ path }) => path === 'Event/EventData/Data') ?? [];
    const names = data.map(({ attributes }) => attributes.get('Name'));
    expect(data.slice(0, 3).map(({ text }) => text)).toEqual([
      'mail.contoso.com',
      'Default MAIL01',
      'mail.contoso.com',
    ]);
    expect(names.slice(0, 3)).toEqual([undefined, undefined, undefined]);
    expect(names.slice(3)).toEqual(
      'Change ConditionId Connector Direction Fqdn FqdnSource Reason NearestMiss Remedy'.split(' '),
    );
  });

  it.each([
    [EN, "<RenderingInfo Culture='en-US'>", 'Error', 'Classic'],
    [JA, "<RenderingInfo Culture='ja-JP'>", 'エラー', 'クラシック'],
  ])('has the layout of wevtutil', (rendering, start, level, keyword) => {
    const xml = renderXml(NO_CERTIFICATE, rendering);
    expect(xml).toContain(start);
    expect(xml).toContain(
      `</Message><Level>${level}</Level><Task>TransportService</Task><Opcode></Opcode><Channel>Application</Channel><Provider>MSExchangeTransport</Provider><Keywords><Keyword>${keyword}</Keyword></Keywords></RenderingInfo></Event>`,
    );
  });

  it.each([
    ['NUL', 'a\0b', '<Data>a_x0000_b</Data>'],
    ['a lone surrogate', '\ud800', '<Data>_xD800_</Data>'],
    ['a character that is none', '\uffff', '<Data>_xFFFF_</Data>'],
    ['text that resembles such an escape', '_x0041_', '<Data>_x005F_x0041_</Data>'],
    ['markup', `<a b='"&'>`, '<Data>&lt;a b=&apos;&quot;&amp;&apos;&gt;</Data>'],
    ['a line end and a bidi mark', '\r\n\u202e', '<Data>&#xD;&#xA;&#x202E;</Data>'],
    ['a name with underscores', 'my_x_store', '<Data>my_x_store</Data>'],
  ])('has %s on one line', (_, parameter, data) => {
    expect(renderXml({ ...NO_CERTIFICATE, parameters: [parameter] }, EN)).toContain(data);
  });

  it.each([NO_CERTIFICATE, CLEARED])('can be parsed again', (record) => {
    expect(parseXml(renderXml(record, JA))).toEqual({ kind: 'parsed', value: record });
  });

  it('can be parsed again for any record', () => {
    fc.assert(
      fc.property(anyRecord(), fc.constantFrom(EN, JA), (record, rendering) => {
        expect(parseXml(renderXml(record, rendering))).toEqual({ kind: 'parsed', value: record });
      }),
      { numRuns: 1000 },
    );
  });

  it('can be parsed again with other quotes and with whitespace between its elements', () => {
    const pretty = XML.replaceAll(/='([^']*)'/g, '="$1"')
      .replaceAll('><', '>\n  <')
      .replace(/<Opcode>\s+<\/Opcode>/, '<Opcode/>');
    expect(parseXml(`\n${pretty}\n`)).toEqual({ kind: 'parsed', value: NO_CERTIFICATE });
  });

  it.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${XML}`],
    ['an unknown entity', XML.replace('mail.contoso.com', '&b;')],
    ['a bare ampersand', XML.replace('mail.contoso.com', 'a & b')],
    ['a character beyond Unicode', XML.replace('mail.contoso.com', '&#x110000;')],
    ['two events', XML + XML],
    ['an event cut short', XML.slice(0, -8)],
    ['text between elements', XML.replace('<EventData>', '<EventData>x')],
    ['crossed elements', XML.replace('</Data></EventData>', '</EventData></Data>')],
    ['an attribute given twice', XML.replace("Name='Change'", "Name='Change' Name='x'")],
    ['elements without end', '<a>'.repeat(100)],
  ])('is refused for %s', (_, xml) => {
    expect(parseXml(xml)).toMatchObject({
      problem: { reason: 'record_malformed', failure: saying('this is not the XML of one event') },
    });
  });

  it('is refused when a value has another type than its name', () => {
    expect(parseXml(XML.replace('<Level>2<', '<Level>9<'))).toMatchObject({
      problem: { failure: saying('the level is not one of the three') },
    });
    expect(parseXml(XML.replace('>receive<', '>up<'))).toMatchObject({
      problem: { failure: saying('a named value has the wrong type') },
    });
    expect(parseXml(XML.replace('>18402<', '>-1<'))).toMatchObject({
      problem: { failure: saying('the record number is not a number') },
    });
  });

  it('is parsed in linear time', () => {
    for (const part of ['<a ', '&', '_x0041', '<a b="', ' ', '<a/>']) {
      const started = performance.now();
      parseXml(part.repeat(Math.floor(1_000_000 / part.length)));
      expect(performance.now() - started).toBeLessThan(15_000);
    }
  });

  it('never makes the reader throw', () => {
    const cut = fc
      .tuple(fc.nat(XML.length), fc.nat(20), hostileText)
      .map(([at, length, text]) => XML.slice(0, at) + text + XML.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(hostileText, cut), (xml) => {
        expect(['parsed', 'problem']).toContain(parseXml(xml).kind);
      }),
      { numRuns: 500 },
    );
  });
});
