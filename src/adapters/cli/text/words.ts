import type { LifetimeState } from '../../../domain/certificate/lifetime.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import type { Reason } from '../../../domain/problem.ts';
import type { ClientRejectionReason } from '../../../domain/selection/client-rejection.ts';
import type { RequiredName, UnusableFile } from '../../../domain/selection/selection.ts';

/** The number of open conditions by level. */
export interface OpenCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly informations: number;
  /** How many of these conditions are silenced. */
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
export type NoSelectionReason = 'noTls' | 'notEnabled' | 'noFile' | 'noClientCertificate' | 'onlyProbed';

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
  readonly noneSelected: string;
  /** Why a certificate that a server uses from its files is not usable. */
  readonly unsuitable: Readonly<Record<ClientRejectionReason, string>>;
  readonly none: string;
  /** The column headings. */
  readonly column: {
    readonly since: string;
    readonly event: string;
    readonly connector: string;
    readonly direction: string;
    readonly requiredName: string;
    readonly selected: string;
    readonly origin: string;
    readonly until: string;
    readonly timeLeft: string;
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
  readonly unverifiedChains: (count: number) => string;
  /** The selection is unknown because a store is unreadable. */
  readonly unknownSelection: string;
  /** Appended for a store that is unexpectedly empty. */
  readonly unexpectedlyEmpty: (store: string, since: string) => string;
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
  readonly configurationInvalid: string;
  /**
   * The configuration file is invalid, and the one that the daemon accepted at a time is used
   * instead.
   */
  readonly configurationAccepted: (error: string, time: string, check: string) => string;
  /** No daemon has stored any conditions. */
  readonly openConditionsUnknown: string;
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
    readonly notCreatedYet: (store: string) => string;
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
    readonly monitored: (connectors: number, certificates: number) => string;
    readonly nextExpiry: (until: string, timeLeft: string) => string;
    /**
     * The sentences from here to `unwritten` are about the issues of these kinds (`StatusIssue`).
     */
    readonly neverScanned: string;
    readonly stopped: (since: string) => string;
    readonly starting: (since: string) => string;
    readonly silent: (since: string) => string;
    readonly unstored: (since: string) => string;
    /** Without `since`, the daemon has not reported it. */
    readonly unreadable: (store: string, since: string | undefined, reason: Reason | undefined) => string;
    readonly undelivered: (notifier: string, since: string, reason: string, isDisabled: boolean) => string;
    readonly unwritten: (output: string, since: string, reason: string, pendingRecords: number) => string;
    readonly outputFailing: (since: string, reason: string, pendingRecords: number) => string;
    readonly noOtherProblem: string;
    readonly stores: string;
    readonly storeUnreadable: (store: string, since: string | undefined, reason: string) => string;
    readonly storeProblems: (count: number) => string;
    readonly filesOfConnectors: (count: number) => string;
    readonly filesUnreadable: (count: number) => string;
    readonly createdAtFirstStart: string;
    readonly storeUnconfirmed: (since: string) => string;
    readonly scannedByDaemon: (time: string) => string;
    /** The unreadable files are shown as the daemon last saw them. */
    readonly unreadableFilesScannedByDaemon: (time: string) => string;
    readonly notifiers: string;
    /** The label of failing log outputs. */
    readonly logs: string;
    readonly noNotifiers: string;
    readonly nothingSent: string;
    readonly interval: (duration: string) => string;
    readonly pendingDeliveries: (count: number, since: string) => string;
    readonly daemon: string;
    readonly scanned: (time: string) => string;
    readonly nextScan: (time: string) => string;
    readonly recordCount: (count: number) => string;
    readonly noDaemonScan: string;
  };
  readonly explain: {
    readonly titleSelects: (connector: string, direction: string, verdict: string) => string;
    readonly openEvent: (eventId: number, since: string) => string;
    readonly titleNoSelection: (connector: string, direction: string, reason: NoSelectionReason) => string;
    readonly offersTls: string;
    readonly requiredName: string;
    readonly searchedStores: string;
    readonly matchesName: string;
    readonly eligible: string;
    readonly nameFrom: Readonly<Record<RequiredName['from'], string>>;
    readonly ownTlsCertificateName: string;
    /** How a certificate is selected; follows the direction. */
    readonly byTlsCertificateName: string;
    readonly byConfiguredFiles: string;
    readonly onlyConfiguredFiles: string;
    readonly alsoSelected: string;
    readonly unusableFile: Readonly<Record<UnusableFile['reason'], (detail: string) => string>>;
    readonly noOrderOfFiles: string;
    readonly countOfTotal: (count: number, all: number) => string;
    /**
     * The number of further certificates with the name in stores that the connector does not
     * search.
     */
    readonly countInOtherStores: (count: number) => string;
    readonly noPersonalStore: string;
    readonly storeUnreadable: (store: string, reason: string) => string;
    readonly match: Readonly<Record<'exact' | 'wildcard' | 'other', string>>;
    readonly validUntil: (until: string) => string;
    readonly selected: string;
    readonly selectedExpired: string;
    readonly lastSeen: (time: string) => string;
    readonly nearestMissMark: string;
    readonly selectionOrder: string;
    readonly simulate: string;
    readonly evaluatedAt: string;
    readonly noneValid: string;
    readonly noSelectionNoEvent: string;
    readonly noSelectionOnlyServed: string;
  };
  readonly check: {
    readonly scannedNow: string;
    /** Appended for a store that does not exist yet. */
    readonly storeNotCreatedYet: (store: string) => string;
    readonly openConditions: (counts: OpenCounts, first: string) => string;
    readonly noOpenConditions: (connectors: number) => string;
    readonly allValid: (certificates: number) => string;
    readonly firstExpires: (name: string, timeLeft: string) => string;
    readonly expiredAgo: (name: string, ago: string, path: string) => string;
    readonly expiresIn: (name: string, timeLeft: string, path: string) => string;
    readonly notYetValid: (name: string, path: string) => string;
    readonly andOthers: (count: number) => string;
    readonly noCertificate: (paths: string) => string;
    readonly cannotRead: (location: string, reason: string, detail: string) => string;
    readonly limitsUnknown: (connector: string, others: number) => string;
    readonly timedOut: (duration: string) => string;
  };
  readonly config: {
    readonly valid: (file: string) => string;
    readonly warning: (text: string) => string;
    readonly written: (file: string) => string;
    readonly computerNotSet: string;
    readonly nextStep: string;
  };
  readonly overview: {
    readonly tagline: string;
    readonly openConditions: (counts: OpenCounts, since: string | undefined) => string;
    readonly noOpenConditions: string;
    readonly unknown: string;
    readonly neverScanned: string;
    readonly noConfiguration: string;
    readonly invalidConfiguration: (error: string) => string;
    readonly openConditionsUnknown: (error: string) => string;
    readonly view: string;
    readonly manage: string;
    readonly configure: string;
    readonly integrate: string;
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
