import type { Silence } from '../../../domain/alert/silence.ts';
import type { Condition } from '../../../domain/condition/condition.ts';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import { LEVEL_LABELS } from '../../../domain/event/labels.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { conditionText } from '../text/condition-text.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { silenceEnd } from './silence-table.ts';
import { commandCell, textTable } from './text-table.ts';

/**
 * Returns the table of open conditions, worst first, each with its message, its fix and the silence
 * that matches it.
 */
export function conditionTable(
  open: readonly Condition[],
  silenced: ReadonlyMap<string, Silence>,
  now: Instant,
  context: ScreenContext,
): string {
  if (open.length === 0) return '';
  const { rendering } = context;
  const { column } = inLanguage(TABLE_PHRASES, rendering.locale);
  const rows = open.flatMap((condition) => {
    const { sentence, remedies } = conditionText(condition, rendering, now);
    const silence = silenced.get(condition.conditionId);
    const silenceLines = silence === undefined ? [] : [context.colors.dim(silenceLine(silence, context))];
    const since = localTime(condition.raisedAt, rendering.offsetMinutes);
    return [
      [since, String(condition.eventId), levelCell(condition.level, context), sentence],
      ...[...remedies.map(commandCell), ...silenceLines].map((line) => ['', '', '', line]),
    ];
  });
  return textTable([[column.since, column.event, column.level, column.summary], ...rows], context);
}

/** Returns who silenced a condition, until when and why. */
function silenceLine(silence: Silence, context: ScreenContext): string {
  const words = inLanguage(DELIVERY_PHRASES, context.rendering.locale);
  return words.silenced(silenceEnd(silence, context), visible(silence.createdBy), visible(silence.reason));
}

function levelCell(level: EventLevel, { rendering, colors }: ScreenContext): string {
  const label = LEVEL_LABELS[level][rendering.locale];
  if (level === 'Error') return colors.red(label);
  return level === 'Warning' ? colors.yellow(label) : label;
}
