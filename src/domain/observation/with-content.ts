import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { StoreSnapshot } from './observation.ts';

/** What lies in a store. */
export type StoreContent = Pick<StoreSnapshot, 'certificates' | 'requests'>;

const EMPTY: StoreSnapshot = { name: '', certificates: [], isGlob: false, unseen: [], neverSeen: [] };

/** A look at a store with other things in it: a blind one stays blind, and knows them as last seen. */
export function withContent(
  look: ScanResult<StoreSnapshot>,
  change: (content: StoreContent) => StoreContent,
): ScanResult<StoreSnapshot> {
  const { at, value } = lastKnown(look) ?? { at: 0, value: undefined };
  // Where something lies, there is a store.
  const { isUnmade: _, ...before } = value ?? EMPTY;
  const changed = { ...before, ...change(before) };
  return look.kind === 'seen' ? { ...look, value: changed } : { ...look, last: { at, value: changed } };
}
