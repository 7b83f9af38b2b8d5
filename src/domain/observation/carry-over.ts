import type { StoreSnapshot } from './observation.ts';

/**
 * A snapshot with what stood, when it was last seen, in the places that cannot be looked into now: hidden is not gone.
 * The fresh one itself where nothing is hidden.
 */
export function carryOver(before: StoreSnapshot | undefined, fresh: StoreSnapshot): StoreSnapshot {
  if (before === undefined || fresh.unseen.length === 0) return fresh;
  const hidden = before.certificates.filter(({ location: { path } }) =>
    fresh.unseen.some((place) => path === place || path.startsWith(`${place}/`)),
  );
  return {
    ...fresh,
    certificates: [...fresh.certificates, ...hidden],
    neverSeen: fresh.unseen.filter((place) => before.neverSeen.includes(place)),
  };
}
