import type { Profile } from '../../../domain/assessment/settings.ts';
import type { ExpiringSettings } from '../../../domain/certificate/lifetime.ts';
import type { ProxySettings } from '../../../domain/certificate/suitability.ts';
import type { FoundInventory } from '../../../domain/connector/found-inventory.ts';
import type { ConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { ConnectorOperations } from '../../../work/operations/connector-operations.ts';
import type { NotificationOperations } from '../../../work/operations/notification-operations.ts';
import type { QueryOperations } from '../../../work/operations/query-operations.ts';
import type { StateOperations } from '../../../work/operations/state-operations.ts';
import type { StoreOperations } from '../../../work/operations/store-operations.ts';
import type { ReportProgress } from '../../../work/ports/progress.ts';

/** The options of a session: the configuration, and what happens if it is invalid or missing. */
export interface SessionOptions {
  /** `--config`; undefined: $MAILCERTD_CONFIG, then /etc/mailcertd/mailcertd.yaml. */
  readonly config: string | undefined;
  /** Paths or globs to scan instead of the configured stores; empty: the configured stores. */
  readonly stores: readonly string[];
  /**
   * The replacement for an invalid file, for a command that changes nothing.
   * - accepted: the configuration that the daemon last accepted; without one, an error
   * - accepted-or-log-settings: the configuration that the daemon last accepted, or else the parts
   *   of the file that reading the event log requires
   * - undefined: an invalid file is an error
   */
  readonly ifInvalid?: 'accepted' | 'accepted-or-log-settings';
  /** True for commands that also work without a configuration. */
  readonly worksWithoutFile?: boolean;
  /** True: the session scans once, so the file states that detect changes need not be read. */
  readonly scansOnce?: boolean;
  /** Receives the progress of scans and probes; left out: progress is not shown. */
  readonly reportProgress?: ReportProgress | undefined;
}

/** The operations and settings that a command can use after its configuration is read. */
export interface Session extends AsyncDisposable {
  /** Scans, and queries of the stores, the status and the event log. */
  readonly operations: QueryOperations;
  /** Changes of the personal store, and exports. */
  readonly storeChanges: StoreOperations;
  /** Backups of the state. */
  readonly state: StateOperations;
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
  /** The errors in an invalid file; left out: the file is valid. */
  readonly errors?: readonly ConfigurationIssue[];
  /**
   * When the daemon accepted the configuration that replaces the invalid file; left out: the file
   * itself is used.
   */
  readonly acceptedAt?: Instant;
  /** The directory of the event log; it may not exist. */
  readonly stateDirectory: string;
  /** The FQDN of this computer. */
  readonly fqdn: string;
  /**
   * Which untrusted certificates the Internet-facing Client Access server accepts when it proxies.
   */
  readonly proxy: ProxySettings;
  /** How long before its expiry a certificate is expiring. */
  readonly expiresSoon: ExpiringSettings;
  /** The version of Exchange whose rules and letters apply. */
  readonly profile: Profile;
  /**
   * The command that starts mailcertd with this configuration; suggested commands begin with it.
   */
  readonly command: readonly [string, ...string[]];
}
