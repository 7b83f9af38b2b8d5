import type { EventFormat } from '../../domain/event/event-format.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { renderClassic } from './classic.ts';
import { renderJson } from './json.ts';
import { renderLine } from './line.ts';
import type { Rendering } from './rendering.ts';
import { renderXml } from './xml.ts';

const RENDER: Readonly<Record<EventFormat, (record: EventRecord, rendering: Rendering) => string>> = {
  classic: (record, rendering) => `${renderClassic(record, rendering)}\n`,
  line: renderLine,
  json: renderJson,
  xml: renderXml,
};

/**
 * Renders a record in a stream of records. It ends with a line end; an empty line separates classic
 * blocks.
 */
export function renderEvent(format: EventFormat, record: EventRecord, rendering: Rendering): string {
  return `${RENDER[format](record, rendering)}\n`;
}
