import { verdictAt } from '../certificate/chain-verdict.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import type { Endpoint, Served } from './served.ts';

/** The values of a probe result that can change an event. */
type Meaning = readonly (string | boolean | undefined)[];

function meaningOfServed(answer: { readonly at: Instant; readonly value: Served } | undefined): Meaning {
  const served = answer?.value;
  if (answer === undefined || served?.tls === undefined) return [served?.starttls];
  const { starttls, tls } = served;
  const { protocol, leaf, issuers, anchors } = tls;
  const chain = verdictAt(tls.chain, answer.at);
  const verdict = chain.status === 'untrusted' ? [chain.status, chain.missingIssuer] : [chain.status];
  const wasExpired = isExpired(leaf, answer.at);
  return [
    starttls,
    protocol,
    leaf.thumbprint,
    wasExpired,
    ...issuers.map(({ thumbprint }) => thumbprint),
    ...verdict,
    anchors?.contents,
  ];
}

function meaningOf(result: ScanResult<readonly Endpoint[]>, failureThreshold: number): string {
  const isReported = (failed: ScanResult<unknown>): boolean =>
    failed.kind === 'unavailable' && failed.times >= failureThreshold;
  const endpoints = (currentOrLastKnown(result)?.value ?? []).map((endpoint) => {
    const { address, keyType, conversation, outdatedAt, unlisted } = endpoint;
    const state = [address, keyType, isReported(conversation), outdatedAt !== undefined, unlisted !== undefined];
    return JSON.stringify([...state, ...meaningOfServed(currentOrLastKnown(conversation))]);
  });
  return JSON.stringify([isReported(result), ...endpoints.sort()]);
}

/**
 * Returns whether two probe results may lead to different events. These differences count:
 * - another certificate, chain, protocol or address
 * - a chain that was verified with other trust anchors
 * - a certificate that is served after its expiry, or after the expiry of an issuer
 * - STARTTLS offered or no longer offered
 * - as many failures in a row as `failureThreshold`, or the first success after them
 * - whether the result is outdated
 * - whether name resolution returns the address
 * @param previous undefined: never probed
 */
export function differsInMeaning(
  previous: ScanResult<readonly Endpoint[]> | undefined,
  current: ScanResult<readonly Endpoint[]>,
  failureThreshold: number,
): boolean {
  return previous === undefined || meaningOf(previous, failureThreshold) !== meaningOf(current, failureThreshold);
}
