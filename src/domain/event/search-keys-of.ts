import type { Facts } from './facts.ts';

/** The kind of an object by which records can be searched. */
export type SearchKeyKind = 'connector' | 'thumbprint' | 'request';

/**
 * Returns the objects that a record is about, each once. Records can be searched by them and by
 * their columns.
 */
export function searchKeysOf({
  connector,
  connectors = [],
  thumbprint,
  previousThumbprint,
  certificates = [],
  requestSha256,
}: Facts): readonly (readonly [SearchKeyKind, string])[] {
  const subjectsOfKind = (
    kind: SearchKeyKind,
    values: readonly (string | undefined)[],
  ): readonly (readonly [SearchKeyKind, string])[] =>
    [...new Set(values)].flatMap((value) => (value === undefined ? [] : [[kind, value] as const]));
  return [
    ...subjectsOfKind('connector', [connector, ...connectors]),
    ...subjectsOfKind('thumbprint', [thumbprint, previousThumbprint, ...certificates.map((named) => named.thumbprint)]),
    ...subjectsOfKind('request', [requestSha256]),
  ];
}
