import type { ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

type EndpointsResult = ScanResult<readonly Endpoint[]>;

/** Returns whether name resolution returns the address of an endpoint, or may return it. */
function isListed({ unlisted }: Pick<Endpoint, 'unlisted'>): boolean {
  return unlisted === undefined;
}

function listedOrAll(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const listed = endpoints.filter(isListed);
  return listed.length === 0 ? endpoints : listed;
}

/**
 * Returns a probe result without the addresses that name resolution no longer returns. They raise
 * no event, so screens, checks and metrics leave them out. If no address is left, all are kept.
 */
export function listedEndpoints(look: EndpointsResult): EndpointsResult {
  if (look.kind === 'seen') return { ...look, value: listedOrAll(look.value) };
  return look.last === undefined ? look : { ...look, last: { ...look.last, value: listedOrAll(look.last.value) } };
}
