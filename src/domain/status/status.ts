import type { ConfiguredNotifier } from '../alert/configured-notifier.ts';
import type { NotifierHealth } from '../alert/notifier-health.ts';
import type { Silence } from '../alert/silence.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { LifetimeState } from '../certificate/lifetime.ts';
import type { Origin } from '../certificate/origin.ts';
import type { Condition } from '../condition/condition.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';
import type { Problem, Reason } from '../problem.ts';
import type { Command, Remedy } from '../remedy/remedy.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Selection } from '../selection/select-certificate.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { OutputHealth } from './output-health.ts';

/** What one look at a store came to. */
export type StoreState =
  | {
      readonly kind: 'read';
      readonly store: StoreDefinition;
      readonly certificates: number;
      readonly problems: readonly Problem[];
      /** Set where who asks may not read it, and the daemon could: when that was, and the count is the daemon's. */
      readonly seenByDaemonAt?: Instant;
      /** Since when it is empty and not believed to be: nothing is claimed about the names that it held. */
      readonly doubtedSince?: Instant;
      /** It is not there, and no daemon ever ran: the first start makes it. */
      readonly isUnmade?: true;
    }
  | { readonly kind: 'unreadable'; readonly store: StoreDefinition; readonly problem: Problem };

/** What a connector would present, and all that led to it. */
export interface Explanation {
  readonly connector: Connector;
  readonly selection: Selection;
  /** Origins of the certificates that the selection speaks of, by thumbprint. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Where it looked. */
  readonly stores: readonly StoreState[];
  /** The instant it is judged for. */
  readonly at: Instant;
  /** The open condition about this connector; undefined when there is none or no daemon has run. */
  readonly open: Condition | undefined;
  /** What ends it that it has nothing valid to present; undefined: it has, or nothing that can be said ends it. */
  readonly mending: Remedy | undefined;
  /** Where nothing ends it: what shows more of it. */
  readonly looks: readonly Command[];
  /** What it was last seen to present; undefined: it is not probed, or nobody has looked. */
  readonly served: ScanResult<readonly Endpoint[]> | undefined;
}

/** A certificate as it is listed. */
export interface ListedCertificate {
  readonly stored: StoredCertificate;
  readonly lifetimeState: LifetimeState | 'superseded';
  readonly origin: Origin;
  /** As Exchange names it. */
  readonly status: 'Valid' | 'DateInvalid' | 'Untrusted' | 'Invalid' | 'Unknown';
  /** Names of the connectors that use it; undefined: that was not asked. */
  readonly selectedBy: readonly string[] | undefined;
}

/** A notifier, and how telling it goes. */
export interface ListedNotifier {
  readonly notifier: ConfiguredNotifier;
  readonly health: NotifierHealth;
}

/** Why it cannot be said that all is right. */
export type StatusIssue =
  | { readonly kind: 'never-scanned' }
  /** No daemon runs; since its last pass. */
  | { readonly kind: 'stopped'; readonly since: Instant }
  | { readonly kind: 'silent'; readonly since: Instant }
  /**
   * The daemon is running but cannot store data, usually because the disk is full. No condition is
   * raised or cleared, and no alert is sent.
   */
  | { readonly kind: 'unstored'; readonly since: Instant }
  /** Without `since`: not readable for whoever asks, in this look; the daemon holds nothing against it. */
  | { readonly kind: 'unreadable'; readonly store: string; readonly since: Instant | undefined }
  /** Servers were not probed since a change of what their certificates are judged by was seen; without `since`: never. */
  | { readonly kind: 'unproven'; readonly connectors: readonly string[]; readonly since: Instant | undefined }
  /**
   * Servers with an address that was never probed successfully, and that are not reported as
   * unreachable yet.
   */
  | { readonly kind: 'unanswered'; readonly connectors: readonly string[] }
  /** A fault of level Warning or above that this command sees and the daemon has not reported. */
  | {
      readonly kind: 'unscanned';
      readonly finding: Pick<Condition, 'eventId' | 'level' | 'subject' | 'parameters' | 'facts' | 'remedy'>;
    }
  /** Connectors that the daemon has not scanned, usually because it was not reloaded. */
  | { readonly kind: 'unloaded'; readonly connectors: readonly string[] }
  /** Alerts do not reach a notifier. */
  | {
      readonly kind: 'untold';
      readonly notifier: string;
      readonly since: Instant;
      readonly reason: Reason;
      /** Nothing is tried before the configuration is loaded again. */
      readonly isDisabled: boolean;
    }
  /** Records do not reach a log output. */
  | {
      readonly kind: 'unwritten';
      readonly output: string;
      readonly since: Instant;
      readonly reason: Reason;
      /** How many records wait for it. */
      readonly waiting: number;
    };

/** Is everything all right? The one value that command line and page render. */
export interface Status {
  readonly computer: string;
  readonly now: Instant;
  /** all-right only when everything could be seen, nothing of Warning or above is open, whoever is to be told can be, and what is logged is written. */
  readonly verdict: 'all-right' | 'not-all-right' | 'not-sure';
  readonly doubts: readonly StatusIssue[];
  /** Worst first, then oldest first. */
  readonly open: readonly Condition[];
  /** By condition: the silence that covers it now. It is open all the same. */
  readonly silenced: ReadonlyMap<string, Silence>;
  readonly connectors: readonly Explanation[];
  readonly stores: readonly StoreState[];
  /**
   * Set if the account of the command may not read everything: the end of the daemon's scan that is
   * used instead.
   */
  readonly observedAt?: Instant | undefined;
  /** Who is told, in the order of the configuration. */
  readonly notifiers: readonly ListedNotifier[];
  /** Where the event log is written to, as the daemon has it. */
  readonly outputs: readonly OutputHealth[];
  /** What the daemon left in its ledger; undefined when none ever ran here. */
  readonly daemon:
    | {
        readonly startedAt: Instant;
        readonly endedAt: Instant;
        readonly nextAt: Instant | undefined;
        /** When it last stored a heartbeat; left out: never. */
        readonly storedAt?: Instant;
        readonly records: number;
      }
    | undefined;
}
