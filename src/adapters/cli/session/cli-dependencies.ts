import type { Profile } from '../../../domain/assessment/settings.ts';
import type { SoonWindow } from '../../../domain/certificate/lifetime.ts';
import type { ProxySettings } from '../../../domain/certificate/suitability.ts';
import type { FoundInventory } from '../../../domain/connector/found-inventory.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { ConfigurationIssue } from '../../../work/errors.ts';
import type { ConnectorOperations } from '../../../work/operations/connector-operations.ts';
import type { NotificationOperations } from '../../../work/operations/notification-operations.ts';
import type { QueryOperations } from '../../../work/operations/query-operations.ts';
import type { StoreOperations } from '../../../work/operations/store-operations.ts';
import type { Clock } from '../../../work/ports/system.ts';

/** The configuration file, and the paths that replace its stores. */
export interface Selected {
  /** `--config`; undefined: $MAILCERTD_CONFIG, then /etc/mailcertd/mailcertd.yaml. */
  readonly config: string | undefined;
  /** Paths or globs to scan instead of the configured stores; empty: the configured stores. */
  readonly stores: readonly string[];
  /**
   * The replacement for a faulty file, for a command that changes nothing. `accepted`: the
   * configuration that the daemon last accepted. `log`: the same, or else the parts of the file
   * that reading the event log requires. Left out: a faulty file is an error.
   */
  readonly evenIfFaulty?: 'accepted' | 'log';
  /** True for commands that also work without a configuration. */
  readonly evenWithout?: boolean;
  /**
   * True for a single question about file contents. File states are then not recorded, because no
   * second scan compares them.
   */
  readonly contentOnly?: boolean;
}

/** The operations of a command after its configuration is read. */
export interface Session extends AsyncDisposable {
  readonly operations: QueryOperations;
  /** The changes of the personal store. */
  readonly orders: StoreOperations;
  /** Probes and reloads. */
  readonly connectors: ConnectorOperations;
  /**
   * Discovers servers and certificates on this host; the configuration is ignored.
   * @param exchangeExport the export file of an Exchange server, which replaces the configured one
   */
  discover(exchangeExport: string | undefined, signal: AbortSignal): Promise<readonly FoundInventory[]>;
  /** Notifiers, deliveries and silences. */
  readonly notifications: NotificationOperations;
  /**
   * The language, time zone and help link of the configuration; `--locale` overrides its language.
   */
  readonly rendering: Rendering;
  /** The configuration file in use; undefined: no file, only paths. */
  readonly file: string | undefined;
  /** The errors in a faulty file that was opened anyway; left out: the file has none. */
  readonly errors?: readonly ConfigurationIssue[];
  /**
   * When the daemon accepted the configuration that replaces the faulty file; left out: the file is
   * used.
   */
  readonly acceptedAt?: Instant;
  /** The FQDN of this computer. */
  readonly fqdn: string;
  readonly proxy: ProxySettings;
  readonly expiresSoon: SoonWindow;
  readonly profile: Profile;
  /**
   * The command that starts mailcertd with this configuration; suggested commands begin with it.
   */
  readonly command: readonly [string, ...string[]];
}

/** The result of `config init`. */
export interface Initialised {
  /** The servers found on this host; the new file contains them. */
  readonly found: readonly FoundInventory[];
  /**
   * The line where the computer's name must be added before the file is valid; undefined: the file
   * is complete.
   */
  readonly computerLine: number | undefined;
}

/** The options of `config init`. */
export interface InitOptions {
  /** The path of an export file of an Exchange server. */
  readonly exchangeExport?: string;
  /** True adds a store named My, in which certificates are issued. */
  readonly personalStore?: boolean;
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
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** The source of answers to questions; mailcertd asks only if it is a terminal. */
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** The account that runs the command: its name, or `uid 1000` if it has no name. */
  readonly account: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The clock for relative times in output. */
  readonly clock: Pick<Clock, 'now'>;
  /** Aborted by SIGINT after `catchInterrupt`, or when the reader of stdout has closed it. */
  readonly signal: AbortSignal;
  /** Makes SIGINT abort `signal` once. Until then SIGINT ends the process. */
  catchInterrupt(): void;
  /**
   * Opens a session with the configuration.
   * @throws {ConfigurationError} with every error in the file
   * @throws {UsageError} if there is neither a configuration nor a path
   */
  open(selected: Selected, locale: Locale | undefined): Promise<Session>;
  readonly configuration: {
    /** Returns the path of the configuration file; the file may be missing. */
    locate(config: string | undefined): string;
    /** Returns every error (empty: the file is valid) and every warning. */
    check(
      file: string,
    ): Promise<{ readonly errors: readonly ConfigurationIssue[]; readonly warnings: readonly ConfigurationIssue[] }>;
    /**
     * Returns the effective configuration as YAML.
     * @throws {ConfigurationError}
     */
    show(file: string): Promise<string>;
    /** Returns the JSON Schema of the configuration. */
    schema(): Promise<string>;
    /**
     * Writes a first configuration with the servers found on this host.
     * @throws {UsageError} if the file exists
     */
    init(file: string, options: InitOptions, signal: AbortSignal): Promise<Initialised>;
  };
  /**
   * Runs the daemon until it receives a stop signal.
   * @throws {MailcertdError} if it cannot start
   */
  run(options: {
    readonly config: string | undefined;
    readonly locale: Locale | undefined;
    readonly verbosity: number;
  }): Promise<void>;
  /** Creates the sample store under ./var/demo and runs the daemon on it. */
  demo(): Promise<void>;
}
