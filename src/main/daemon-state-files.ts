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
import { writeStateText } from '../adapters/sqlite/lock/state-text.ts';
import { causeOf } from '../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../domain/failure/failure.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import type { DisposalStack } from './disposal-stack.ts';
import { lockStateDirectory } from './lock-state-directory.ts';
import { VERSION } from './version.ts';

/** The maximum time that a stop waits until the certificate cache is saved, ms. */
const SAVE_TIMEOUT_MS = 1500;

const PROGRAM_FILE: Stats = statSync(new URL(import.meta.url));

/**
 * Identifies the version and the rights with which this process reads certificate files. The cache
 * of an earlier process with another identity is discarded.
 */
function readerIdentity(): string {
  const { size, mtimeMs } = PROGRAM_FILE;
  return [VERSION, size, mtimeMs, READING_FORMAT, process.version, readRightsOfProcess()].join(' ');
}

/** The open files of the state directory, which this process has locked. */
export class DaemonStateFiles {
  readonly ledger: OpenLedger;
  /**
   * The parsed contents of certificate files, in memory. Also contains those of earlier processes.
   */
  readonly certificateCache: ReaderCache;
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #diagnostics: Diagnostics;
  readonly #lock: Disposable;
  readonly #certificateCacheFile: SqliteReaderCache;

  /**
   * Locks the state directory and opens its files.
   * @param disposeOnFailure the files are added to it, and it closes them if the start fails; after
   * the start, `closingSteps` closes them
   * @throws {AlreadyRunningError}
   * @throws {LedgerError}
   */
  constructor(directory: string, clock: Clock, diagnostics: Diagnostics, disposeOnFailure: DisposalStack) {
    this.#directory = directory;
    this.#clock = clock;
    this.#diagnostics = diagnostics;
    this.#lock = disposeOnFailure.use(lockStateDirectory(directory));
    // If one of these files exists without an event log, the event log was lost.
    this.ledger = disposeOnFailure.use(
      openLedger(directory, {
        earlierFiles: [ACCEPTED_FILE, READER_CACHE_FILE],
        onLongCheck: (size) =>
          diagnostics.note('info', DIAGNOSTIC_FAILURES.checking_event_log({ megabytes: Math.round(size / 1_000_000) })),
      }),
    );
    this.#certificateCacheFile = disposeOnFailure.use(openReaderCache(directory, readerIdentity(), diagnostics));
    this.certificateCache = new ReaderCache(this.#certificateCacheFile, diagnostics);
  }

  /** Stores an accepted configuration. Commands use it while the configuration file has errors. */
  storeAcceptedConfiguration(accepted: Configuration): void {
    try {
      writeStateText(this.#directory, ACCEPTED_FILE, renderAccepted(accepted, this.#clock.now()));
    } catch (error) {
      this.#diagnostics.note('warning', DIAGNOSTIC_FAILURES.accepted_file_not_stored({ cause: causeOf(error) }));
    }
  }

  /** Saves the certificate cache. Resolves early if that takes too long. */
  saveCertificateCache(): Promise<void> {
    return this.certificateCache.finish(SAVE_TIMEOUT_MS);
  }

  /** The steps of a stop that close the files and unlock the directory, in order. */
  get closingSteps(): readonly (readonly [activity: Failure, step: () => Promise<unknown>])[] {
    return [
      [DIAGNOSTIC_FAILURES.closing_certificate_cache, async () => this.#certificateCacheFile[Symbol.dispose]()],
      [DIAGNOSTIC_FAILURES.closing_event_log, async () => this.ledger[Symbol.asyncDispose]()],
      [DIAGNOSTIC_FAILURES.unlocking_state_directory, async () => this.#lock[Symbol.dispose]()],
    ];
  }
}
