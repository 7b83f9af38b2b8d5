import type { EventContent, EventType } from '../../../src/domain/event/event-definition.ts';
import type { Localization } from '../../../src/domain/event/localization.ts';

/** Returns all lines of an event in one language: the first line, the others, and the effect. */
export function eventLines(
  event: EventType,
  content: EventContent,
  localization: Localization,
): readonly [string, ...string[]] {
  const { firstLine, lines, effect } = event.describe(content, localization);
  return [firstLine, ...lines, ...(effect === undefined ? [] : [effect])];
}
