import type { StoreSnapshot } from '../connector/store-snapshot.ts';

/**
 * Returns a snapshot with the last known certificates of places that cannot be read now: a hidden
 * file is not a removed file. Returns `fresh` itself if everything is readable.
 */
export function carryOver(before: StoreSnapshot | undefined, fresh: StoreSnapshot): StoreSnapshot {
  if (before === undefined || fresh.unreadable.length === 0) return fresh;
  const hidden = before.certificates.filter(({ location: { path } }) =>
    fresh.unreadable.some((place) => path === place || path.startsWith(`${place}/`)),
  );
  return {
    ...fresh,
    certificates: [...fresh.certificates, ...hidden],
    unreadPaths: fresh.unreadable.filter((place) => before.unreadPaths.includes(place)),
  };
}
