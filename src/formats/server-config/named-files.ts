import type { PemKinds } from './pem-kinds.ts';

/** The files that a server presents its certificates from. */
export interface NamedFiles {
  /** Absolute; each begins with a leaf, or is to. */
  readonly certificateFiles: readonly [string, ...string[]];
  /** Absolute; left out where the settings do not show them. */
  readonly keyFiles?: readonly string[];
}

/** Whether among the leaves of these files there are an RSA and an ECDSA certificate: then a server has one for each client. */
export function areOfTwoKinds(
  { certificateFiles }: Pick<NamedFiles, 'certificateFiles'>,
  kindsOf: (path: string) => PemKinds | undefined,
): boolean {
  return new Set(certificateFiles.flatMap((path) => [...(kindsOf(path)?.leafKeyTypes ?? [])])).size > 1;
}

/** Two servers, or two names of one, present the same: so written, they do. */
export function describeFiles({ certificateFiles, keyFiles = [] }: NamedFiles): string {
  return [...certificateFiles, '', ...keyFiles].join('\n');
}
