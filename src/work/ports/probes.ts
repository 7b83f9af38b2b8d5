import type { AnchorsIdentity } from '../../domain/certificate/anchors-identity.ts';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { AvailableResult, ScanResult, UnavailableResult } from '../../domain/scan-result.ts';
import type { ResolvedAddresses } from '../../domain/served/addresses-to-probe.ts';
import type { Endpoint } from '../../domain/served/served.ts';

/** A certificate with its encoding, or what a server sent instead of one. */
export interface ServedChainCertificate {
  readonly der: Uint8Array;
  /** undefined: it cannot be parsed. */
  readonly certificate: Certificate | undefined;
}

/** The result of a conversation with a server. */
export type Conversation =
  | {
      readonly starttls: 'offered' | 'implicit';
      readonly protocol: string;
      readonly cipher: string;
      /** As sent, the leaf first. */
      readonly chain: readonly [ServedChainCertificate, ...ServedChainCertificate[]];
    }
  | { readonly starttls: 'not-offered' | 'refused'; readonly answer: string };

/** One step of a conversation, for diagnosis. */
export interface ConversationStep {
  readonly step: 'connect' | 'greeting' | 'capabilities' | 'starttls' | 'handshake' | 'quit';
  readonly durationMs: number;
  /** Lines without their line ends, raw and limited in size. */
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** One address of a target, probed once. */
export interface ProbedEndpoint {
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  readonly conversation: ScanResult<Conversation>;
  readonly steps: readonly ConversationStep[];
}

/** The addresses of a name. */
export type Resolution =
  | UnavailableResult<readonly string[]>
  | (AvailableResult<readonly string[]> & Pick<ResolvedAddresses, 'incompleteFamily'>);

/** A client that probes servers as a mail peer does, and reads the certificates that they serve. */
export interface ConnectorProbe {
  /**
   * Returns the A and AAAA records of a name. Unavailable if the name has none, or DNS does not
   * answer.
   */
  resolve(target: ProbeTarget, signal: AbortSignal): Promise<Resolution>;
  /**
   * Probes one address. Verifies nothing, so that any certificate can be read. Never rejects
   * because of a failure of the server, and ends by the target's deadline. The time of the result
   * is the start of the probe.
   */
  converse(
    target: ProbeTarget,
    address: string,
    keyType: Endpoint['keyType'],
    signal: AbortSignal,
  ): Promise<ProbedEndpoint>;
}

/** The verdict on a served chain. */
export type ServedChainVerdict = ChainVerdict & {
  /** The trust anchors with which it was made; left out: unknown. */
  readonly anchors?: AnchorsIdentity;
};

/** A verifier for chains that are in no store: those that servers send. */
export interface ServedChainVerifier {
  /**
   * Verifies the signatures of a chain, but no dates and names.
   * @param chain the leaf first
   * @param trust the trust sources
   */
  verify(
    chain: Conversation & { readonly starttls: 'offered' | 'implicit' },
    trust: readonly TrustSource[],
  ): Promise<ServedChainVerdict>;
}

/**
 * Returns the identity of the trust anchors of sources, as they are now. Never rejects.
 * @param trust undefined: the sources of connectors that do not define their own
 */
export type ReadAnchors = (trust: readonly TrustSource[] | undefined) => Promise<AnchorsIdentity>;
