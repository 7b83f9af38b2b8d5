import type { Service, StoreNote } from '../../../domain/certificate/certificate.ts';
import type { Problem } from '../../../domain/problem.ts';

/** What holds for the certificates of one folder. The same object until its note changes. */
export interface DirectoryNote {
  /** What is written there; else the store's own. */
  readonly services: readonly Service[];
  readonly isWritten: boolean;
  readonly note: StoreNote | undefined;
  readonly problem: Problem | undefined;
}
