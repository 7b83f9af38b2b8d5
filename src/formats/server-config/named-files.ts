/** The files that a server presents its certificates from. */
export interface NamedFiles {
  /** Absolute; each begins with a leaf, or is to. */
  readonly certificateFiles: readonly [string, ...string[]];
  /** Absolute; left out where the settings do not show them. */
  readonly keyFiles?: readonly string[];
}

/** Two servers, or two names of one, present the same: so written, they do. */
export function describeFiles({ certificateFiles, keyFiles = [] }: NamedFiles): string {
  return [...certificateFiles, '', ...keyFiles].join('\n');
}
