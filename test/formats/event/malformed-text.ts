import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import type { Reason } from '../../../src/domain/failure/problem.ts';
import { problemOfWords } from '../../../src/domain/failure/problem-of-failure.ts';
import type { Parsed } from '../../../src/formats/parsed.ts';

/** Returns the problem of a text that is no record. */
export function malformedText(detail: string, reason: Reason = 'record_malformed'): Parsed<EventRecord> {
  return { kind: 'problem', problem: problemOfWords(reason, '', detail) };
}
