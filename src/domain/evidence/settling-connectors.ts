import type { Assessment } from '../assessment/assess.ts';
import { besideDisk } from './beside-disk.ts';
import { tlsSights } from './served-sights.ts';

/**
 * Connectors whose servers were seen to serve something else than what is on disk, and may still be about to load that: what is
 * on disk resolves nothing for them yet, and no event about what they serve is due.
 */
export function settlingConnectors(assessment: Assessment): ReadonlySet<string> {
  const settling = tlsSights(assessment).filter((sight) => besideDisk(sight, assessment).kind === 'settling');
  return new Set(settling.map(({ connector }) => connector.name));
}
