import type { Profile } from '../../../domain/assessment/settings.ts';
import type { ExpiringSettings } from '../../../domain/certificate/lifetime.ts';
import type { ProxySettings } from '../../../domain/certificate/suitability.ts';
import type { FoundInventory } from '../../../domain/connector/found-inventory.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { ConfigurationIssue } from '../../../work/errors.ts';
import type { ConnectorOperations } from '../../../work/operations/connector-operations.ts';
import type { NotificationOperations } from '../../../work/operations/notification-operations.ts';
import type { QueryOperations } from '../../../work/operations/query-operations.ts';
import type { StoreOperations } from '../../../work/operations/store-operations.ts';

/** The configuration file, and the paths that replace its stores. */
export interface SessionOptions {
  /** `--config`; undefined: $MAILCERTD_CONFIG, then /etc/mailcertd/mailcertd.yaml. */
  readonly config: string | undefined;
  /** Paths or globs to scan instead of the configured stores; empty: the configured stores. */
  readonly stores: readonly string[];
  /**
   * The replacement for an invalid file, for a command that changes nothing. `accepted`: the
   * configuration that the daemon last accepted. `log`: the same, or else the parts of the file
   * that reading the event log requires. Left out: an invalid file is an error.
   */
  readonly ifInvalid?: 'accepted' | 'log';
  /** True for commands that also work without a configuration. */
  readonly worksWithoutFile?: boolean;
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
  readonly storeChanges: StoreOperations;
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
  /** The errors in an invalid file that was opened anyway; left out: the file has none. */
  readonly errors?: readonly ConfigurationIssue[];
  /**
   * When the daemon accepted the configuration that replaces the invalid file; left out: the file
   * is used.
   */
  readonly acceptedAt?: Instant;
  /** The FQDN of this computer. */
  readonly fqdn: string;
  readonly proxy: ProxySettings;
  readonly expiresSoon: ExpiringSettings;
  readonly profile: Profile;
  /**
   * The command that starts mailcertd with this configuration; suggested commands begin with it.
   */
  readonly command: readonly [string, ...string[]];
}
