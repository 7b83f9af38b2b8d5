import type { EventContent, EventType } from '../../../src/domain/event/event-definition.ts';
import type { Localization } from '../../../src/domain/event/localization.ts';
import { completeFacts } from './complete-facts.ts';

/**
 * Returns all lines of an event in one language: the first line, the others, and the effect. Missing
 * facts that the event requires are added.
 */
export function eventLines(
  event: EventType,
  content: EventContent,
  localization: Localization,
): readonly [string, ...string[]] {
  const { firstLine, lines, effect } = event.describe(
    { ...content, facts: completeFacts(event.eventId, content.facts) },
    localization,
  );
  return [firstLine, ...lines, ...(effect === undefined ? [] : [effect])];
}
