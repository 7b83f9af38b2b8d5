import type { OpenedStore } from '../walk/open-directory.ts';
import type { FileOwner } from './durable-files.ts';

/** The personal store (the only store that mailcertd writes to), opened for a change. */
export interface WritableStore extends OpenedStore {
  /** The owner of the store's directory, who owns all written files. */
  readonly owner: FileOwner;
}
