import type { Silence } from '../../domain/alert/silence.ts';
import type { Condition } from '../../domain/condition/condition.ts';

/** Returns an open condition as JSON, with the ID of the silence that covers it. */
export function conditionDocument(condition: Condition, silence: Silence | undefined): object {
  return { ...condition, silencedBy: silence?.silenceId };
}
