import type { Silence } from '../../../domain/alert/silence.ts';
import { hoursUntilExpiry } from '../../../domain/certificate/lifetime.ts';
import type { Condition } from '../../../domain/condition/condition.ts';
import { type Instant, SECOND } from '../../../domain/time.ts';
import { messageLines } from '../../../formats/event/message.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import type { OpenCounts } from './condition-phrases.ts';

/** The parts of a condition that its text uses. */
type ConditionParts = Pick<Condition, 'eventId' | 'level' | 'parameters' | 'facts' | 'remedy'>;

/**
 * Returns the message of an open condition as of now, and its fixes, one command each. Both are
 * escaped.
 */
export function conditionText(
  condition: ConditionParts,
  rendering: Rendering,
  now: Instant,
): { readonly sentence: string; readonly remedies: readonly string[] } {
  const parameters = currentParameters(condition, rendering, now);
  // The message uses no other field of a record.
  const record = { ...condition, parameters, timeCreated: now, providerName: '', version: 0, computer: '' };
  const [sentence] = messageLines({ ...record, conditionId: undefined, change: 'raised' }, rendering);
  return { sentence, remedies: condition.remedy.map(shellWords) };
}

/**
 * Returns the parameters as of now: the stored remaining time and time on disk are those of the
 * record, so both are computed again.
 */
function currentParameters(
  { eventId, parameters, facts }: ConditionParts,
  rendering: Rendering,
  now: Instant,
): readonly string[] {
  const names = rendering.definitionOf(eventId)?.parameters ?? [];
  const { notAfter, onDiskSince } = facts;
  return parameters.map((value, index) => {
    if (names[index] === 'hoursLeft' && notAfter !== undefined)
      return String(Math.max(0, hoursUntilExpiry({ notAfter }, now)));
    if (names[index] !== 'secondsOnDisk' || onDiskSince === undefined) return value;
    return String(Math.max(0, Math.floor((now - onDiskSince) / SECOND)));
  });
}

/** Returns the number of open conditions by level, and how many of them are silenced. */
export function countOpen(open: readonly Condition[], silenced: ReadonlyMap<string, Silence>): OpenCounts {
  const count = (level: Condition['level']): number => open.filter((condition) => condition.level === level).length;
  return {
    errors: count('Error'),
    warnings: count('Warning'),
    informations: count('Information'),
    silenced: open.filter(({ conditionId }) => silenced.has(conditionId)).length,
  };
}
