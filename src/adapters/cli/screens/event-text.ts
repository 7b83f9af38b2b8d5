import type { EventFormat } from '../../../domain/event/event-format.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { renderEvent } from '../../../formats/event/render-event.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { screenLine } from './screen-line.ts';

/**
 * Renders a record in a stream of records. The formats for people are wrapped at the width of the
 * terminal; JSON and XML are not.
 * @param width undefined: the output is not a terminal
 */
export function eventText(
  format: EventFormat,
  record: EventRecord,
  rendering: Rendering,
  width: number | undefined,
): string {
  const text = renderEvent(format, record, rendering);
  if (width === undefined || format === 'json' || format === 'xml') return text;
  const commands = record.remedy.map(shellWords);
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => screenLine(line, { width, commands })).join('');
}
