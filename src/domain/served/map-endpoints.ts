import type { ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/** Returns a probe result with other endpoints, also those of its last known value. */
export function mapEndpoints(
  result: ScanResult<readonly Endpoint[]>,
  change: (endpoints: readonly Endpoint[]) => readonly Endpoint[],
): ScanResult<readonly Endpoint[]> {
  if (result.kind === 'available') return { ...result, value: change(result.value) };
  return result.last === undefined ? result : { ...result, last: { ...result.last, value: change(result.last.value) } };
}
