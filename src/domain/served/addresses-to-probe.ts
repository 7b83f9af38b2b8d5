import type { Problem } from '../problem.ts';
import { HOUR, type Instant } from '../time.ts';
import type { Endpoint } from './served.ts';

/** How long an address is probed after name resolution has stopped to return it, ms. */
const KEPT_FOR: number = HOUR;
/** Maximum number of addresses that are probed although name resolution does not return them. */
const MAX_UNLISTED = 32;

/** The answer of name resolution. */
export interface ResolvedAddresses {
  readonly at: Instant;
  readonly value: readonly string[];
  /** Reasons why addresses may be missing; empty if the answer is complete. */
  readonly problems: readonly Problem[];
  /** The address family of which addresses may be missing; left out with problems: both. */
  readonly incompleteFamily?: 4 | 6;
}

/** An address to probe. */
export type AddressToProbe = Pick<Endpoint, 'address' | 'unlistedSince'>;

function isComplete({ problems, incompleteFamily }: ResolvedAddresses, address: string): boolean {
  if (problems.length === 0) return true;
  return incompleteFamily !== undefined && incompleteFamily !== (address.includes(':') ? 6 : 4);
}

/**
 * Returns the addresses of a server: those that name resolution returns, and known ones that it
 * does not. DNS may return a part of the addresses each time, so a missing one is kept for an hour.
 * One that an incomplete answer may lack is kept without a limit.
 */
export function addressesToProbe(
  resolved: ResolvedAddresses,
  known: readonly AddressToProbe[],
): readonly AddressToProbe[] {
  const listed = new Set(resolved.value);
  const missing = new Map(known.filter(({ address }) => !listed.has(address)).map((each) => [each.address, each]));
  const unlisted = [...missing.values()].flatMap(({ address, unlistedSince }): readonly AddressToProbe[] => {
    const since = unlistedSince ?? (isComplete(resolved, address) ? resolved.at : undefined);
    if (since === undefined) return [{ address }];
    // If the clock was set back, the time may be in the future.
    return Math.abs(resolved.at - since) < KEPT_FOR ? [{ address, unlistedSince: since }] : [];
  });
  const latestFirst = unlisted.toSorted(
    (one, other) => (other.unlistedSince ?? resolved.at) - (one.unlistedSince ?? resolved.at),
  );
  return [...[...listed].map((address) => ({ address })), ...latestFirst.slice(0, MAX_UNLISTED)];
}
