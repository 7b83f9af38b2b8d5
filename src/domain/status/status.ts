import type { ConfiguredNotifier } from '../alert/configured-notifier.ts';
import type { NotifierHealth } from '../alert/notifier-health.ts';
import type { Silence } from '../alert/silence.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { LifetimeState } from '../certificate/lifetime.ts';
import type { Origin } from '../certificate/origin.ts';
import type { Condition } from '../condition/condition.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';
import type { Problem, Reason } from '../failure/problem.ts';
import type { Command, Remedy } from '../remedy/remedy.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Selection } from '../selection/selection.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { OutputHealth } from './output-health.ts';

/** The result of scanning one store. */
export type StoreState =
  | {
      readonly kind: 'read';
      readonly store: StoreDefinition;
      /** Number of certificates in the store. */
      readonly certificates: number;
      /**
       * For a file that a connector names: how many of its certificates are also in another store,
       * so that a total counts them once. Left out: none.
       */
      readonly repeated?: number;
      readonly problems: readonly Problem[];
      /**
       * Set if the account of the command cannot read the store: time of the daemon's scan, from
       * which this state is.
       */
      readonly seenByDaemonAt?: Instant;
      /**
       * Since when the store has been unexpectedly empty. Until a later scan confirms this, nothing
       * is reported about the names that the store contained.
       */
      readonly unconfirmedSince?: Instant;
      /**
       * Set if the store does not exist because no daemon has run yet; the first start creates it.
       */
      readonly isUnmade?: true;
    }
  | { readonly kind: 'unreadable'; readonly store: StoreDefinition; readonly problem: Problem };

/** The selection for a connector, with the data that explain it. */
export interface Explanation {
  readonly connector: Connector;
  readonly selection: Selection;
  /** Origins of the certificates in the selection, by thumbprint. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** The stores that were searched. */
  readonly stores: readonly StoreState[];
  /** The instant for which the selection was made. */
  readonly at: Instant;
  /** The open condition about this connector; undefined: none, or no daemon has run. */
  readonly open: Condition | undefined;
  /** The fix, if no valid certificate is selected and the fix is known. */
  readonly remedy: Remedy | undefined;
  /** Commands that show more about a problem without a known fix. */
  readonly diagnostics: readonly Command[];
  /** The last probe result; undefined: the connector is not probed, or no probe was made yet. */
  readonly served: ScanResult<readonly Endpoint[]> | undefined;
}

/** A certificate in a list. */
export interface ListedCertificate {
  readonly stored: StoredCertificate;
  readonly lifetimeState: LifetimeState | 'superseded';
  readonly origin: Origin;
  /** The status names of Exchange. */
  readonly status: 'Valid' | 'DateInvalid' | 'Untrusted' | 'Invalid' | 'Unknown';
  /** Names of the connectors that use it; undefined: not computed. */
  readonly selectedBy: readonly string[] | undefined;
}

/** A notifier and its delivery status. */
export interface ListedNotifier {
  readonly notifier: ConfiguredNotifier;
  readonly health: NotifierHealth;
}

/** A reason why the status is unknown. */
export type StatusIssue =
  /** No scan is stored: no daemon has scanned on this host. */
  | { readonly kind: 'never-scanned' }
  /** No daemon is running; `since`: its last scan. */
  | { readonly kind: 'stopped'; readonly since: Instant }
  /** The daemon has started and has not stored a scan yet. */
  | { readonly kind: 'starting'; readonly since: Instant }
  /** The daemon is running, but its next scan is overdue; `since`: its last scan. */
  | { readonly kind: 'silent'; readonly since: Instant }
  /**
   * The daemon is running but cannot store data, usually because the disk is full. No condition is
   * raised or cleared, and no alert is sent.
   */
  | { readonly kind: 'unstored'; readonly since: Instant }
  /**
   * A store cannot be read. `since`: when the daemon reported it. Without `since`, only this
   * command cannot read the store, for the `reason`.
   */
  | {
      readonly kind: 'unreadable';
      readonly store: string;
      /** The file that a connector names, and its key files; left out for other stores. */
      readonly files?: readonly string[];
      readonly since: Instant | undefined;
      readonly reason?: Reason;
    }
  /**
   * Servers that were not probed since a change of their files or settings. `since`: the change; if
   * it is undefined, they were never probed.
   */
  | { readonly kind: 'unproven'; readonly connectors: readonly string[]; readonly since: Instant | undefined }
  /**
   * Servers with an address that was never probed successfully, and that are not reported as
   * unreachable yet.
   */
  | { readonly kind: 'unanswered'; readonly connectors: readonly string[] }
  /**
   * A problem of level Warning or above that this command has found and the daemon has not
   * reported.
   */
  | {
      readonly kind: 'unscanned';
      readonly finding: Pick<Condition, 'eventId' | 'level' | 'subject' | 'parameters' | 'facts' | 'remedy'>;
    }
  /** Connectors that the daemon has not scanned, usually because it was not reloaded. */
  | { readonly kind: 'unloaded'; readonly connectors: readonly string[] }
  /** Alerts do not reach a notifier. */
  | {
      readonly kind: 'undelivered';
      readonly notifier: string;
      readonly since: Instant;
      readonly reason: Reason;
      /** True if nothing is sent until the configuration is reloaded. */
      readonly isDisabled: boolean;
    }
  /** Records are not written to a log output. */
  | {
      readonly kind: 'unwritten';
      readonly output: string;
      readonly since: Instant;
      readonly reason: Reason;
      /** Number of records that it has not written yet. */
      readonly waiting: number;
    };

/** The overall status, which command line, status page and metrics render. */
export interface Status {
  readonly computer: string;
  readonly now: Instant;
  /**
   * `ok` requires:
   * - all stores, settings and servers are available
   * - no condition of level Warning or above is open
   * - alerts reach all notifiers, and records all log outputs
   */
  readonly verdict: 'ok' | 'problem' | 'unknown';
  readonly issues: readonly StatusIssue[];
  /** Worst first, then oldest first. */
  readonly open: readonly Condition[];
  /** By condition ID: the active silence that covers it. The condition is open nevertheless. */
  readonly silenced: ReadonlyMap<string, Silence>;
  readonly connectors: readonly Explanation[];
  readonly stores: readonly StoreState[];
  /**
   * Set if the account of the command cannot read everything: end of the daemon's scan, whose
   * results are used instead.
   */
  readonly observedAt?: Instant | undefined;
  /** In the order of the configuration. */
  readonly notifiers: readonly ListedNotifier[];
  /** The log outputs of the daemon. */
  readonly outputs: readonly OutputHealth[];
  /** The stored state of the daemon; undefined: no daemon has run on this host. */
  readonly daemon:
    | {
        readonly startedAt: Instant;
        readonly endedAt: Instant;
        readonly nextAt: Instant | undefined;
        /** Time of its last stored heartbeat; left out: none. */
        readonly storedAt?: Instant;
        readonly records: number;
      }
    | undefined;
}
