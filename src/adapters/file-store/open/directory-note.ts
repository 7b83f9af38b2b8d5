import type { Service, StoreNote } from '../../../domain/certificate/certificate.ts';
import type { Problem } from '../../../domain/failure/problem.ts';

/**
 * The content of a directory's note, the file `certificate.yaml`, which applies to all certificates
 * and CSRs in the directory. The object stays the same until the file changes.
 */
export interface DirectoryNote {
  /** The services in the note; without a note, or without services in it, those of the store. */
  readonly services: readonly Service[];
  /** True if the note lists its services. */
  readonly hasServices: boolean;
  /** The details of the last change by a command; undefined if no command wrote the note. */
  readonly note: StoreNote | undefined;
  /** Why the note cannot be read. */
  readonly problem: Problem | undefined;
}
