import type { FoundInventory } from '../../../domain/connector/found-inventory.ts';
import type { ConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import type { ExportFile } from '../../../work/ports/outputs.ts';
import type { ReportProgress } from '../../../work/ports/progress.ts';
import type { Clock } from '../../../work/ports/system.ts';
import type { Session, SessionOptions } from './session.ts';

/** The result of `config init`. */
export interface InitResult {
  /** The servers found on this host; the new file contains them. */
  readonly found: readonly FoundInventory[];
  /**
   * The line of the file where the name of the computer must be added, because it is unknown;
   * undefined: nothing must be added.
   */
  readonly computerLine: number | undefined;
}

/** The options of `config init`. */
export interface InitOptions {
  /** The path of an export file of an Exchange server. */
  readonly exchangeExport?: string;
  /** True: the file has a store named My, in which certificates can be created. */
  readonly personalStore?: boolean;
  /** The language of the comments in the file. */
  readonly locale: Locale;
  /** Receives the progress of discovery; left out: progress is not shown. */
  readonly reportProgress?: ReportProgress | undefined;
}

/**
 * The external dependencies of the command line. `main` composes them; tests replace single
 * members.
 */
export interface CommandLineDependencies {
  readonly version: string;
  /** The version of the running Node, for example 22.13.0. */
  readonly nodeVersion: string;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** The source of answers to questions; mailcertd asks only if it is a terminal. */
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** The account that runs the command: its name, or `uid 1000` if it has no name. */
  readonly account: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The clock for relative times in output, and for progress. */
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  /** Aborted by SIGINT after `catchInterrupt`, or when the reader of stdout has closed it. */
  readonly signal: AbortSignal;
  /**
   * Before this call, SIGINT ends the process. After it, the first SIGINT aborts `signal`, and the
   * second one ends the process.
   */
  catchInterrupt(): void;
  /** Calls `clear` when SIGINT, SIGTERM or SIGHUP arrives, before it ends the process; until disposed. */
  beforeSignalEnds(clear: () => void): Disposable;
  /**
   * Opens a session with the configuration.
   * @throws {ConfigurationError} with every error in the file
   * @throws {UsageError} if there is no configuration file, and `options` contains no store path and
   * does not allow a missing file
   */
  open(options: SessionOptions, locale: Locale | undefined): Promise<Session>;
  /**
   * Opens a file for an export. `path` is absolute; `replaces` is true if an existing file may be
   * replaced. A file in `stateDirectory` is refused.
   * @throws {ExportError}
   */
  openExportFile(target: {
    readonly path: string;
    readonly replaces: boolean;
    readonly stateDirectory: string;
  }): Promise<ExportFile>;
  readonly configuration: {
    /** Returns the path of the configuration file; the file may be missing. */
    locate(config: string | undefined): string;
    /** Returns every error (empty: the file is valid) and every warning. */
    check(
      file: string,
    ): Promise<{ readonly errors: readonly ConfigurationIssue[]; readonly warnings: readonly ConfigurationIssue[] }>;
    /**
     * Returns the configuration of the file, with all defaults, as YAML.
     * @param locale the language of the comments
     * @throws {ConfigurationError}
     */
    show(file: string, locale: Locale): Promise<string>;
    /** Returns the JSON Schema of the configuration. */
    schema(): Promise<string>;
    /**
     * Writes a first configuration with the servers found on this host.
     * @throws {UsageError} if the file exists
     */
    init(file: string, options: InitOptions, signal: AbortSignal): Promise<InitResult>;
  };
  /**
   * Runs the daemon until it receives a stop signal.
   * @throws {MailcertdError} if it cannot start
   */
  run(options: {
    readonly config: string | undefined;
    readonly locale: Locale | undefined;
    /** -1 with `--quiet`, otherwise the number of `-v`. */
    readonly verbosity: number;
  }): Promise<void>;
  /** Creates the sample store under ./var/demo and runs the daemon on it. */
  demo(): Promise<void>;
}
