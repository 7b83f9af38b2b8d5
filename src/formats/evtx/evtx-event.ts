import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { LEVEL_LABELS } from '../../domain/event/labels.ts';
import type { Instant } from '../../domain/time.ts';
import { type EventDataItem, eventDataItems } from '../event/event-data-items.ts';
import { messageLines } from '../event/message.ts';
import type { Rendering } from '../event/rendering.ts';
import { CHANNEL, CULTURES, KEYWORD_NAMES, KEYWORDS, QUALIFIERS, TASK, TASK_NAME } from '../event/windows-fields.ts';
import { EVENT_NAMESPACE } from '../event/xml.ts';
import type { EvtxElement } from './evtx-element.ts';
import { fileTimeValue, hexInt64Value, stringValue, uint64Value, uintValue } from './evtx-value.ts';

/** The maximum number of `Data` elements, so that the template of a record fits into a chunk. */
const MAX_DATA = 400;

/** An event for an .evtx file. */
export interface EvtxEvent {
  readonly element: EvtxElement;
  readonly timeCreated: Instant;
  /** True: the element lacks a part of the event data. */
  readonly isShortened: boolean;
}

function element(
  name: string,
  content?: EvtxElement['content'],
  attributes: Readonly<Record<string, EvtxElement['attributes'][number][1]>> = {},
): EvtxElement {
  return { name, attributes: Object.entries(attributes), content };
}

function systemElement(record: EventRecord): EvtxElement {
  const { level, processId } = record;
  const process = uintValue(32, processId);
  return element('System', [
    element('Provider', undefined, { Name: stringValue(record.providerName) }),
    element('EventID', uintValue(16, record.eventId), { Qualifiers: uintValue(16, QUALIFIERS[level]) }),
    element('Version', uintValue(8, record.version)),
    element('Level', uintValue(8, LEVEL_NUMBERS[level])),
    element('Task', uintValue(16, TASK)),
    element('Opcode', uintValue(8, 0)),
    element('Keywords', hexInt64Value(BigInt(KEYWORDS))),
    element('TimeCreated', undefined, { SystemTime: fileTimeValue(record.timeCreated) }),
    element('EventRecordID', uint64Value(BigInt(record.eventRecordId))),
    element('Correlation'),
    element('Execution', undefined, { ProcessID: process, ThreadID: process }),
    element('Channel', CHANNEL),
    element('Computer', stringValue(record.computer)),
    element('Security'),
  ]);
}

function dataElement({ name, value }: EventDataItem): EvtxElement {
  return element('Data', stringValue(value), name === undefined ? {} : { Name: name });
}

/** Windows shows these texts for events of which it has no provider, such as forwarded events. */
function renderingInfoElement(record: EventRecord, rendering: Rendering): EvtxElement {
  const { locale } = rendering;
  return element(
    'RenderingInfo',
    [
      element('Message', stringValue(messageLines(record, rendering).join('\n'))),
      element('Level', stringValue(LEVEL_LABELS[record.level][locale])),
      element('Task', TASK_NAME),
      element('Opcode'),
      element('Channel', CHANNEL),
      element('Provider', stringValue(record.providerName)),
      element('Keywords', [element('Keyword', KEYWORD_NAMES[locale])]),
    ],
    { Culture: CULTURES[locale] },
  );
}

/**
 * Returns a record as an event of an .evtx file, with the same elements as `renderXml`. Only the
 * first 400 items of event data are included.
 */
export function evtxEvent(record: EventRecord, rendering: Rendering): EvtxEvent {
  const items = eventDataItems(record);
  const content = [
    systemElement(record),
    element('EventData', items.slice(0, MAX_DATA).map(dataElement)),
    renderingInfoElement(record, rendering),
  ];
  return {
    element: element('Event', content, { xmlns: EVENT_NAMESPACE }),
    timeCreated: record.timeCreated,
    isShortened: items.length > MAX_DATA,
  };
}
