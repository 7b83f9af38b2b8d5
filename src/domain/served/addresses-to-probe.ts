import type { Problem } from '../failure/problem.ts';
import type { Instant } from '../time.ts';
import { isNoLongerSeen } from './latest-answers.ts';
import type { Endpoint } from './served.ts';

/** Maximum number of addresses that are probed although name resolution does not return them. */
const MAX_UNLISTED_ADDRESSES = 32;

/** The answer of name resolution. */
export interface ResolvedAddresses {
  readonly at: Instant;
  readonly value: readonly string[];
  /** Reasons why addresses may be missing; empty if the answer is complete. */
  readonly problems: readonly Problem[];
  /** The family of the addresses that may be missing, if there are problems. Left out: both. */
  readonly incompleteFamily?: 4 | 6;
}

/** An address to probe. */
export type AddressToProbe = Pick<Endpoint, 'address' | 'unlisted'>;

/** Returns whether the answer would contain an address if it belonged to the host. */
function isComplete({ problems, incompleteFamily }: ResolvedAddresses, address: string): boolean {
  if (problems.length === 0) return true;
  return incompleteFamily !== undefined && incompleteFamily !== (address.includes(':') ? 6 : 4);
}

/**
 * Returns the addresses that name resolution returns, followed by known addresses that are missing
 * from its answer. DNS may return only some of the addresses each time, so a missing address is
 * kept until it is gone from the latest complete answers. An incomplete answer does not count.
 */
export function addressesToProbe(
  resolved: ResolvedAddresses,
  known: readonly AddressToProbe[],
): readonly AddressToProbe[] {
  const { at, value } = resolved;
  const listed = new Set(value);
  const missing = new Map(
    known
      .filter(({ address }) => !listed.has(address))
      .map((missingAddress) => [missingAddress.address, missingAddress]),
  );
  const stillProbed = [...missing.values()].flatMap(({ address, unlisted }): readonly AddressToProbe[] => {
    if (!isComplete(resolved, address)) return [unlisted === undefined ? { address } : { address, unlisted }];
    const { since, answers } = unlisted ?? { since: at, answers: 0 };
    return isNoLongerSeen(answers + 1, since, at) ? [] : [{ address, unlisted: { since, answers: answers + 1 } }];
  });
  const latestFirst = stillProbed.toSorted((a, b) => (b.unlisted?.since ?? at) - (a.unlisted?.since ?? at));
  return [...[...listed].map((address) => ({ address })), ...latestFirst.slice(0, MAX_UNLISTED_ADDRESSES)];
}
