import type { NewEventRecord } from '../../domain/event/event-record.ts';
import type { Facts } from '../../domain/event/facts.ts';

/** What records are asked for by. */
export type SubjectKind = 'connector' | 'thumbprint' | 'request';

/** What a record can be asked for by, beside its own columns: the rows of event_subject, each pair once. */
export function subjectsOf({
  connector,
  connectors = [],
  thumbprint,
  thumbprintBefore,
  certificates = [],
  requestSha256,
}: Facts): readonly (readonly [SubjectKind, string])[] {
  const each = (
    kind: SubjectKind,
    values: readonly (string | undefined)[],
  ): readonly (readonly [SubjectKind, string])[] =>
    [...new Set(values)].flatMap((value) => (value === undefined ? [] : [[kind, value] as const]));
  return [
    ...each('connector', [connector, ...connectors]),
    ...each('thumbprint', [thumbprint, thumbprintBefore, ...certificates.map((named) => named.thumbprint)]),
    ...each('request', [requestSha256]),
  ];
}

/** The subjects of one commit, gathered: a row stored beside the one before it costs half of one stored anywhere. */
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
