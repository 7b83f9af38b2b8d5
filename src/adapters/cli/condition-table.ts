import type { Condition } from '../../domain/condition/condition.ts';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import type { Instant } from '../../domain/time.ts';
import { LEVEL_LABELS } from '../../formats/event/labels.ts';
import { conditionText } from './condition-text.ts';
import type { ScreenMeans } from './screen-means.ts';
import { textTable } from './text-table.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

function levelCell(level: EventLevel, { rendering, colors }: ScreenMeans): string {
  const label = LEVEL_LABELS[rendering.locale][level];
  if (level === 'Error') return colors.red(label);
  return level === 'Warning' ? colors.yellow(label) : label;
}

/** Open conditions as a table, worst first, each with what it says and what mends it. */
export function conditionTable(open: readonly Condition[], now: Instant, means: ScreenMeans): string {
  if (open.length === 0) return '';
  const { rendering } = means;
  const { column } = wordsOf(rendering.locale);
  const rows = open.flatMap((condition) => {
    const { sentence, remedies } = conditionText(condition, rendering, now);
    const since = localTime(condition.raisedAt, rendering.offsetMinutes);
    return [
      [since, String(condition.eventId), levelCell(condition.level, means), sentence],
      ...remedies.map((remedy) => ['', '', '', remedy]),
    ];
  });
  return textTable([[column.since, column.event, column.level, column.summary], ...rows]);
}
