import type { Profile } from '../../domain/assessment/settings.ts';
import type { SoonWindow } from '../../domain/certificate/lifetime.ts';
import type { ProxySettings } from '../../domain/certificate/suitability.ts';
import type { FoundInventory } from '../../domain/connector/found-inventory.ts';
import type { Locale } from '../../domain/event/event-definition.ts';
import type { Instant } from '../../domain/time.ts';
import type { Rendering } from '../../formats/event/rendering.ts';
import type { ConfigurationFault } from '../../work/errors.ts';
import type {
  ConnectorOperations,
  NotificationOperations,
  Operations,
  StoreOperations,
} from '../../work/operations.ts';
import type { Clock } from '../../work/ports/system.ts';

/** Which configuration, and which paths instead of its stores. */
export interface Selected {
  /** `--config`; undefined: $MAILCERTD_CONFIG, then /etc/mailcertd/mailcertd.yaml. */
  readonly config: string | undefined;
  /** Paths or globs to look at in place of the configured stores; empty: the configured ones. */
  readonly stores: readonly string[];
  /**
   * The replacement for a faulty file, for a command that changes nothing. `accepted`: the
   * configuration that the daemon last accepted. `log`: the same, or else the parts of the file
   * that reading the event log requires. Left out: a faulty file is an error.
   */
  readonly evenIfFaulty?: 'accepted' | 'log';
  /** For what a host without a configuration can be asked as well. */
  readonly evenWithout?: boolean;
  /** For a question about what stands in files alone, which is asked once: their states are not asked for. */
  readonly contentAlone?: boolean;
}

/** What a command works with once its configuration is read. */
export interface Session extends AsyncDisposable {
  readonly operations: Operations;
  /** What changes the personal store. */
  readonly orders: StoreOperations;
  /** What speaks to servers, and has them reload. */
  readonly connectors: ConnectorOperations;
  /**
   * Looks at all that can be found on this host by itself, whatever the configuration says.
   * @param exchangeExport what an Exchange server exported, in place of the configured file
   */
  discover(exchangeExport: string | undefined, signal: AbortSignal): Promise<readonly FoundInventory[]>;
  /** Who is told of what. */
  readonly telling: NotificationOperations;
  /** The configuration's language, clock and help line; `--locale` comes before it. */
  readonly rendering: Rendering;
  /** The configuration file in force; undefined: there is none, and the paths alone count. */
  readonly file: string | undefined;
  /** What is wrong with that file, where it was opened all the same. Left out: nothing is. */
  readonly faults?: readonly ConfigurationFault[];
  /**
   * When the daemon accepted the configuration that replaces the faulty file; left out: the file is
   * used.
   */
  readonly acceptedAt?: Instant;
  /** The computer's. */
  readonly fqdn: string;
  readonly proxy: ProxySettings;
  readonly expiresSoon: SoonWindow;
  readonly profile: Profile;
  /** How mailcertd is called for this configuration: the commands that screens suggest begin with it. */
  readonly command: readonly [string, ...string[]];
}

/** What came of writing a first configuration. */
export interface Initialised {
  /** What was found on this host, and stands in it. */
  readonly found: readonly FoundInventory[];
  /** The line in which the computer's name is to be written before the file can be used; undefined: nothing is missing. */
  readonly computerLine: number | undefined;
}

/** What a first configuration is written for. */
export interface InitOptions {
  /** What an Exchange server exported. */
  readonly exchangeExport?: string;
  /** Adds a store named My, in which certificates are issued. */
  readonly personalStore?: boolean;
}

/** What the command line needs from outside. Composed in main; replaced piece by piece in tests. */
export interface CommandLineDependencies {
  readonly version: string;
  /** The running Node: 22.13.0. */
  readonly nodeVersion: string;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Where answers to questions come from: asked only where it is a terminal. */
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Who runs this: the name of the account, or `uid 1000` where it has none. */
  readonly account: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For times that are written as so long ago. */
  readonly clock: Pick<Clock, 'now'>;
  /** Aborted by SIGINT after `catchInterrupt`, or when the reader of stdout has closed it. */
  readonly signal: AbortSignal;
  /** Makes SIGINT abort `signal` once. Until then SIGINT ends the process. */
  catchInterrupt(): void;
  /**
   * @throws {ConfigurationError} with every fault.
   * @throws {UsageError} when there is neither a configuration nor a path.
   */
  open(selected: Selected, locale: Locale | undefined): Promise<Session>;
  readonly configuration: {
    /** The file that would be used; it need not exist. */
    locate(config: string | undefined): string;
    /** Every fault, none when it can be used; then what would better be written otherwise. */
    check(
      file: string,
    ): Promise<{ readonly faults: readonly ConfigurationFault[]; readonly warnings: readonly ConfigurationFault[] }>;
    /** The effective configuration, YAML. @throws {ConfigurationError} */
    show(file: string): Promise<string>;
    /** JSON Schema. */
    schema(): Promise<string>;
    /**
     * Writes a first configuration from what is found on this host.
     * @throws {UsageError} when the file exists.
     */
    init(file: string, options: InitOptions, signal: AbortSignal): Promise<Initialised>;
  };
  /** Runs the daemon until it is told to stop. @throws {MailcertdError} when it could not start. */
  run(options: {
    readonly config: string | undefined;
    readonly locale: Locale | undefined;
    readonly verbosity: number;
  }): Promise<void>;
  /** Makes the sample store under ./var/demo and runs the daemon on it. */
  demo(): Promise<void>;
}
