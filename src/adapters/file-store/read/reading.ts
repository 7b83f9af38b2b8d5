import type { FileIdentity } from '../walk/file-identity.ts';
import type { FileSource } from '../walk/source.ts';

/** What reading one file came to. */
export interface Reading {
  readonly source: FileSource;
  /** The state in which the file was read, or a later one where nobody asked then; undefined: it was not, for a reason that may pass without a trace in its state. */
  readonly identity: FileIdentity | undefined;
  /** Whether more than one name leads to the file, or may. */
  readonly isLinked: boolean;
}
