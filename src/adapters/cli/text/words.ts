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

/** The numbers in the summary of a scan. */
export interface ScanCounts {
  readonly certificates: number;
  readonly stores: number;
  readonly unreadableStores: number;
  /** The files that connectors name, each counted once. */
  readonly files: number;
  readonly unreadableFiles: number;
  readonly connectors: number;
  readonly milliseconds: number;
  /** The number of findings. */
  readonly events: number;
}

/**
 * Why a connector selects no certificate.
 * - noTls: it does not offer TLS
 * - notEnabled: it is disabled
 * - noFile: it was discovered and offers TLS, but its certificate file is unknown
 * - noClientCertificate: a Send connector, which needs none
 * - onlyProbed: only the served certificate is checked
 */
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
  /** Replaces the selected certificate if none can be selected. */
  readonly noneSelected: string;
  /** Why a certificate that a server uses from its files is not usable. */
  readonly unsuitable: Readonly<Record<ClientRejectionReason, string>>;
  /** Replaces an empty list. */
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
  /** Follows the first items of a list: the number of the others. */
  readonly more: (count: number) => string;
  /** The number of certificates whose chain was not checked completely. */
  readonly unverifiedChains: (count: number) => string;
  /** The selection is unknown because a store is unreadable. */
  readonly unknownSelection: string;
  /** Appended for a store that is unexpectedly empty. */
  readonly unexpectedlyEmpty: (store: string, since: string) => string;
  /** From here to `noFile`: a `NoSelectionReason`, as a cell of a table. */
  readonly noTls: string;
  readonly noClientCertificate: string;
  readonly onlyProbed: string;
  readonly notEnabled: string;
  readonly noFile: string;
  readonly expired: string;
  readonly counts: (counts: OpenCounts) => string;
  /** Follows an empty table of conditions. */
  readonly nothingOpen: string;
  /** Follows the first error if only the event log is used. */
  readonly configurationInvalid: string;
  /**
   * The configuration file is invalid, and is replaced by the configuration that the daemon
   * accepted.
   * @param time when the daemon accepted it
   * @param checkCommand lists all errors of the file
   */
  readonly configurationAccepted: (error: string, time: string, checkCommand: string) => string;
  /** No daemon has stored any conditions. */
  readonly openConditionsUnknown: string;
  readonly noConnectors: string;
  readonly scan: {
    readonly summary: (counts: ScanCounts) => string;
    readonly problem: (location: string, reason: string, detail: string) => string;
    /** Added to the line of the first block with a problem. */
    readonly furtherBlocks: (count: number) => string;
    /** Replaces the lines of further files with the same reason. */
    readonly furtherProblems: (count: number, reason: string) => string;
    /** Files in a format that mailcertd does not read; the first files are named. */
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
    /** The numbers of connectors and certificates, if all is well. */
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
    /** @param since undefined: the daemon has not reported the store as unreadable */
    readonly unreadable: (store: string, since: string | undefined, reason: Reason | undefined) => string;
    readonly undelivered: (notifier: string, since: string, reason: string, isDisabled: boolean) => string;
    readonly unwritten: (output: string, since: string, reason: string, pendingRecords: number) => string;
    /** As `unwritten`, for the summary. */
    readonly outputFailing: (since: string, reason: string, pendingRecords: number) => string;
    readonly noOtherProblem: string;
    /** The label of the stores in the summary. */
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
    /** The label of the notifiers in the summary. */
    readonly notifiers: string;
    /** The label of failing log outputs in the summary. */
    readonly logs: string;
    readonly noNotifiers: string;
    readonly nothingSent: string;
    readonly interval: (duration: string) => string;
    readonly pendingDeliveries: (count: number, since: string) => string;
    /** The label of the daemon in the summary. */
    readonly daemon: string;
    readonly scanned: (time: string) => string;
    readonly nextScan: (time: string) => string;
    readonly recordCount: (count: number) => string;
    readonly noDaemonScan: string;
  };
  readonly explain: {
    /** The title for a connector that selects a certificate. */
    readonly titleSelects: (connector: string, direction: string, verdict: string) => string;
    readonly openEvent: (eventId: number, since: string) => string;
    readonly titleNoSelection: (connector: string, direction: string, reason: NoSelectionReason) => string;
    /** From here to `eligible`: the titles of the steps. */
    readonly offersTls: string;
    readonly requiredName: string;
    readonly searchedStores: string;
    readonly matchesName: string;
    readonly eligible: string;
    readonly nameFrom: Readonly<Record<RequiredName['from'], string>>;
    /** The source of a required name in `tlsCertificateName`. */
    readonly ownTlsCertificateName: string;
    /** How a certificate is selected; follows the direction. */
    readonly byTlsCertificateName: string;
    readonly byConfiguredFiles: string;
    readonly onlyConfiguredFiles: string;
    /** The result of a further selected certificate, for example of another key type. */
    readonly alsoSelected: string;
    readonly unusableFile: Readonly<Record<UnusableFile['reason'], (detail: string) => string>>;
    /** Replaces the selection order if the connector names its files. */
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
    /** The label of the commands that simulate. */
    readonly simulate: string;
    readonly evaluatedAt: string;
    /**
     * Replaces the selected certificate if the server does not serve it, because it has expired.
     */
    readonly noneValid: string;
    /** The notes for a connector that selects no certificate. */
    readonly noSelectionNoEvent: string;
    readonly noSelectionOnlyServed: string;
  };
  readonly check: {
    /** Follows the result of a scan by the command itself. */
    readonly scannedNow: string;
    /** Follows `scannedNow` for a store that does not exist yet; begins with its separator. */
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
    /**
     * The limits cannot be applied.
     * @param others the number of further connectors
     */
    readonly limitsUnknown: (connector: string, others: number) => string;
    readonly timedOut: (duration: string) => string;
  };
  readonly config: {
    readonly valid: (file: string) => string;
    readonly warning: (text: string) => string;
    readonly written: (file: string) => string;
    /** The new file needs the name of the computer. */
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
    /** From here to `integrate`: the headings of groups of commands. */
    readonly view: string;
    readonly manage: string;
    readonly configure: string;
    readonly integrate: string;
    /** The description of each command. */
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
