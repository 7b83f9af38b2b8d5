import type { EventRecord } from '../../domain/event/event-record.ts';
import { factTexts } from './fact-texts.ts';

/** One `Data` element of Event XML. */
export interface EventDataItem {
  /** Left out: a positional parameter. */
  readonly name?: string;
  /** Not escaped. */
  readonly value: string;
}

/** Returns the name of a fact in the event data: `notAfter` is `NotAfter`. */
export function dataName(fact: string): string {
  return fact.charAt(0).toUpperCase() + fact.slice(1);
}

/**
 * Returns the event data of a record, in the order of output. The positional parameters are first,
 * without names. Then follow the fields of mailcertd by name: instants in ISO 8601, lists and remedy
 * commands as JSON.
 */
export function eventDataItems(record: EventRecord): readonly EventDataItem[] {
  const { parameters, change, conditionId, facts, remedy } = record;
  return [
    ...parameters.map((value) => ({ value })),
    { name: 'Change', value: change },
    ...(conditionId === undefined ? [] : [{ name: 'ConditionId', value: conditionId }]),
    ...factTexts(facts).map(({ name, value }) => ({
      name: dataName(name),
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    ...remedy.map((argv) => ({ name: 'Remedy', value: JSON.stringify(argv) })),
  ];
}
