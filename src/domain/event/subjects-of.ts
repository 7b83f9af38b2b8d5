import type { Facts } from './facts.ts';

/** Kind of object by which records can be searched. */
export type SubjectKind = 'connector' | 'thumbprint' | 'request';

/** Returns the objects by which a record can be searched, each once, in addition to its columns. */
export function subjectsOf({
  connector,
  connectors = [],
  thumbprint,
  previousThumbprint,
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
    ...each('thumbprint', [thumbprint, previousThumbprint, ...certificates.map((named) => named.thumbprint)]),
    ...each('request', [requestSha256]),
  ];
}
