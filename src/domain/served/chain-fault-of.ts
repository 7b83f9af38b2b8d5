import { verdictAt } from '../certificate/chain-verdict.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import type { Instant } from '../time.ts';
import type { LastServed, ServedBaseline, ServedTls } from './served.ts';
import { trustLost } from './served-baseline.ts';
import type { ConnectorObservation } from './served-on-disk.ts';

/**
 * Returns whether a served certificate must chain to a trusted root from the first probe on. A Receive connector whose
 * certificate an operator chose, by files or by stores, may serve a self-signed one, as an Exchange server does by default,
 * unless its own `trust` is set. Nobody chose what a discovered server serves, or one that is only probed.
 */
function isTrustJudged({ connector, selection }: ConnectorObservation): boolean {
  const { direction, trust, fqdnOrigin, source } = connector;
  if (direction === 'send' || trust !== undefined || selection.kind === 'not-applicable') return true;
  const isDiscovered = fqdnOrigin === 'discovered' || source.inventory !== CONFIGURATION;
  return isDiscovered && selection.name.files !== undefined;
}

/** A certificate that the server of a connector serves. */
export interface JudgedEndpoint extends ConnectorObservation {
  readonly tls: ServedTls;
  /** The best results that were seen at the connector, including this certificate. */
  readonly baseline: ServedBaseline;
}

/** What is wrong with a chain. */
export interface ChainFault {
  readonly detail: string;
  readonly missingIssuer?: string;
  /** Set when the certificate itself is not for servers; the chain may be in order. */
  readonly isPurposeMismatch?: true;
  /** What the server served when its chain was trusted; left out: that was never seen. */
  readonly lastTrusted?: LastServed;
}

/**
 * Returns whether a chain may be trusted by anchors that could not be read. Such a chain is a fault
 * only for a connector that requires a trusted one.
 */
function isUncertain({ connector, tls }: JudgedEndpoint): boolean {
  const isAsked = connector.direction === 'send' || connector.trust !== undefined;
  return 'isUncertain' in tls.chain && tls.chain.isUncertain === true && !isAsked;
}

/**
 * Returns what is wrong with the chain that a server sends; undefined if nothing is, or if nobody
 * judges it. An incomplete chain and a certificate that is not for servers are always a fault, and
 * so is a chain that is not trusted if the server served a trusted one before.
 */
export function chainFaultOf(sight: JudgedEndpoint, now: Instant): ChainFault | undefined {
  const { tls, baseline } = sight;
  // OpenSSL's words for its error 26.
  if (tls.leaf.purposeMismatch) return { detail: 'unsuitable certificate purpose', isPurposeMismatch: true };
  const verdict = verdictAt(tls.chain, now);
  if (verdict.status === 'trusted' || verdict.status === 'unknown') return undefined;
  const isKnown = !isUncertain(sight);
  const lastTrusted = isKnown ? trustLost(baseline, tls, now) : undefined;
  const since = lastTrusted === undefined ? {} : { lastTrusted };
  const isJudged = lastTrusted !== undefined || (isKnown && isTrustJudged(sight));
  if (verdict.status === 'self-signed') return isJudged ? { detail: 'self-signed', ...since } : undefined;
  if (verdict.status === 'refused') return { detail: verdict.detail, ...since };
  const { detail, missingIssuer } = verdict;
  if (missingIssuer !== undefined) return { detail, missingIssuer, ...since };
  return isJudged ? { detail, ...since } : undefined;
}

/** Returns whether the chain is unconfirmed, because trust anchors could not be read. */
export function isChainUncertain(sight: JudgedEndpoint, now: Instant): boolean {
  return isUncertain(sight) && chainFaultOf(sight, now) === undefined;
}
