import type { Facts } from './facts.ts';

/** What records are asked for by. */
export type SubjectKind = 'connector' | 'thumbprint' | 'request';

/** What a record can be asked for by, beside its own columns: each pair once. */
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
