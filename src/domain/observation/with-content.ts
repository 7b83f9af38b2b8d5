import { type Look, latest } from './look.ts';
import type { StoreSnapshot } from './observation.ts';

/** What lies in a store. */
export type StoreContent = Pick<StoreSnapshot, 'certificates' | 'requests'>;

/** A look at a store with other things in it: a blind one stays blind, and knows them as last seen. */
export function withContent(
  look: Look<StoreSnapshot>,
  change: (content: StoreContent) => StoreContent,
): Look<StoreSnapshot> {
  const { at, value } = latest(look) ?? { at: 0, value: undefined };
  const before: StoreSnapshot = value ?? { name: '', certificates: [], isGlob: false, unseen: [], neverSeen: [] };
  const changed = { ...before, ...change(before) };
  return look.kind === 'seen' ? { ...look, value: changed } : { ...look, last: { at, value: changed } };
}
