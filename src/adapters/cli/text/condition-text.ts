import type { Silence } from '../../../domain/alert/silence.ts';
import { hoursLeft } from '../../../domain/certificate/lifetime.ts';
import type { Condition } from '../../../domain/condition/condition.ts';
import { type Instant, SECOND } from '../../../domain/time.ts';
import { messageLines } from '../../../formats/event/message.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import type { OpenCounts } from './words.ts';

/** The parts of a condition that its text is made of. */
type Stated = Pick<Condition, 'eventId' | 'level' | 'parameters' | 'facts' | 'remedy'>;

/** How long is left, and how long it lies on disk already, was counted when it was told; here it is counted anew. */
function presentParameters(
  { eventId, parameters, facts }: Stated,
  rendering: Rendering,
  now: Instant,
): readonly string[] {
  const names = rendering.definitionOf(eventId)?.parameters ?? [];
  const { notAfter, onDiskSince } = facts;
  return parameters.map((value, index) => {
    if (names[index] === 'hoursLeft' && notAfter !== undefined)
      return String(Math.max(0, hoursLeft({ notAfter }, now)));
    if (names[index] !== 'secondsOnDisk' || onDiskSince === undefined) return value;
    return String(Math.max(0, Math.floor((now - onDiskSince) / SECOND)));
  });
}

/** What an open condition says now: its first sentence, and the commands that mend it, each on a line, all escaped. */
export function conditionText(
  condition: Stated,
  rendering: Rendering,
  now: Instant,
): { readonly sentence: string; readonly remedies: readonly string[] } {
  const parameters = presentParameters(condition, rendering, now);
  const record = { ...condition, parameters, timeCreated: now, providerName: '', version: 0, computer: '' };
  const [sentence] = messageLines({ ...record, conditionId: undefined, change: 'raised' }, rendering);
  return { sentence, remedies: condition.remedy.map(shellWords) };
}

/** How many of each level, and how many of all that a silence covers. */
export function countOpen(open: readonly Condition[], silenced: ReadonlyMap<string, Silence>): OpenCounts {
  const count = (level: Condition['level']): number => open.filter((condition) => condition.level === level).length;
  return {
    errors: count('Error'),
    warnings: count('Warning'),
    informations: count('Information'),
    silenced: open.filter(({ conditionId }) => silenced.has(conditionId)).length,
  };
}
