import { verdictAt } from '../certificate/chain-verdict.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { CHAIN_FAILURES } from '../failure/chain-failures.ts';
import type { Failure } from '../failure/failure.ts';
import { SAID_FAILURES } from '../failure/said-failures.ts';
import type { Instant } from '../time.ts';
import type { LastServed, ServedBaseline, ServedTls } from './served.ts';
import { lastTrustedIfLost } from './served-baseline.ts';
import type { ConnectorObservation } from './served-on-disk.ts';

/**
 * Returns whether a served certificate must chain to a trusted root from the first probe on. This
 * applies to Send connectors, connectors with `trust`, connectors that are only probed, and
 * discovered servers that name files. Other Receive connectors may serve a self-signed certificate,
 * as an Exchange server does by default.
 */
function isTrustChecked({ connector, selection }: ConnectorObservation): boolean {
  const { direction, trust, fqdnOrigin, source } = connector;
  if (direction === 'send' || trust !== undefined || selection.kind === 'not-applicable') return true;
  const isDiscovered = fqdnOrigin === 'discovered' || source.inventory !== CONFIGURATION;
  return isDiscovered && selection.name.files !== undefined;
}

/** A certificate that the server of a connector serves. */
export interface EndpointToCheck extends ConnectorObservation {
  readonly tls: ServedTls;
  /**
   * The last certificate of the connector with a trusted chain, and the last one with a matching
   * name; this certificate is included.
   */
  readonly baseline: ServedBaseline;
}

/** A problem with a served chain. */
export interface ChainProblem {
  /** The error of the verification. */
  readonly failure: Failure;
  /** Subject of the issuer that the server did not send. Left out for other problems. */
  readonly missingIssuer?: string;
  /** Set if the certificate is not for servers; its chain may be trusted. */
  readonly isPurposeMismatch?: true;
  /**
   * The last certificate with a trusted chain. Left out: there was none, or the current chain may
   * be trusted.
   */
  readonly lastTrusted?: LastServed;
}

/**
 * Returns whether the chain may be trusted, because a file with trust anchors could not be read.
 * For a connector that requires trust, such a chain is nevertheless an error.
 */
function isUncertain({ connector, tls }: EndpointToCheck): boolean {
  const requiresTrust = connector.direction === 'send' || connector.trust !== undefined;
  return 'isUncertain' in tls.chain && tls.chain.isUncertain === true && !requiresTrust;
}

/**
 * Returns the problem with a served chain, or undefined. These are always problems: an incomplete
 * chain, a certificate that OpenSSL refuses, and one that is not for servers. Another untrusted
 * chain is a problem if it must be trusted, or if the server served a trusted chain before.
 */
export function chainProblemOf(endpoint: EndpointToCheck, now: Instant): ChainProblem | undefined {
  const { tls, baseline } = endpoint;
  if (tls.leaf.purposeMismatch) return { failure: CHAIN_FAILURES.chain_purpose_unsuitable, isPurposeMismatch: true };
  const verdict = verdictAt(tls.chain, now);
  if (verdict.status === 'trusted' || verdict.status === 'unknown') return undefined;
  const isKnown = !isUncertain(endpoint);
  const lastTrusted = isKnown ? lastTrustedIfLost(baseline, tls, now) : undefined;
  const previously = lastTrusted === undefined ? {} : { lastTrusted };
  const mustBeTrusted = lastTrusted !== undefined || (isKnown && isTrustChecked(endpoint));
  // A self-signed certificate is usual for servers that need not be trusted, as in Exchange.
  if (verdict.status === 'self-signed') {
    return mustBeTrusted ? { failure: CHAIN_FAILURES.chain_self_signed, ...previously } : undefined;
  }
  if (verdict.status === 'refused') return { failure: SAID_FAILURES.said({ text: verdict.detail }), ...previously };
  const { failure, missingIssuer } = verdict;
  if (missingIssuer !== undefined) return { failure, missingIssuer, ...previously };
  return mustBeTrusted ? { failure, ...previously } : undefined;
}

/**
 * Returns whether a file with trust anchors could not be read, so that it is unknown whether the
 * chain is a problem.
 */
export function isChainUncertain(endpoint: EndpointToCheck, now: Instant): boolean {
  return isUncertain(endpoint) && chainProblemOf(endpoint, now) === undefined;
}
