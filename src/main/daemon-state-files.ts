import { type Stats, statSync } from 'node:fs';
import type { Configuration } from '../adapters/config/configuration.ts';
import { ACCEPTED_FILE, renderAccepted } from '../adapters/config/show/render-accepted.ts';
import { ReaderCache } from '../adapters/file-store/cache/reader-cache.ts';
import { READING_FORMAT } from '../adapters/file-store/cache/reading-blob.ts';
import { readRightsOfProcess } from '../adapters/file-store/cache/reading-rights.ts';
import {
  openReaderCache,
  READER_CACHE_FILE,
  type SqliteReaderCache,
} from '../adapters/sqlite/cache/open-reader-cache.ts';
import { type OpenLedger, openLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import { holdStateDirectory } from '../adapters/sqlite/lock/hold-state-directory.ts';
import { writeStateText } from '../adapters/sqlite/lock/state-text.ts';
import { messageOf } from '../domain/message-of.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import type { DisposalStack } from './disposal-stack.ts';
import { VERSION } from './version.ts';

/** How long a stop waits until the reader's cache is saved, ms. */
const SAVE_TIMEOUT_MS = 1500;

const PROGRAM_FILE: Stats = statSync(new URL(import.meta.url));

/** Returns a text for everything that the result of reading depends on, except the file itself. */
function readerIdentity(): string {
  const { size, mtimeMs } = PROGRAM_FILE;
  return [VERSION, size, mtimeMs, READING_FORMAT, process.version, readRightsOfProcess()].join(' ');
}

/** The open files of the state directory, which this process has locked. */
export class DaemonStateFiles {
  readonly ledger: OpenLedger;
  /** The readings of certificate files that earlier processes stored. */
  readonly readings: ReaderCache;
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #diagnostics: Diagnostics;
  readonly #lock: Disposable;
  readonly #readerCache: SqliteReaderCache;

  /**
   * Locks the state directory and opens its files.
   * @param opened closes them if the start fails
   * @throws {AlreadyRunningError}
   * @throws {LedgerError}
   */
  constructor(directory: string, clock: Clock, diagnostics: Diagnostics, opened: DisposalStack) {
    this.#directory = directory;
    this.#clock = clock;
    this.#diagnostics = diagnostics;
    this.#lock = opened.use(holdStateDirectory(directory));
    this.ledger = opened.use(openLedger(directory, { earlierFiles: [ACCEPTED_FILE, READER_CACHE_FILE] }));
    this.#readerCache = opened.use(openReaderCache(directory, readerIdentity(), diagnostics));
    this.readings = new ReaderCache(this.#readerCache, diagnostics);
  }

  /** Stores an accepted configuration for commands, which need it if the file gets errors. */
  storeAccepted(accepted: Configuration): void {
    try {
      writeStateText(this.#directory, ACCEPTED_FILE, renderAccepted(accepted, this.#clock.now()));
    } catch (error) {
      const why = messageOf(error);
      this.#diagnostics.note('warning', `cannot store the accepted configuration for commands: ${why}`);
    }
  }

  /** Saves the readings of certificate files, for a limited time. */
  saveReadings(): Promise<void> {
    return this.readings.finish(SAVE_TIMEOUT_MS);
  }

  /** The steps that close the files and unlock the directory, in order. */
  get closingSteps(): readonly (readonly [doing: string, step: () => Promise<unknown>])[] {
    return [
      ['closing the reader’s cache', async () => this.#readerCache[Symbol.dispose]()],
      ['closing the event log', async () => this.ledger[Symbol.asyncDispose]()],
      ['freeing the state directory', async () => this.#lock[Symbol.dispose]()],
    ];
  }
}
