import type { EventRecord } from '../../domain/event/event-record.ts';
import { replaceInvisible } from '../terminal/visible.ts';
import { messageLines } from './message.ts';
import { renderInstants } from './render-instants.ts';
import type { Rendering } from './rendering.ts';
import { CHANNEL, KEYWORD_NAMES, TASK_NAME } from './windows-fields.ts';

/**
 * Escapes a character for JSON, so that terminals do not interpret it. The value stays the same.
 */
export function escapeInJson(codePoint: number): string {
  return Array.from(
    { length: codePoint > 0xffff ? 2 : 1 },
    (_, index) => `\\u${String.fromCodePoint(codePoint).charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/**
 * Returns a record with the field names of the Elastic Common Schema. Under `winlog` are the fields
 * that log shippers use for Windows events, and under `mailcertd` all other fields of a record.
 * Values are not escaped; times are in ISO 8601.
 * @see https://www.elastic.co/docs/reference/ecs/ecs-field-reference
 */
export function eventDocument(record: EventRecord, rendering: Rendering): object {
  const { eventId, providerName, level, computer, parameters, processId } = record;
  return {
    '@timestamp': new Date(record.timeCreated).toISOString(),
    event: { code: String(eventId), provider: providerName, kind: 'event' },
    log: { level: level.toLowerCase() },
    host: { name: computer },
    message: messageLines(record, rendering).join('\n'),
    winlog: {
      event_id: eventId,
      provider_name: providerName,
      channel: CHANNEL,
      record_id: record.eventRecordId,
      computer_name: computer,
      task: TASK_NAME,
      version: record.version,
      keywords: [KEYWORD_NAMES.en],
      process: { pid: processId },
      event_data: Object.fromEntries(parameters.map((parameter, index) => [`param${index + 1}`, parameter])),
    },
    mailcertd: {
      change: record.change,
      condition_id: record.conditionId,
      facts: renderInstants(record.facts),
      remedy: record.remedy,
    },
  };
}

/** Renders a record as one line of JSON. */
export function renderJson(record: EventRecord, rendering: Rendering): string {
  return replaceInvisible(JSON.stringify(eventDocument(record, rendering)), escapeInJson);
}
