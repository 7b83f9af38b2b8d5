import type { Failure } from '../../failure/failure.ts';
import type { Instant } from '../../time.ts';
import type { EventReason } from './reason-data.ts';

/** Address at which a connector was probed, with the result. */
export interface ProbedAddress {
  readonly address: string;
  /** Key type that the probe asked for, if the connector is probed for both. */
  readonly keyType?: 'rsa' | 'ecdsa';
  /** Reason why the probe failed. */
  readonly reason?: EventReason;
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
