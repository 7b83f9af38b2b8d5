import type { Match } from '../../../domain/alert/match.ts';
import type { Silence } from '../../../domain/alert/silence.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ListedSilence } from '../../../work/operations/notification-operations.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { conditionText } from '../text/condition-text.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { textTable } from './text-table.ts';

/** Returns when a silence ends; undefined: when all conditions that it matches are resolved. */
export function silenceEnd({ endsAt }: Silence, { rendering }: Pick<ScreenContext, 'rendering'>): string | undefined {
  return endsAt === undefined ? undefined : localTime(endsAt, rendering.offsetMinutes);
}

/**
 * Returns the table of silences: filters, author, reason and, in further lines, the open conditions
 * that they match.
 */
export function silenceTable(listed: readonly ListedSilence[], now: Instant, context: ScreenContext): string {
  if (listed.length === 0) return '';
  const words = inLanguage(DELIVERY_PHRASES, context.rendering.locale);
  const { column } = words;
  const rows = listed.flatMap(({ silence, hasEnded, coveredConditions }) => {
    const conditionLines = coveredConditions.map((condition) =>
      words.matchedCondition(condition.eventId, conditionText(condition, context.rendering, now).sentence),
    );
    const until = hasEnded ? words.hasEnded : (silenceEnd(silence, context) ?? words.untilCleared);
    const linesBelow = conditionLines.length > 0 ? conditionLines : [words.matchesNone];
    return [
      [
        visible(silence.silenceId),
        until,
        visible(silence.createdBy),
        visible(silence.reason),
        matchText(silence.match),
      ],
      ...(hasEnded ? [] : linesBelow).map((line) => ['', '', '', '', line]),
    ];
  });
  return textTable([[column.id, column.until, column.by, column.reason, column.matches], ...rows], context);
}

/** Returns the filters of a silence as command-line options. */
function matchText({ ids, levels, connectors, stores, thumbprints, names }: Match): string {
  const options: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['--id', ids && [ids.join(',')]],
    ['--level', levels],
    ['--connector', connectors],
    ['--store', stores],
    ['--thumbprint', thumbprints],
    ['--name', names],
  ];
  return shellWords(options.flatMap(([option, values = []]) => values.flatMap((value) => [option, value])));
}
