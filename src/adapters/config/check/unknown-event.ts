import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { quote } from '../quote.ts';

/** Returns the failure for an event ID that no event has, with the most similar ID. */
export function unknownEvent(id: string | number, knownIds: readonly string[]): Failure {
  const suggestion = findNearest(String(id), knownIds);
  return suggestion === undefined
    ? CONFIGURATION_FAILURES.event_unknown({ event: quote(id) })
    : CONFIGURATION_FAILURES.event_misspelled({ event: quote(id), suggestion });
}
