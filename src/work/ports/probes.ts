import type { Certificate } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { ProbeTarget } from '../../domain/served/probe-target.ts';
import type { Endpoint } from '../../domain/served/served.ts';

/** A certificate with its encoding, or what a server sent instead of one. */
export interface PresentedCertificate {
  readonly der: Uint8Array;
  /** undefined: it cannot be read. */
  readonly certificate: Certificate | undefined;
}

/** What one server said and showed. */
export type Conversation =
  | {
      readonly starttls: 'offered' | 'implicit';
      readonly protocol: string;
      readonly cipher: string;
      /** As it was sent, the leaf first; one at least. */
      readonly chain: readonly [PresentedCertificate, ...PresentedCertificate[]];
    }
  | { readonly starttls: 'not-offered' | 'refused'; readonly answer: string };

/** A part of a conversation, for whoever reads along. */
export interface ConversationStep {
  readonly step: 'connect' | 'greeting' | 'capabilities' | 'starttls' | 'handshake' | 'quit';
  readonly durationMs: number;
  /** Lines without their ends, raw and bounded. */
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** One address of a target, spoken to once. */
export interface ProbedEndpoint {
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  readonly conversation: ScanResult<Conversation>;
  readonly steps: readonly ConversationStep[];
}

/** Speaks to servers as mail does, and looks at the certificates that they present. */
export interface ConnectorProbe {
  /** Every address of a name, its A and AAAA records. Blind where the name has none, or nobody says. */
  resolve(target: ProbeTarget, signal: AbortSignal): Promise<ScanResult<readonly string[]>>;
  /**
   * Speaks to one address. Never rejects for the other side's trouble, and ends by the target's deadline. Nothing is verified:
   * a certificate is looked at, whatever it is. The time of the result is that of its beginning.
   */
  converse(
    target: ProbeTarget,
    address: string,
    keyType: Endpoint['keyType'],
    signal: AbortSignal,
  ): Promise<ProbedEndpoint>;
}

/** Judges chains that stand in no store: what servers present. */
export interface PresentedChainVerifier {
  /** @param trust whose anchors count @param chain the leaf first; signatures are verified, dates and names are not */
  verify(
    chain: Conversation & { readonly starttls: 'offered' | 'implicit' },
    trust: readonly TrustSource[],
  ): Promise<ChainVerdict>;
}
