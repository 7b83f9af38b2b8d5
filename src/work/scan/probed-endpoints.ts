import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { outdatedSince } from '../../domain/served/outdated-result.ts';
import type { Endpoint } from '../../domain/served/served.ts';

/** The result of probing every address of a server. */
export type ProbedEndpoints = ScanResult<readonly Endpoint[]>;

/**
 * Returns true if a failure has not occurred often enough in succession (`failureThreshold`) to be
 * reported.
 */
export function isUnconfirmed(result: ProbedEndpoints | undefined, { failureThreshold }: ProbeTarget): boolean {
  if (result === undefined) return false;
  const isBelowThreshold = (part: ScanResult<unknown>): boolean =>
    part.kind === 'unavailable' && part.times < failureThreshold;
  if (result.kind === 'unavailable') return isBelowThreshold(result);
  return result.value.some(({ conversation }) => isBelowThreshold(conversation));
}

/**
 * Returns true if a probe after a change reached no address, because the name resolution failed.
 */
export function isStillOutdated(result: ProbedEndpoints | undefined): boolean {
  return result !== undefined && result.kind !== 'available' && outdatedSince(result) !== undefined;
}

/** Returns true if the name resolution or an address failed. */
export function isFailure(result: ProbedEndpoints | undefined): boolean {
  if (result === undefined) return false;
  return result.kind === 'unavailable' || result.value.some(({ conversation }) => conversation.kind === 'unavailable');
}

/** Returns a result without the addresses that the name resolution does not return. */
export function withoutUnlisted(result: ProbedEndpoints | undefined): ProbedEndpoints | undefined {
  if (result?.kind !== 'available' || result.value.every(({ unlisted }) => unlisted === undefined)) return result;
  return { ...result, value: result.value.filter(({ unlisted }) => unlisted === undefined) };
}

/** Returns true if a listed address refused STARTTLS in its latest probe. */
export function isStarttlsRefused(result: ProbedEndpoints | undefined): boolean {
  return hasAddressWith(withoutUnlisted(result), 'refused');
}

/** Returns true if an address gave this answer to STARTTLS in its latest probe. */
function hasAddressWith(result: ProbedEndpoints | undefined, starttls: 'refused' | 'not-offered'): boolean {
  return (
    result?.kind === 'available' &&
    result.value.some(
      ({ conversation, isAlternate }) =>
        conversation.kind === 'available' && conversation.value.starttls === starttls && isAlternate === undefined,
    )
  );
}

/** Returns true if an address offered no TLS in its latest probe. */
export function isWithoutTls(result: ProbedEndpoints | undefined): boolean {
  return hasAddressWith(result, 'refused') || hasAddressWith(result, 'not-offered');
}
