import type { Scope } from '../scope.ts';
import type { RejectionReason } from '../selection/select-certificate.ts';
import type { RotatedAddress } from '../served/rotation.ts';
import type { Instant } from '../time.ts';

/** A certificate that came close, and why it lost. */
export interface NearestMiss {
  readonly thumbprint: string;
  readonly reason: RejectionReason;
  readonly names: readonly string[];
  readonly notAfter: Instant;
  /** Where it lies. Records of earlier versions have none. */
  readonly store?: string;
  /** When it becomes valid, if that is the reason. */
  readonly notBefore?: Instant;
  /** More about the reason. Left out: there is no more. */
  readonly detail?: string;
}

/** A certificate among several that an event is about. */
export interface NamedCertificate {
  readonly thumbprint: string;
  /** At most five. */
  readonly names: readonly string[];
  readonly notAfter: Instant;
  /** What is wrong with it, where that differs from one to another: `RSA 1024`, `SHA-1`. */
  readonly detail?: string;
}

/** One address of a server that was reloaded, and the certificates that it served before and after. */
export interface ReloadedAddress extends Omit<RotatedAddress, 'problem'> {
  /** Left out where the event names one connector only. */
  readonly connector?: string;
}

/** A file of a store that cannot be read, or blocks of it. */
export interface UnreadableFile {
  readonly path: string;
  /** What is wrong with it, or with the first of the blocks. */
  readonly detail?: string;
  /** Numbers of the blocks, at most ten; undefined: it is about the whole file. */
  readonly blocks?: readonly number[];
  /** How many blocks, where there are several. */
  readonly blockCount?: number;
}

/** One address at which a connector was probed, and what that came to. */
export interface ProbedAddress {
  readonly address: string;
  /** Which of its certificates was asked for, where each kind of key is. */
  readonly keyType?: 'rsa' | 'ecdsa';
  /** Why nothing is seen there, what came back, how often running, and since when. */
  readonly reason?: string;
  readonly detail?: string;
  readonly times?: number;
  readonly since?: Instant;
  /** The certificate that it serves. */
  readonly thumbprint?: string;
}

/** So many records are named of which a notifier was not told. */
export const MAX_UNDELIVERED = 10;

/** A record of which a notifier was not told. */
export interface UndeliveredRecord {
  readonly eventRecordId: number;
  /** Of a 1900 the event that ended, and the level that counts of it. */
  readonly eventId: number;
  readonly level: 'Error' | 'Warning' | 'Information';
  readonly change: 'once' | 'raised' | 'repeated' | 'escalated' | 'cleared';
}

/** Named data of an event, frozen when it was found: messages, hooks and queries never look anything up later. */
export interface Facts {
  readonly connector?: string;
  readonly direction?: 'receive' | 'send';
  /** All connectors an event is about, in configuration order, where it may be several. */
  readonly connectors?: readonly string[];
  readonly fqdn?: string;
  readonly fqdns?: readonly string[];
  /** Where the name that was looked for came from. */
  readonly fqdnSource?: 'connector' | 'computer' | 'discovered';
  /** `<I>issuer<S>subject`, where a connector looks for that and not for its FQDN. */
  readonly tlsCertificateName?: string;
  /** The files that servers present, where they name them: what stands there is presented, expired or not. */
  readonly certificateFiles?: readonly string[];
  /** The known protocols of the servers of the connectors, each once: `smtp`, `imaps`. */
  readonly serverProtocols?: readonly string[];
  /** `RSA`, `EC` …: which of a server's certificates it is. */
  readonly publicKeyAlgorithm?: string;
  /** From what connectors are found: `postfix`. */
  readonly inventory?: string;
  readonly thumbprint?: string;
  readonly subject?: string;
  readonly notBefore?: Instant;
  readonly notAfter?: Instant;
  readonly locations?: readonly string[];
  /** The verdict in one word: a rejection or a problem's reason. */
  readonly reason?: string;
  readonly nearest?: NearestMiss;
  readonly store?: string;
  /** How many certificates it is about, where it may be several; the first ten are named. */
  readonly count?: number;
  readonly certificates?: readonly NamedCertificate[];
  readonly path?: string;
  readonly detail?: string;
  /** The files that an event is about, at most ten; `count` is the number of all. */
  readonly files?: readonly UnreadableFile[];
  /** What has to be written in the configuration, where that decides and no command does. */
  readonly configurationLine?: string;
  /** The account that opens a private key. */
  readonly keyLoadedBy?: string;
  /** Files and folders that are closed to that account, from the root down. */
  readonly closed?: readonly string[];
  /** Names that a renewed certificate lacks of the one before, canonical. */
  readonly namesLost?: readonly string[];
  /** Of a renewal: who issued the certificate before it. */
  readonly issuerBefore?: string;
  /** Who issued it. */
  readonly issuer?: string;
  /** The certificate whose place it takes. */
  readonly thumbprintBefore?: string;
  /** When the certificate before it was last served. */
  readonly previousSeenAt?: Instant;
  /** The request that it is about: the SHA-256 of its DER encoding, 64 upper-case hex digits. */
  readonly requestSha256?: string;
  /** What a certificate is enabled for; and what it was, where that was known and is told. */
  readonly services?: readonly string[];
  readonly servicesBefore?: readonly string[];
  /** Who asked for it, with which command, and when. */
  readonly askedBy?: string;
  readonly askedCommand?: string;
  readonly askedAt?: Instant;
  /** Of a server that was told to read its certificate again: with which command, and what each address presented before and afterwards. */
  readonly reload?: readonly string[];
  readonly rotated?: readonly ReloadedAddress[];
  /** Of what became of an alert: who was to be told, and the delivery. */
  readonly notifier?: string;
  readonly deliveryId?: string;
  /** Of one that was given up: what it told of, of each condition the latest; at most ten. */
  readonly untold?: readonly UndeliveredRecord[];
  /** Of records that a log output was not given: which output, and the first and the last of them by number. */
  readonly output?: string;
  readonly firstRecordId?: number;
  readonly lastRecordId?: number;
  /** Where connectors are probed, or could be, as URLs: one for each of `connectors`, or for `connector`. */
  readonly probes?: readonly string[];
  /** At most twenty. */
  readonly addresses?: readonly ProbedAddress[];
  /** What a server answered where TLS was to begin, one line, raw. */
  readonly answer?: string;
  /** When STARTTLS was last offered. */
  readonly offeredAt?: Instant;
  /** Whether mail does not go at all without TLS. */
  readonly requireTls?: true;
  /** `TLSv1.1`: under what a server shows its certificate. */
  readonly protocol?: string;
  /** What a certificate that is served carries, at most ten. */
  readonly names?: readonly string[];
  /** The subject of an issuer that was not sent, and is no trust anchor. */
  readonly missingIssuer?: string;
  /** The subject of the root that a chain leads to, and that is no trust anchor. */
  readonly untrustedRoot?: string;
  /** Since when what stands on disk has stood there. */
  readonly onDiskSince?: Instant;
  /** Since when the claim stands on an old look, because the store cannot be read, or the server not be probed, now. */
  readonly lastSeen?: Instant;
  /** Of what is told again while it is open: since when it is. */
  readonly raisedAt?: Instant;
  /** Of what was escalated: why. */
  readonly escalation?: readonly Escalation[];
  /** Of a 1900: the event that is over, since when it was open, and the look that proved it. */
  readonly cleared?: {
    readonly eventId: number;
    readonly raisedAt: Instant;
    /** What it was told at last. Records of earlier versions have none. */
    readonly level?: 'Error' | 'Warning' | 'Information';
    readonly evidence: Evidence;
  };
}

/** What of an open condition is not as it was told. */
export type Escalation =
  /** A further step towards its end. */
  | { readonly kind: 'urgency' }
  | { readonly kind: 'level'; readonly before: 'Error' | 'Warning' | 'Information' }
  | { readonly kind: 'connectors'; readonly added: readonly string[] }
  /** Another FQDN or TlsCertificateName is looked for. */
  | { readonly kind: 'name'; readonly before: string }
  /** How many there were; who they are now stands among the certificates. */
  | { readonly kind: 'certificates'; readonly before: number }
  /** Further files; `before` is how many there were. */
  | { readonly kind: 'files'; readonly before: number };

/** The look that proved a condition over. */
export interface Evidence {
  readonly scope: Scope;
  readonly at: Instant;
  /** What stands in its place now, where that is a certificate. */
  readonly thumbprint?: string;
  /** expired: what was expiring soon has expired, which is an event of its own. not-probed: it is not looked at any more. */
  readonly reason:
    | 'observed'
    | 'connector-removed'
    | 'connector-off'
    | 'not-probed'
    | 'store-removed'
    | 'expired'
    | 'reclassified';
}
