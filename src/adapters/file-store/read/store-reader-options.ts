import type { Failure } from '../../../domain/failure/failure.ts';
import type { ReportProgress } from '../../../work/ports/progress.ts';
import type { ReaderCache } from '../cache/reader-cache.ts';
import type { StartReadingThread } from '../cache/reading-thread.ts';
import type { NamedKeys } from '../keys/named-keys.ts';
import type { OpeningBudget } from '../open/opening-budget.ts';

/** The options and dependencies of a `StoreReader`. */
export interface StoreReaderOptions {
  /** The maximum number of directory entries. A store with more is not read. */
  readonly maxFiles: number;
  /**
   * The age from which the times of a file show every further change, ms. A file that changed later
   * is read by every scan.
   */
  readonly minReliableAgeMs: number;
  /**
   * True if another scan may follow, which compares the states of files to read only changed files.
   * If false, most files are read without a stat call.
   */
  readonly willRescan: boolean;
  /** The names of the accounts that must be able to read private keys. Root is ignored. */
  readonly keyAccounts: Iterable<string>;
  /** The private keys in files that connectors name. Undefined: keys are only in the store. */
  readonly namedKeys: NamedKeys | undefined;
  /** Returns whether an entry is ignored. Hidden entries are always ignored. */
  readonly isIgnored: (path: string) => boolean;
  /** Starts a thread that reads files. Undefined: the main thread reads all files. */
  readonly startThread: StartReadingThread | undefined;
  /** Receives how many files are read, and their number after the search; left out: not needed. */
  readonly reportProgress?: ReportProgress | undefined;
  /** Reports a warning; called once per problem. */
  readonly warn: (message: Failure) => void;
  /** The limits for opening encrypted files, shared by all stores. */
  readonly budget: OpeningBudget;
  /** Stores the contents of files for the next process. Undefined: nothing is stored. */
  readonly readerCache: ReaderCache | undefined;
}
