import type { Instant } from '../time.ts';

/** How large a store has been, for telling that it shrank. */
export interface StoreSize {
  /** Where it lay: a store that is moved begins anew. */
  readonly path: string;
  /** Certificates in it, as last accepted. */
  readonly certificates: number;
  /** Since when it has been seen shrunk, and in how many passes; undefined while it is not. */
  readonly shrunk: { readonly since: Instant; readonly passes: number } | undefined;
}

/** What earlier passes knew and a look cannot show. Stored with the records, in the same transaction. */
export interface Memory {
  readonly storeSizes: ReadonlyMap<string, StoreSize>;
}

export const EMPTY_MEMORY: Memory = { storeSizes: new Map() };
