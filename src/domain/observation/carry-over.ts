import type { StoreSnapshot } from '../connector/store-snapshot.ts';

/**
 * Returns a snapshot with the last known certificates of paths that cannot be read now, because an
 * unreadable file is not a removed file. Returns `current` itself if everything is readable.
 */
export function carryOver(previous: StoreSnapshot | undefined, current: StoreSnapshot): StoreSnapshot {
  if (previous === undefined || current.unreadable.length === 0) return current;
  const lastKnownCertificates = previous.certificates.filter(({ location: { path } }) =>
    current.unreadable.some((unreadablePath) => path === unreadablePath || path.startsWith(`${unreadablePath}/`)),
  );
  return {
    ...current,
    certificates: [...current.certificates, ...lastKnownCertificates],
    // A path that was readable, or that appeared later, is not unread since the start.
    unreadPaths: current.unreadable.filter((path) => previous.unreadPaths.includes(path)),
  };
}
