import type { LifetimeState } from '../../../domain/certificate/lifetime.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import type { ClientRejectionReason } from '../../../domain/selection/client-rejection.ts';
import type { RequiredName, UnusableFile } from '../../../domain/selection/select-certificate.ts';

/** The number of open conditions by level. */
export interface OpenCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly informations: number;
  /** The silenced ones among them. */
  readonly silenced: number;
}

/** The counts of a scan. */
export interface ScanCounts {
  readonly certificates: number;
  readonly stores: number;
  readonly unreadable: number;
  /** The files that connectors name. */
  readonly files: number;
  readonly unreadableFiles: number;
  readonly connectors: number;
  readonly milliseconds: number;
  readonly events: number;
}

/** The reasons why a connector has no certificate to select. */
export type Unresolvable = 'noTls' | 'notEnabled' | 'noFile' | 'noClientCertificate' | 'onlyProbed';

/** The texts of screens, in one language. Times, names and durations are formatted. */
export interface Words {
  readonly direction: Readonly<Record<Connector['direction'], string>>;
  readonly origin: Readonly<Record<Origin, string>>;
  /** Replaces the thumbprint of a certificate that is not issued yet. */
  readonly notIssued: string;
  readonly lifetime: Readonly<Record<LifetimeState | 'superseded', string>>;
  /** The state of a CSR. */
  readonly pendingRequest: string;
  readonly yes: string;
  readonly no: string;
  readonly nothing: string;
  /** Why a certificate that a server uses from its files is not usable. */
  readonly stillPresented: Readonly<Record<ClientRejectionReason, string>>;
  readonly none: string;
  /** The column headings. */
  readonly column: {
    readonly since: string;
    readonly event: string;
    readonly connector: string;
    readonly direction: string;
    readonly requiredName: string;
    readonly presents: string;
    readonly origin: string;
    readonly until: string;
    readonly left: string;
    readonly thumbprint: string;
    readonly services: string;
    readonly state: string;
    readonly names: string;
    readonly usedBy: string;
    readonly file: string;
    readonly level: string;
    readonly summary: string;
  };
  readonly ago: (duration: string) => string;
  readonly more: (count: number) => string;
  /** The number of certificates whose chain was not checked completely. */
  readonly notFollowed: (count: number) => string;
  /** The selection is unknown because a store is unreadable. */
  readonly unknown: string;
  /** Appended for a store that is unexpectedly empty. */
  readonly unconfirmed: (store: string, since: string) => string;
  readonly noTls: string;
  readonly noClientCertificate: string;
  readonly onlyProbed: string;
  readonly notEnabled: string;
  /** A discovered server offers TLS, but its certificate file is unknown. */
  readonly noFile: string;
  readonly expired: string;
  readonly counts: (counts: OpenCounts) => string;
  readonly nothingOpen: string;
  /** Follows the first error if only the event log is used. */
  readonly configurationFaulty: string;
  /**
   * The configuration file is faulty, and the one that the daemon accepted at a time is used
   * instead.
   */
  readonly configurationAccepted: (error: string, time: string, check: string) => string;
  /** No daemon has stored any conditions. */
  readonly openUnknown: string;
  readonly noConnectors: string;
  readonly scan: {
    readonly summary: (counts: ScanCounts) => string;
    readonly problem: (location: string, reason: string, detail: string) => string;
    /** Added to the line of the first block with a problem. */
    readonly furtherBlocks: (count: number) => string;
    /** In place of the lines of further files with the same reason. */
    readonly furtherProblems: (count: number, reason: string) => string;
    /** Files that look like certificates and are not read; the first ones are named. */
    readonly notRead: (store: string, count: number, named: readonly string[]) => string;
    readonly unreadable: (store: string, path: string, reason: string, detail: string) => string;
    readonly unmade: (store: string) => string;
  };
  readonly events: {
    readonly noneMatch: string;
  };
  readonly status: {
    readonly ok: string;
    readonly problem: string;
    readonly unknown: string;
    /** Joins the parts of one line. */
    readonly join: (parts: readonly string[]) => string;
    readonly calm: (connectors: number, certificates: number) => string;
    readonly nothingExpiresBefore: (until: string, left: string) => string;
    readonly neverScanned: string;
    readonly stopped: (since: string) => string;
    readonly starting: (since: string) => string;
    readonly silent: (since: string) => string;
    readonly unstored: (since: string) => string;
    readonly unreadable: (store: string, since: string | undefined) => string;
    readonly undelivered: (notifier: string, since: string, reason: string, isDisabled: boolean) => string;
    readonly unwritten: (output: string, since: string, reason: string, waiting: number) => string;
    readonly outputFails: (since: string, reason: string, waiting: number) => string;
    readonly restIsWell: string;
    readonly stores: string;
    readonly storeUnreadable: (store: string, since: string | undefined, reason: string) => string;
    readonly storeProblems: (count: number) => string;
    readonly filesOfConnectors: (count: number) => string;
    readonly filesUnreadable: (count: number) => string;
    readonly unmade: string;
    readonly storeUnconfirmed: (since: string) => string;
    readonly seenByDaemon: (at: string) => string;
    /** The unreadable files are shown as the daemon last saw them. */
    readonly observed: (at: string) => string;
    readonly notifiers: string;
    /** The label of failing log outputs. */
    readonly logs: string;
    readonly noNotifiers: string;
    readonly nothingSent: string;
    readonly every: (duration: string) => string;
    readonly waiting: (count: number, since: string) => string;
    readonly daemon: string;
    readonly scanned: (at: string) => string;
    readonly next: (at: string) => string;
    readonly records: (count: number) => string;
    readonly noDaemon: string;
  };
  readonly explain: {
    readonly wouldPresent: (connector: string, direction: string, what: string) => string;
    readonly open: (eventId: number, since: string) => string;
    readonly notLookedUp: (connector: string, direction: string, why: Unresolvable) => string;
    readonly offersTls: string;
    readonly requiredName: string;
    readonly searchedStores: string;
    readonly carryTheName: string;
    readonly eligible: string;
    readonly nameFrom: Readonly<Record<RequiredName['from'], string>>;
    readonly itsTlsCertificateName: string;
    /** How a certificate is selected; follows the direction. */
    readonly byTlsCertificateName: string;
    readonly byFile: string;
    readonly nowhereElse: string;
    readonly alsoSelected: string;
    readonly unusableFile: Readonly<Record<UnusableFile['reason'], (detail: string) => string>>;
    readonly orderOfFiles: string;
    readonly of: (count: number, all: number) => string;
    /**
     * The number of further certificates with the name in stores that the connector does not
     * search.
     */
    readonly elsewhere: (count: number) => string;
    readonly personalNone: string;
    readonly storeUnreadable: (store: string, reason: string) => string;
    readonly match: Readonly<Record<'exact' | 'wildcard' | 'other', string>>;
    readonly to: (until: string) => string;
    readonly presented: string;
    readonly presentedExpired: string;
    readonly lastSeen: (at: string) => string;
    readonly nearest: string;
    readonly order: string;
    readonly simulate: string;
    readonly judged: string;
    readonly nothingValid: string;
    readonly nothingLookedUp: string;
    readonly nothingSelected: string;
  };
  readonly check: {
    readonly scannedNow: string;
    /** Appended for a store that does not exist yet. */
    readonly isUnmade: (store: string) => string;
    readonly openHere: (counts: OpenCounts, first: string) => string;
    readonly allPresent: (connectors: number) => string;
    readonly allValid: (certificates: number) => string;
    readonly firstExpires: (name: string, left: string) => string;
    readonly expiredAgo: (name: string, ago: string, path: string) => string;
    readonly expiresIn: (name: string, left: string, path: string) => string;
    readonly notYetValid: (name: string, path: string) => string;
    readonly andOthers: (count: number) => string;
    readonly noCertificate: (paths: string) => string;
    readonly cannotRead: (place: string, reason: string, detail: string) => string;
    readonly limitsUnknown: (connector: string, others: number) => string;
    readonly timedOut: (after: string) => string;
  };
  readonly config: {
    readonly good: (file: string) => string;
    readonly warning: (what: string) => string;
    readonly written: (file: string) => string;
    readonly computerOpen: string;
    readonly next: string;
  };
  readonly orientation: {
    readonly tagline: string;
    readonly open: (counts: OpenCounts, since: string | undefined) => string;
    readonly nothingOpen: string;
    readonly unknown: string;
    readonly notRunning: string;
    readonly noConfiguration: string;
    readonly faultyConfiguration: (error: string) => string;
    readonly cannotSay: (why: string) => string;
    readonly view: string;
    readonly act: string;
    readonly setUp: string;
    readonly plugIn: string;
    readonly about: Readonly<
      Record<
        | 'scan'
        | 'status'
        | 'events'
        | 'certificates'
        | 'explain'
        | 'conditions'
        | 'renew'
        | 'silence'
        | 'notifiers'
        | 'testNotifier'
        | 'init'
        | 'check'
        | 'run'
        | 'nagios'
        | 'metrics',
        string
      >
    >;
    readonly help: string;
  };
}
