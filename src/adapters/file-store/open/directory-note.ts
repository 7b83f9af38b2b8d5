import type { Service, StoreNote } from '../../../domain/certificate/certificate.ts';
import type { Problem } from '../../../domain/problem.ts';

/**
 * The note of a directory, which applies to all its certificates. The object stays the same until
 * the note changes.
 */
export interface DirectoryNote {
  /** The services in the note, or by default those of the store. */
  readonly services: readonly Service[];
  /** True if the note lists its services. */
  readonly hasServices: boolean;
  readonly note: StoreNote | undefined;
  readonly problem: Problem | undefined;
}
