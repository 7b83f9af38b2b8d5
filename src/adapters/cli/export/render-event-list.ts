import type { EventRecord } from '../../../domain/event/event-record.ts';
import { EVENT_LISTS, type EventListFormat } from '../../../formats/event/event-list.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';

/** Yields records as the parts of one text, record by record. */
export async function* renderEventList(
  records: AsyncIterable<EventRecord>,
  format: EventListFormat,
  rendering: Rendering,
): AsyncGenerator<string, void> {
  const { start, render, end } = EVENT_LISTS[format];
  yield start;
  for await (const record of records) yield render(record, rendering);
  yield end;
}
