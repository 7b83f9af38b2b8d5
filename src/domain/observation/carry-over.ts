import type { StoreSnapshot } from '../connector/store-snapshot.ts';

/**
 * Returns a snapshot with the last known certificates of paths that cannot be read now, because an
 * unreadable file is not a removed file. Returns `fresh` itself if everything is readable.
 */
export function carryOver(previous: StoreSnapshot | undefined, fresh: StoreSnapshot): StoreSnapshot {
  if (previous === undefined || fresh.unreadable.length === 0) return fresh;
  const unreadableNow = previous.certificates.filter(({ location: { path } }) =>
    fresh.unreadable.some((unreadablePath) => path === unreadablePath || path.startsWith(`${unreadablePath}/`)),
  );
  return {
    ...fresh,
    certificates: [...fresh.certificates, ...unreadableNow],
    unreadPaths: fresh.unreadable.filter((path) => previous.unreadPaths.includes(path)),
  };
}
