import type { ObjectData } from './event-data-groups.ts';

/** The kind of an object by which records can be searched. */
export type SearchKeyKind = 'connector' | 'thumbprint' | 'request';

/** Returns the objects that a record is about, each once, so that records can be found by them. */
export function searchKeysOf({
  connector,
  connectors = [],
  thumbprint,
  previousThumbprint,
  certificates = [],
  requestSha256,
}: ObjectData): readonly (readonly [SearchKeyKind, string])[] {
  const keysOfKind = (
    kind: SearchKeyKind,
    values: readonly (string | undefined)[],
  ): readonly (readonly [SearchKeyKind, string])[] =>
    [...new Set(values)].flatMap((value) => (value === undefined ? [] : [[kind, value] as const]));
  return [
    ...keysOfKind('connector', [connector, ...connectors]),
    ...keysOfKind('thumbprint', [thumbprint, previousThumbprint, ...certificates.map((named) => named.thumbprint)]),
    ...keysOfKind('request', [requestSha256]),
  ];
}
