import type { Thumbprint } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';

/** A certificate as a server showed it: what is asked of it later, small enough to be remembered of thousands. */
export interface ServedCertificate {
  readonly thumbprint: Thumbprint;
  readonly serialNumber: string;
  /** RFC 4514. */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** The certificate that a server presents for itself. */
export interface ServedLeaf extends ServedCertificate {
  /** As they stand in it, in order, at most a hundred of each. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly commonNames: readonly string[];
  readonly publicKeyAlgorithm: string;
  /** Set when its purposes do not allow a TLS server. */
  readonly purposeMismatch?: true;
}

/** Under what a server presented its certificate. */
export interface ServedTls {
  /** `TLSv1.3`, as OpenSSL writes it: the best that both sides know. */
  readonly protocol: string;
  readonly cipher: string;
  readonly leaf: ServedLeaf;
  /** What it sent behind the leaf, in its order; at most ten are kept. */
  readonly issuers: readonly ServedCertificate[];
  /** Of the chain alone: neither the name nor the dates of the leaf are in it. */
  readonly chain: ChainVerdict;
}

/**
 * What a conversation came to. `not-offered`: the server did not name STARTTLS among what it can do; `refused`: it did, and
 * answered no when it was asked. Both are answers, not blindness: mail goes on in the clear.
 */
export type Served =
  | { readonly starttls: 'offered' | 'implicit'; readonly tls: ServedTls }
  | {
      readonly starttls: 'not-offered' | 'refused';
      readonly tls: undefined;
      /** What it answered instead, one line, raw. */
      readonly answer: string;
    };

/** One address of a connector, asked for one kind of key. */
export interface Endpoint {
  /** An IP address, without brackets. */
  readonly address: string;
  readonly keyType: 'rsa' | 'ecdsa' | 'any';
  readonly conversation: ScanResult<Served>;
  /** How long the last probe took, ms; left out: it did not begin, or that is not known. */
  readonly durationMs?: number;
  /**
   * When a change was seen that is newer than what this conversation last showed: it proves nothing about the time after the
   * change. Left out: no newer change is known.
   */
  readonly outdatedAt?: Instant;
}

/** State of the files and settings that a probe result speaks about, as one scan saw it. */
export interface ProbeBasis {
  /** The certificates that are selected, with the times of their files and their chains, or the reason why none is. */
  readonly disk: string;
  /** The state of the server's own settings; left out: it has none that are read. */
  readonly settings?: string;
  /** The first scan that saw this state; undefined: it was so before anything was remembered. */
  readonly since: Instant | undefined;
  /**
   * The first scan that saw the certificates, if their files had been written before the scan before
   * it: a file was moved or copied with its time. Left out: the files' times are used.
   */
  readonly arrivedAt?: Instant;
}

/** A certificate that a server was last seen to serve, and when. */
export interface LastServed {
  readonly thumbprint: Thumbprint;
  readonly at: Instant;
}

/** The best that a server was seen to serve. A certificate that falls behind it got worse. */
export interface ServedBaseline {
  /** The last certificate that chained to a trusted root; left out: none was seen. */
  readonly trusted?: LastServed;
  /**
   * The last certificate that matched the required name, with that name. If nobody set that name and no certificate matched
   * it: the last trusted certificate, with its own names, because clients know the server by one of them.
   */
  readonly named?: LastServed & { readonly names: readonly string[] };
}

/** What is remembered of a probed connector: over restarts, and while probes fail. */
export interface ProbeMemory {
  /** The target's URL: a connector that is probed elsewhere begins anew. */
  readonly url: string;
  /** The outer look is the resolution of the name. */
  readonly look: ScanResult<readonly Endpoint[]>;
  /** When STARTTLS was last offered; undefined: never that anybody knows. */
  readonly offeredAt: Instant | undefined;
  /** What `look` is judged by. Left out: it was never known. */
  readonly basis?: ProbeBasis;
  /** The best that was served there; left out: nothing that was good in any way. */
  readonly baseline?: ServedBaseline;
}
