import { definitionOf } from '../../domain/event/catalog/all.ts';
import { EVENT_VERSION } from '../../domain/event/event-definition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { RECORD_FAILURES } from '../../domain/failure/record-failures.ts';

/** The fields that the text of a record or of a condition is made of. */
export type Described = Pick<EventRecord, 'eventId' | 'version' | 'parameters' | 'facts'>;

/**
 * Returns why the text of a record would have holes; undefined if it has all that its event needs,
 * or is of an event that this version does not know. A newer version may have added parameters.
 */
export function incompletenessOf({ eventId, version, parameters, facts }: Described): Failure | undefined {
  const event = definitionOf(eventId);
  if (event === undefined) return undefined;
  const { length: expected } = event.parameters;
  const { length: found } = parameters;
  const isTooLong = found > expected && version <= EVENT_VERSION;
  if (found < event.requiredParameterCount || isTooLong)
    return RECORD_FAILURES.record_parameter_count_wrong({ expected, found });
  const missing = event.requiredFacts.find((name) => !Object.hasOwn(facts, name));
  return missing === undefined ? undefined : RECORD_FAILURES.record_fact_missing({ name: missing });
}
