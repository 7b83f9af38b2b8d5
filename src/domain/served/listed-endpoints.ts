import type { ScanResult } from '../scan-result.ts';
import { mapEndpoints } from './map-endpoints.ts';
import type { Endpoint } from './served.ts';

/**
 * Returns a probe result without the addresses that name resolution no longer returns. Such
 * addresses raise no event, so screens, checks and metrics leave them out. If name resolution
 * returns none of the addresses, returns all.
 */
export function listedEndpoints(result: ScanResult<readonly Endpoint[]>): ScanResult<readonly Endpoint[]> {
  return mapEndpoints(result, (endpoints) => {
    const listed = endpoints.filter(({ unlisted }) => unlisted === undefined);
    return listed.length === 0 ? endpoints : listed;
  });
}
