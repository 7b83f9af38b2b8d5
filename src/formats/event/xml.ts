import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { LEVEL_LABELS } from '../../domain/event/labels.ts';
import { type EventDataItem, eventDataItems } from './event-data-items.ts';
import { messageLines } from './message.ts';
import type { Rendering } from './rendering.ts';
import { CHANNEL, CULTURES, KEYWORD_NAMES, KEYWORDS, QUALIFIERS, TASK, TASK_NAME } from './windows-fields.ts';
import { xmlText } from './xml-text.ts';

/** The namespace of Event XML. */
export const EVENT_NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

function dataElement({ name, value }: EventDataItem): string {
  return `<Data${name === undefined ? '' : ` Name='${name}'`}>${xmlText(value)}</Data>`;
}

/** Returns UTC with seven fractional digits, as in Windows. */
function systemTime(record: EventRecord): string {
  return new Date(record.timeCreated).toISOString().replace('Z', '0000Z');
}

function systemElement(record: EventRecord): readonly string[] {
  const { level, processId } = record;
  return [
    '<System>',
    `<Provider Name='${xmlText(record.providerName)}'/>`,
    `<EventID Qualifiers='${QUALIFIERS[level]}'>${record.eventId}</EventID>`,
    `<Version>${record.version}</Version>`,
    `<Level>${LEVEL_NUMBERS[level]}</Level>`,
    `<Task>${TASK}</Task>`,
    '<Opcode>0</Opcode>',
    `<Keywords>${KEYWORDS}</Keywords>`,
    `<TimeCreated SystemTime='${systemTime(record)}'/>`,
    `<EventRecordID>${record.eventRecordId}</EventRecordID>`,
    '<Correlation/>',
    // The main thread of a Linux process has the process ID.
    `<Execution ProcessID='${processId}' ThreadID='${processId}'/>`,
    `<Channel>${CHANNEL}</Channel>`,
    `<Computer>${xmlText(record.computer)}</Computer>`,
    '<Security/>',
    '</System>',
  ];
}

function eventDataElement(record: EventRecord): readonly string[] {
  return ['<EventData>', ...eventDataItems(record).map(dataElement), '</EventData>'];
}

function renderingInfoElement(record: EventRecord, rendering: Rendering): readonly string[] {
  const { locale } = rendering;
  return [
    `<RenderingInfo Culture='${CULTURES[locale]}'>`,
    `<Message>${xmlText(messageLines(record, rendering).join('\n'))}</Message>`,
    `<Level>${LEVEL_LABELS[record.level][locale]}</Level>`,
    `<Task>${TASK_NAME}</Task>`,
    '<Opcode></Opcode>',
    `<Channel>${CHANNEL}</Channel>`,
    `<Provider>${xmlText(record.providerName)}</Provider>`,
    `<Keywords><Keyword>${KEYWORD_NAMES[locale]}</Keyword></Keywords>`,
    '</RenderingInfo>',
  ];
}

/**
 * Renders a record as one line of Event XML, in the layout of `wevtutil /f:RenderedXml`.
 * @see https://learn.microsoft.com/windows/win32/wes/eventschema-schema
 */
export function renderXml(record: EventRecord, rendering: Rendering): string {
  return [
    `<Event xmlns='${EVENT_NAMESPACE}'>`,
    ...systemElement(record),
    ...eventDataElement(record),
    ...renderingInfoElement(record, rendering),
    '</Event>',
  ].join('');
}
