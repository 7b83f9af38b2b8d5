import type { EventRecord } from '../../domain/event/event-record.ts';
import { CSV_HEADER, renderCsv } from './csv.ts';
import { renderJson } from './json.ts';
import type { Rendering } from './rendering.ts';
import { EVENT_NAMESPACE, renderXml } from './xml.ts';

/** The format of a list of events as one text. */
export type EventListFormat = 'xml' | 'csv' | 'json';

/** The parts of a list of events as one text. */
export interface EventListLayout {
  readonly start: string;
  readonly render: (record: EventRecord, rendering: Rendering) => string;
  readonly end: string;
}

/**
 * The layout of each format: one `Events` document of Event XML, CSV with a header row, and one JSON
 * object per line.
 */
export const EVENT_LISTS: Readonly<Record<EventListFormat, EventListLayout>> = {
  xml: {
    start: `<?xml version="1.0" encoding="UTF-8"?>\n<Events xmlns='${EVENT_NAMESPACE}'>\n`,
    render: (record, rendering) => `${renderXml(record, rendering)}\n`,
    end: '</Events>\n',
  },
  csv: { start: CSV_HEADER, render: renderCsv, end: '' },
  json: { start: '', render: (record, rendering) => `${renderJson(record, rendering)}\n`, end: '' },
};
