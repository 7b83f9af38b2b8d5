import type { ReaderCache } from '../cache/reader-cache.ts';
import type { StartReadingThread } from '../cache/reading-thread.ts';
import type { NamedKeys } from '../keys/named-keys.ts';
import type { OpeningBudget } from '../open/opening-budget.ts';

/** The options and dependencies of a `StoreReader`. */
export interface StoreReaderOptions {
  /** The maximum number of entries. A larger store is not read. */
  readonly maxFiles: number;
  /**
   * A file modified less than this ago is read again, because its times may not show another
   * change, ms.
   */
  readonly settlesAfterMs: number;
  /**
   * True if another scan may follow, which reads only changes. If false, states are not compared,
   * and most files are read without a stat call.
   */
  readonly willRescan: boolean;
  /** The accounts that open private keys. Root is ignored. */
  readonly keyAccounts: Iterable<string>;
  /** The private keys that connectors name, if any. */
  readonly namedKeys: NamedKeys | undefined;
  /** Returns whether an entry is ignored. Hidden entries are always ignored. */
  readonly isIgnored: (path: string) => boolean;
  /** Starts the reading thread. Without it, the main thread reads all files. */
  readonly startThread: StartReadingThread | undefined;
  /** Reports a warning, once. */
  readonly warn: (message: string) => void;
  /** Iterations of key derivation for all stores of a scan. */
  readonly budget: OpeningBudget;
  /** Stores readings for the next process. Without it, nothing is stored. */
  readonly readerCache: ReaderCache | undefined;
}
