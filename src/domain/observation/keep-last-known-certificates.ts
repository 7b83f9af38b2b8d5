import type { StoreSnapshot } from '../connector/store-snapshot.ts';

/**
 * Returns the current snapshot of a store, with the last known certificates of paths that are
 * unreadable now. An unreadable file is not a removed file. Returns `current` itself if every path
 * is readable.
 */
export function keepLastKnownCertificates(previous: StoreSnapshot | undefined, current: StoreSnapshot): StoreSnapshot {
  if (previous === undefined || current.unreadablePaths.length === 0) return current;
  const lastKnownCertificates = previous.certificates.filter(({ location: { path } }) =>
    current.unreadablePaths.some((unreadablePath) => path === unreadablePath || path.startsWith(`${unreadablePath}/`)),
  );
  return {
    ...current,
    certificates: [...current.certificates, ...lastKnownCertificates],
    // Leaves out paths that an earlier scan could read, paths that appeared after the first scan,
    // and keystores that no password opens.
    unreadableSinceStart: current.unreadableSinceStart.filter((path) => previous.unreadableSinceStart.includes(path)),
  };
}
