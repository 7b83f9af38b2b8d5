import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import type { ProblemError } from '../failure/error-facts.ts';
import { NOTHING_SAID } from '../failure/said-failures.ts';
import { currentOrLastKnown, type ScanResult, type UnavailableResult } from '../scan-result.ts';
import type { Selection } from '../selection/selection.ts';
import type { Instant } from '../time.ts';
import { listedEndpoints } from './listed-endpoints.ts';
import type { Endpoint, Served, ServedLeaf } from './served.ts';
import { expectedCertificates } from './served-on-disk.ts';

/**
 * The certificate that an address serves, compared with those that it should serve.
 * - same: a certificate that should be served
 * - older: another certificate, which is older than all that should be served
 * - other: another certificate, which is not older
 * - not-compared: a certificate of which it is unknown whether it should be served, for example at
 *   a Send connector
 * - not-offered: STARTTLS was not announced
 * - refused: STARTTLS was announced and then rejected
 */
export type ServedKind = 'same' | 'older' | 'other' | 'not-compared' | 'not-offered' | 'refused';

/** The last known state of one address of a connector. */
export interface AddressState {
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  /** The last successful probe; undefined: none. */
  readonly lastResult:
    | { readonly at: Instant; readonly kind: ServedKind; readonly leaf: ServedLeaf | undefined }
    | undefined;
  /**
   * Set if the host name could not be resolved, the last probe of the address failed, or its result
   * is outdated because of a change: since when, the reason, and the response.
   */
  readonly failure: (ProblemError & { readonly since: Instant }) | undefined;
  /** True if a change is newer than the last result; left out: no. */
  readonly isOutdated?: true;
  /** Duration of the last probe, ms; undefined: unknown. */
  readonly durationMs?: number | undefined;
  /** Since when name resolution no longer returns the address; left out: it does. */
  readonly unlistedSince?: Instant;
  /** True for an earlier answer of an address that gives several answers in turn. Left out: no. */
  readonly isAlternate?: true;
}

/** The input for the states of addresses. */
export interface ServedContext {
  readonly connector: Connector;
  readonly selection: Selection;
  /** undefined: never probed. */
  readonly served: ScanResult<readonly Endpoint[]> | undefined;
}

function kindOf(served: Served, expected: readonly StoredCertificate[] | undefined): ServedKind {
  if (served.tls === undefined) return served.starttls;
  const { thumbprint, notBefore } = served.tls.leaf;
  if (expected === undefined) return 'not-compared';
  if (expected.some(({ certificate }) => certificate.thumbprint === thumbprint)) return 'same';
  return expected.every(({ certificate }) => notBefore < certificate.notBefore) ? 'older' : 'other';
}

function failureOf({ since, problem }: UnavailableResult<unknown>): NonNullable<AddressState['failure']> {
  return { since, reason: problem.reason, failure: problem.failure };
}

/**
 * Returns the last known state of each address, or of the host if its addresses are unknown. Empty
 * before the first probe. Omits a key type that an address never served, if it serves another.
 * Includes the addresses that name resolution no longer returns.
 */
export function allAddressStates({ connector, selection, served: result }: ServedContext): readonly AddressState[] {
  if (result === undefined || connector.probe === undefined) return [];
  const expected = connector.direction === 'receive' ? expectedCertificates(selection) : undefined;
  const resolutionFailure = result.kind === 'unavailable' && result.times > 0 ? failureOf(result) : undefined;
  const endpoints = currentOrLastKnown(result)?.value;
  if (endpoints === undefined) {
    if (resolutionFailure === undefined) return [];
    return [{ address: connector.probe.host, keyType: 'any', lastResult: undefined, failure: resolutionFailure }];
  }
  const states = endpoints.map((endpoint): AddressState => {
    const { address, keyType, conversation, durationMs, outdatedAt, unlisted, isAlternate } = endpoint;
    const last = currentOrLastKnown(conversation);
    const outdated: AddressState['failure'] =
      outdatedAt === undefined ? undefined : { since: outdatedAt, reason: 'not_checked', failure: NOTHING_SAID };
    const failed = conversation.kind === 'unavailable' ? failureOf(conversation) : outdated;
    return {
      address,
      keyType,
      lastResult: last && { at: last.at, kind: kindOf(last.value, expected), leaf: last.value.tls?.leaf },
      failure: resolutionFailure ?? failed,
      ...(outdatedAt === undefined ? {} : { isOutdated: true }),
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(unlisted === undefined ? {} : { unlistedSince: unlisted.since }),
      ...(isAlternate === undefined ? {} : { isAlternate }),
    };
  });
  const answering = new Set(states.flatMap(({ address, lastResult }) => (lastResult === undefined ? [] : [address])));
  return states.filter(
    ({ address, keyType, lastResult }) => lastResult !== undefined || keyType === 'any' || !answering.has(address),
  );
}

/**
 * Returns the states that tables, checks and metrics use: only addresses that name resolution still
 * returns, because other addresses raise no event. If name resolution returns none of the known
 * addresses, returns the states of all.
 */
export function addressStates(context: ServedContext): readonly AddressState[] {
  const { served } = context;
  return allAddressStates(served === undefined ? context : { ...context, served: listedEndpoints(served) });
}
