import type { Failure } from '../failure/failure.ts';
import type { Scope } from '../scope.ts';
import type { RejectionReason } from '../selection/selection.ts';
import type { RotatedAddress } from '../served/rotation.ts';
import type { Instant } from '../time.ts';

// The data of events, by subject. Each event composes its data of these interfaces. They are
// complete when the event is raised, so that texts, hooks and queries need no other source.

/** The connector of an event that is about one. */
export interface ConnectorData {
  readonly connector: string;
  readonly direction: 'receive' | 'send';
}

/** The connectors of an event that may have several. */
export interface ConnectorsData {
  /** In configuration order. */
  readonly connectors: readonly string[];
  /** Required names, one for each of `connectors`. */
  readonly fqdns: readonly string[];
}

/** The name that a certificate must match. */
export interface NameData {
  readonly fqdn: string;
  /** Origin of the required name. */
  readonly fqdnSource: 'connector' | 'computer' | 'discovered';
  /** `<I>issuer<S>subject`, if the connector requires that instead of its FQDN. */
  readonly tlsCertificateName: string;
}

/** The servers of the connectors. */
export interface ServerData {
  /** Certificate files in the servers' own settings. Servers use them even if expired. */
  readonly certificateFiles: readonly string[];
  /** Known protocols of the connectors' servers, without duplicates: `submission`, `imaps`. */
  readonly serverProtocols: readonly string[];
  /** Key type, `RSA` or `EC` …, if a server has several certificates. */
  readonly publicKeyAlgorithm: string;
  /** Set if connectors use a certificate of a store even if it has expired. */
  readonly profile: 'exchange-2019';
}

/** The certificate of an event. */
export interface CertificateData {
  readonly thumbprint: string;
  readonly subject: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** The issuers in a chain. */
export interface IssuerData {
  /** Issuer of the certificate. */
  readonly issuer: string;
  /** Issuer of the previous certificate. */
  readonly previousIssuer: string;
  /** Subject of an issuer that was not sent and is not a trusted root. */
  readonly missingIssuer: string;
  /** Subject of the root of the chain, which is not trusted. */
  readonly untrustedRoot: string;
}

/** The store of a certificate, and its files. */
export interface StoreData {
  readonly store: string;
  readonly locations: readonly string[];
}

/** The cause of a problem. */
export interface ReasonData {
  /** The code of the reason, for example `certificate-expired` or `permission_denied`. */
  readonly reason: string;
  readonly detail: string;
  /** The error as data; `detail` is its English text. */
  readonly failure: Failure;
  readonly path: string;
  /** Source of discovered connectors: `postfix`. */
  readonly inventory: string;
}

/** One of the certificates of an event. */
export interface NamedCertificate {
  readonly thumbprint: string;
  /** At most five. */
  readonly names: readonly string[];
  readonly notAfter: Instant;
  /** Problem of this certificate, if it is not the same for all: `RSA 1024`, `SHA-1`. */
  readonly detail?: string;
}

/** File of a store that cannot be read, or that has unreadable blocks. */
export interface UnreadableFile {
  readonly path: string;
  /** Error in the file, or in the first of these blocks. */
  readonly detail?: string;
  /** The error as data; `detail` is its English text. */
  readonly failure?: Failure;
  /** Numbers of these blocks, at most ten; undefined if the error is about the whole file. */
  readonly blocks?: readonly number[];
  /** Number of all these blocks, if there are several. */
  readonly blockCount?: number;
}

/** The certificates or the files of an event that may have several. */
export interface ListData {
  /** Number of all certificates or files; `certificates` or `files` lists ten. */
  readonly count: number;
  readonly certificates: readonly NamedCertificate[];
  /** At most ten. */
  readonly files: readonly UnreadableFile[];
}

/** Certificate that was almost selected, and the reason why it was rejected. */
export interface NearestMiss {
  readonly thumbprint: string;
  readonly reason: RejectionReason;
  readonly names: readonly string[];
  readonly notAfter: Instant;
  /** Name of its store. Missing in records of earlier versions. */
  readonly store?: string;
  /** Start of validity, if that is the reason. */
  readonly notBefore?: Instant;
  /** More about the reason. */
  readonly detail?: string;
}

/** A selection without a usable certificate. */
export interface SelectionData {
  readonly nearestMiss: NearestMiss;
}

/** The private key of a certificate. */
export interface KeyData {
  /** Account that loads the key. */
  readonly keyLoadedBy: string;
  /** Files and directories that this account cannot access, from the root down. */
  readonly inaccessiblePaths: readonly string[];
}

/** The certificate before the current one. */
export interface PreviousData {
  /** Certificate that was replaced. */
  readonly previousThumbprint: string;
  /** Time at which the previous certificate was last served. */
  readonly previousSeenAt: Instant;
  /** Names of the previous certificate that are missing in the new one, canonical. */
  readonly missingNames: readonly string[];
}

/** A change that a user requested. */
export interface RequestData {
  /** The user. */
  readonly requestedBy: string;
  readonly requestCommand: string;
  readonly requestedAt: Instant;
}

/** A change of the personal store. */
export interface StoreChangeData {
  /** SHA-256 of the CSR in DER, 64 upper-case hex digits. */
  readonly requestSha256: string;
  /** Services that the certificate is enabled for. */
  readonly services: readonly string[];
  /** Services before the change. */
  readonly previousServices: readonly string[];
}

/** The connectors of this Exchange organization. */
export interface OrganizationData {
  /** Set if no connector searches stores by the rules of Exchange. */
  readonly withoutExchange: true;
}

/** The internal transport certificate, if the configuration names it. */
export interface ConfigurationData {
  /** Required change of the configuration file, if commands are not enough. */
  readonly configurationLine: string;
  /** True if the line has `THUMBPRINT` in place of a certificate that does not exist yet. */
  readonly hasPlaceholder?: boolean;
}

/** Address of a reloaded server, with the certificates that it served before and after. */
export interface ReloadedAddress extends Omit<RotatedAddress, 'problem'> {
  /** Omitted if the event is about one connector. */
  readonly connector?: string;
}

/** The reload of a server. */
export interface ReloadData {
  /** Command that reloaded the server. */
  readonly reload: readonly string[];
  /** Addresses of the reloaded server, with the certificates before and after. */
  readonly rotated: readonly ReloadedAddress[];
}

/** Maximum number of undelivered records that an event lists. */
export const MAX_UNDELIVERED = 10;

/** Record that was not delivered to a notifier. */
export interface UndeliveredRecord {
  readonly eventRecordId: number;
  /**
   * For 1900 (condition cleared), the event that was cleared. `level` is then the level of that
   * event.
   */
  readonly eventId: number;
  readonly level: 'Error' | 'Warning' | 'Information';
  readonly change: 'once' | 'raised' | 'repeated' | 'escalated' | 'cleared';
}

/** A delivery to a notifier, or the records for a log output. */
export interface DeliveryData {
  readonly notifier: string;
  /** Delivery that failed. */
  readonly deliveryId: string;
  /** Undelivered records of a failed delivery, the latest of each condition, at most ten. */
  readonly undelivered: readonly UndeliveredRecord[];
  /** Log output that missed records. */
  readonly output: string;
  /** Number of the first missed record. */
  readonly firstRecordId: number;
  /** Number of the last missed record. */
  readonly lastRecordId: number;
}

/** Address at which a connector was probed, with the result. */
export interface ProbedAddress {
  readonly address: string;
  /** Key type that the probe asked for, if the connector is probed for both. */
  readonly keyType?: 'rsa' | 'ecdsa';
  /** Reason why the probe failed. */
  readonly reason?: string;
  /** Error text or response. */
  readonly detail?: string;
  /** The error as data; `detail` is its English text. */
  readonly failure?: Failure;
  /** Number of failures in a row. */
  readonly times?: number;
  /** Time of the first of these failures. */
  readonly since?: Instant;
  /** Served certificate. */
  readonly thumbprint?: string;
}

/** The probes of servers. */
export interface ProbeData {
  /** Probe URLs, actual or possible: one for each of `connectors`, or for `connector`. */
  readonly probes: readonly string[];
  /** At most twenty. */
  readonly addresses: readonly ProbedAddress[];
}

/** Listening sockets of a program. */
export interface ListenerData {
  /** `192.0.2.1:25`, IPv6 in brackets; at most twenty. */
  readonly listeners: readonly string[];
  /** Number of further sockets. */
  readonly moreListeners: number;
}

/** The result of a probe. */
export interface ConversationData {
  /** Last reply of the server before TLS, one line, not escaped. */
  readonly answer: string;
  /** Time at which STARTTLS was last offered. */
  readonly lastOfferedAt: Instant;
  /** Set if the connector sends no mail without TLS. */
  readonly requireTls: true;
  /** TLS version of the probe: `TLSv1.1`. */
  readonly protocol: string;
  /** Names in the served certificate, at most ten. */
  readonly names: readonly string[];
}

/** When something was observed. */
export interface ObservationData {
  /** Time since which the certificate is on disk. */
  readonly onDiskSince: Instant;
  /**
   * Time of the scan or probe that the event relies on, if the store or server is unavailable now.
   */
  readonly lastSeen: Instant;
}

/** A change by which an open condition became worse or different. `before`: the previous value. */
export type Escalation =
  /** The next reminder before the expiry is due. */
  | { readonly kind: 'urgency' }
  | { readonly kind: 'level'; readonly before: 'Error' | 'Warning' | 'Information' }
  /** More connectors are affected. */
  | { readonly kind: 'connectors'; readonly added: readonly string[] }
  /** Another FQDN or TlsCertificateName is required. */
  | { readonly kind: 'name'; readonly before: string }
  /** Other certificates are affected; `before` is their previous number. */
  | { readonly kind: 'certificates'; readonly before: number }
  /** More files are affected; `before` is their previous number. */
  | { readonly kind: 'files'; readonly before: number };

/** Why a condition was cleared, with the scan or probe that shows it. */
export interface Evidence {
  /** The scanned or probed object. */
  readonly scope: Scope;
  readonly at: Instant;
  /** The certificate that is selected now, if there is one. */
  readonly thumbprint?: string;
  readonly reason:
    | 'connector-removed'
    /** The scan or probe did not find the problem. */
    | 'observed'
    /** The connector is disabled, offers no TLS, or needs no certificate. */
    | 'connector-off'
    /** The connector is no longer probed. */
    | 'not-probed'
    /** The server no longer has any address of the condition. */
    | 'address-removed'
    | 'store-removed'
    /** The certificate has expired, which another event reports. */
    | 'expired'
    /** The problem is now reported as another event. */
    | 'reclassified';
}

/** The life cycle of a condition. Every record of a condition may have these data. */
export interface LifeCycleData {
  /** For `repeated`, the time at which the condition was raised. */
  readonly raisedAt: Instant;
  /** For `escalated`, the reasons. */
  readonly escalation: readonly Escalation[];
  /**
   * For 1900 (condition cleared): the cleared event, when it was raised, and why it was cleared.
   */
  readonly cleared: {
    readonly eventId: number;
    readonly raisedAt: Instant;
    /** Last reported level. Missing in records of earlier versions. */
    readonly level?: 'Error' | 'Warning' | 'Information';
    readonly evidence: Evidence;
  };
}

/** The stored data of a record of any event, with which alerts, queries and formats work. */
export type Facts = Partial<
  ConnectorData &
    ConnectorsData &
    NameData &
    ServerData &
    CertificateData &
    IssuerData &
    StoreData &
    ReasonData &
    ListData &
    SelectionData &
    KeyData &
    PreviousData &
    RequestData &
    StoreChangeData &
    ConfigurationData &
    OrganizationData &
    ReloadData &
    DeliveryData &
    ProbeData &
    ListenerData &
    ConversationData &
    ObservationData &
    LifeCycleData
>;
