import type { AnchorsIdentity } from '../certificate/anchors-identity.ts';
import type { Thumbprint } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';

/** A served certificate, reduced to the fields that are stored for thousands of servers. */
export interface ServedCertificate {
  readonly thumbprint: Thumbprint;
  readonly serialNumber: string;
  /** RFC 4514. */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** The leaf certificate that a server serves. */
export interface ServedLeaf extends ServedCertificate {
  /** Unchanged, in order, at most 100 of each. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly commonNames: readonly string[];
  readonly publicKeyAlgorithm: string;
  /** Set if its purposes do not allow a TLS server. */
  readonly purposeMismatch?: true;
}

/** The TLS session in which a certificate was served. */
export interface ServedTls {
  /** The best protocol of both sides, as OpenSSL writes it, for example `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  readonly leaf: ServedLeaf;
  /** Certificates that it sent after the leaf, in the same order; at most 10 are stored. */
  readonly issuers: readonly ServedCertificate[];
  /** Only the chain: includes neither the name nor the dates of the leaf. */
  readonly chain: ChainVerdict;
  /** The trust anchors with which `chain` was verified; left out: unknown. */
  readonly anchors?: AnchorsIdentity;
}

/**
 * The result of a conversation with a server. A server without TLS is a valid result, not a failed
 * probe: mail may be sent unencrypted.
 */
export type Served =
  /** TLS was started, by STARTTLS (`offered`) or from the first byte (`implicit`). */
  | { readonly starttls: 'offered' | 'implicit'; readonly tls: ServedTls }
  /** The server did not announce STARTTLS, or announced it and then rejected the command. */
  | {
      readonly starttls: 'not-offered' | 'refused';
      readonly tls: undefined;
      /** The response of the server, one line, raw. */
      readonly answer: string;
    };

/** The parts of a conversation with an address that show whether two answers are equal. */
export interface ServedAnswer {
  /** Set without TLS; the other keys are then left out. */
  readonly starttls?: 'not-offered' | 'refused';
  readonly thumbprint?: Thumbprint;
  readonly protocol?: string;
  /** The state of the chain at the time of the answer. */
  readonly status?: ChainVerdict['status'];
  /** The contents of the trust anchors; left out: unknown. */
  readonly anchors?: string;
}

/** The result of the probes of one address, for one key type. */
export interface Endpoint {
  /** An IP address, without brackets. */
  readonly address: string;
  /** The key type for which the probe asked. */
  readonly keyType: 'rsa' | 'ecdsa' | 'any';
  /** Available if the last probe succeeded. */
  readonly conversation: ScanResult<Served>;
  /** Duration of the last probe, ms; left out: it did not begin, or unknown. */
  readonly durationMs?: number;
  /**
   * Time of a change after which this result is no longer evidence. Left out: no newer change is
   * known.
   */
  readonly outdatedAt?: Instant;
  /**
   * Set if name resolution no longer returns this address: since when, and in how many complete
   * answers. Left out: the address is returned, or the answers may be incomplete.
   */
  readonly unlisted?: { readonly since: Instant; readonly answers: number };
  /**
   * The latest answers of the address, oldest first, since a change of the server. Left out: all
   * answers are the same.
   */
  readonly recentAnswers?: readonly ServedAnswer[];
  /**
   * Set if this is an earlier answer of an address that gives several answers in turn, as a load
   * balancer does.
   */
  readonly isAlternate?: true;
}

/**
 * The state on disk that decides which certificate a server serves. Each text is only compared with
 * that of another scan. States of earlier versions have only `disk`.
 */
export interface DiskState {
  /**
   * The selected certificates with the times of their files, their chains and their keys, or the
   * reason why none is selected.
   */
  readonly disk: string;
  /** The same, but equal whether a private key matches or could not be read. */
  readonly diskWithoutKeys?: string;
  /** The thumbprints of the selected certificates, or the reasons why none is selected. */
  readonly selectedCertificates?: string;
}

/**
 * The state of files and settings in one scan. A probe result from before a change of this state is
 * outdated.
 */
export interface ProbeBasis extends DiskState {
  /** The state of the server's own settings; left out: none are read. */
  readonly settings?: string;
  /** Time of the first scan with this state; undefined: before the first stored scan. */
  readonly since: Instant | undefined;
  /**
   * Time of the first scan with these certificates, if the files keep older modification times
   * because they were moved or copied. Left out: the modification times are correct.
   */
  readonly arrivedAt?: Instant;
}

/** The last known certificate of a server, and when it was seen. */
export interface LastServed {
  readonly thumbprint: Thumbprint;
  readonly at: Instant;
}

/**
 * The last trusted and the last matching certificate of a server. A later certificate that is not
 * trusted or does not match is worse, and is reported.
 */
export interface ServedBaseline {
  /** The last certificate that chained to a trusted root; left out: none was seen. */
  readonly trusted?: LastServed;
  /**
   * The last certificate that matched the required name, with that name. Without a configured name
   * or a match: the last trusted certificate with its own names, because clients use one of them.
   */
  readonly named?: LastServed & { readonly names: readonly string[] };
}

/** The stored state of a probed connector, which survives restarts and failed probes. */
export interface ProbeMemory {
  /** URL of the target; another URL starts a new state. */
  readonly url: string;
  /** The outer result is that of the name resolution. */
  readonly result: ScanResult<readonly Endpoint[]>;
  /**
   * The settings of the probe of `result`, as `probeDefinition` returns them. Left out: stored by a
   * version that did not store them.
   */
  readonly definition?: string;
  /** Time at which STARTTLS was last offered; undefined: never, as far as known. */
  readonly lastOfferedAt: Instant | undefined;
  /** Left out: never known. */
  readonly basis?: ProbeBasis;
  /** Left out: no certificate was trusted or matched. */
  readonly baseline?: ServedBaseline;
}
