import { type EventLevel, LEVEL_NUMBERS } from '../../../src/domain/event/event-definition.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { dataName } from '../../../src/formats/event/event-data-items.ts';
import { FACT_FIELDS, type FactField } from '../../../src/formats/event/fact-fields.ts';
import { readRecord } from '../../../src/formats/event/read-record.ts';
import type { Parsed } from '../../../src/formats/parsed.ts';
import { malformedText } from './malformed-text.ts';
import { readInstants } from './read-instants.ts';
import { type LeafElement, xmlElements } from './xml-elements.ts';

/** The maximum length, characters; a record has a few thousand. */
const LONGEST = 4 * 1024 * 1024;

function levelNumbered(number: string | undefined): EventLevel | undefined {
  const levels: readonly EventLevel[] = ['Error', 'Warning', 'Information'];
  return levels.find((level) => String(LEVEL_NUMBERS[level]) === number);
}

/** Returns an integer; NaN if the text is none. */
function whole(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/** Parses JSON; undefined if the text is invalid, which no field accepts. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function factValue(text: string, { format }: FactField): unknown {
  if (format === 'text') return text;
  return format === 'instant' ? Date.parse(text) : readInstants(json(text));
}

function facts(named: ReadonlyMap<string, readonly string[]>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(FACT_FIELDS).flatMap(([name, field]) => {
      const [text] = named.get(dataName(name)) ?? [];
      return text === undefined ? [] : [[name, factValue(text, field)]];
    }),
  );
}

/** Returns the values of each name, in order; unnamed data has the empty name. */
function dataByName(leaves: readonly LeafElement[]): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  for (const { path, attributes, text } of leaves) {
    if (path !== 'Event/EventData/Data') continue;
    const name = attributes.get('Name') ?? '';
    const values = named.get(name);
    if (values === undefined) named.set(name, [text]);
    else values.push(text);
  }
  return named;
}

/** Parses the Event XML of `renderXml`. Problems: `record_malformed`, `too_large`. */
export function parseXml(xml: string): Parsed<EventRecord> {
  if (xml.length > LONGEST) return malformedText(`longer than ${LONGEST} characters`, 'too_large');
  const leaves = xmlElements(xml);
  if (leaves === undefined) return malformedText('this is not the XML of one event');
  const system = new Map(leaves.map((leaf) => [leaf.path, leaf]));
  const text = (name: string): string | undefined => system.get(`Event/System/${name}`)?.text;
  const attribute = (name: string, key: string): string | undefined =>
    system.get(`Event/System/${name}`)?.attributes.get(key);
  const named = dataByName(leaves);
  return readRecord({
    eventRecordId: whole(text('EventRecordID')),
    processId: whole(attribute('Execution', 'ProcessID')),
    providerName: attribute('Provider', 'Name'),
    eventId: whole(text('EventID')),
    version: whole(text('Version')),
    level: levelNumbered(text('Level')),
    timeCreated: Date.parse(attribute('TimeCreated', 'SystemTime') ?? ''),
    computer: text('Computer'),
    change: named.get('Change')?.[0],
    conditionId: named.get('ConditionId')?.[0],
    parameters: named.get('') ?? [],
    facts: facts(named),
    remedy: (named.get('Remedy') ?? []).map(json),
  });
}
