import type { NewEventRecord } from '../../../domain/event/event-record.ts';
import { type SubjectKind, subjectsOf } from '../../../domain/event/subjects-of.ts';

/** The subjects of one commit, gathered as rows of event_subject: a row stored beside the one before it costs half of one stored anywhere. */
export class SubjectGroups {
  readonly #groups = new Map<SubjectKind, Map<string, number[]>>();

  add({ facts }: NewEventRecord, eventRecordId: number): void {
    for (const [kind, value] of subjectsOf(facts)) {
      const ofKind = this.#groups.get(kind) ?? new Map<string, number[]>();
      this.#groups.set(kind, ofKind);
      const ids = ofKind.get(value);
      if (ids === undefined) ofKind.set(value, [eventRecordId]);
      else ids.push(eventRecordId);
    }
  }

  /** By kind and value, as the table is ordered; ids ascend. */
  *inOrder(): Generator<readonly [SubjectKind, string, readonly number[]]> {
    for (const [kind, ofKind] of [...this.#groups].sort(byName))
      for (const [value, ids] of [...ofKind].sort(byName)) yield [kind, value, ids];
  }
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
