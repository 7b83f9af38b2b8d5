import type { ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/** Returns a probe result with other endpoints, also those of its last known value. */
export function mapEndpoints(
  look: ScanResult<readonly Endpoint[]>,
  change: (endpoints: readonly Endpoint[]) => readonly Endpoint[],
): ScanResult<readonly Endpoint[]> {
  if (look.kind === 'seen') return { ...look, value: change(look.value) };
  return look.last === undefined ? look : { ...look, last: { ...look.last, value: change(look.last.value) } };
}
