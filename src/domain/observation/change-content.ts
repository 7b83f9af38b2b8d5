import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';

/** The certificates and CSRs of a store. */
export type StoreContent = Pick<StoreSnapshot, 'certificates' | 'requests'>;

const EMPTY_SNAPSHOT: StoreSnapshot = {
  name: '',
  certificates: [],
  isGlob: false,
  unreadablePaths: [],
  unreadableSinceStart: [],
};

/**
 * Returns the scan result of a store as it would be with other content. An unavailable store stays
 * unavailable, with the changed content as its last known content.
 */
export function changeContent(
  result: ScanResult<StoreSnapshot>,
  change: (content: StoreContent) => StoreContent,
): ScanResult<StoreSnapshot> {
  // A store without a known content counts as empty.
  const { at, value } = currentOrLastKnown(result) ?? { at: 0, value: undefined };
  // Drops `isUnmade`, because a store with content exists.
  const { isUnmade: _, ...snapshot } = value ?? EMPTY_SNAPSHOT;
  const changed = { ...snapshot, ...change(snapshot) };
  return result.kind === 'available' ? { ...result, value: changed } : { ...result, last: { at, value: changed } };
}
