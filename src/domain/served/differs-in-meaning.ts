import { verdictAt } from '../certificate/chain-verdict.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import type { Endpoint, Served } from './served.ts';

type Meaning = readonly (string | boolean | undefined)[];

function meaningOfServed(answer: { readonly at: Instant; readonly value: Served } | undefined): Meaning {
  const served = answer?.value;
  if (answer === undefined || served?.tls === undefined) return [served?.starttls];
  const { starttls, tls } = served;
  const { protocol, leaf, issuers, anchors } = tls;
  const chain = verdictAt(tls.chain, answer.at);
  const verdict = chain.status === 'untrusted' ? [chain.status, chain.missingIssuer] : [chain.status];
  const isSeenExpired = isExpired(leaf, answer.at);
  return [
    starttls,
    protocol,
    leaf.thumbprint,
    isSeenExpired,
    ...issuers.map(({ thumbprint }) => thumbprint),
    ...verdict,
    anchors?.contents,
  ];
}

function meaningOf(result: ScanResult<readonly Endpoint[]>, failures: number): string {
  const isLost = (at: ScanResult<unknown>): boolean => at.kind === 'unavailable' && at.times >= failures;
  const endpoints = (lastKnown(result)?.value ?? []).map((endpoint) => {
    const { address, keyType, conversation, outdatedAt, unlisted } = endpoint;
    const state = [address, keyType, isLost(conversation), outdatedAt !== undefined, unlisted !== undefined];
    return JSON.stringify([...state, ...meaningOfServed(lastKnown(conversation))]);
  });
  return JSON.stringify([isLost(result), ...endpoints.sort()]);
}

/**
 * Returns whether two probe results may lead to different events. These differences count:
 * - another certificate, chain, protocol or address
 * - a chain that was verified with other trust anchors
 * - a certificate that is served after its expiry, or after the expiry of an issuer
 * - STARTTLS offered or no longer offered
 * - the failure number `failures` in a row, or the first success after it
 * - whether the result is outdated
 * - whether name resolution returns the address
 * @param before undefined: never probed
 */
export function differsInMeaning(
  before: ScanResult<readonly Endpoint[]> | undefined,
  after: ScanResult<readonly Endpoint[]>,
  failures: number,
): boolean {
  return before === undefined || meaningOf(before, failures) !== meaningOf(after, failures);
}
