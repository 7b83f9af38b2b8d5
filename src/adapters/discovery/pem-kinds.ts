import { type PemKinds, pemKindsOf } from '../../formats/server-config/pem-kinds.ts';
import { readSettings } from './read-settings.ts';

/** What stands in files of certificates and keys; those that are not there, or may not be read, are left out. */
async function readPemKinds(paths: Iterable<string>, signal: AbortSignal): Promise<ReadonlyMap<string, PemKinds>> {
  const kinds = new Map<string, PemKinds>();
  for (const path of paths) {
    signal.throwIfAborted();
    const read = await readSettings(path);
    if (read.kind !== 'read') continue;
    kinds.set(path, pemKindsOf(read.bytes));
    // It may be a private key.
    read.bytes.fill(0);
  }
  return kinds;
}

/**
 * What is made of settings by who asks what stands in files: made again with the answers, until nothing new is asked.
 * @param make asks `kindsOf` for a path; undefined: not known, or not known yet
 */
export async function withPemKinds<T>(
  make: (kindsOf: (path: string) => PemKinds | undefined) => T,
  signal: AbortSignal,
): Promise<T> {
  const known = new Map<string, PemKinds | undefined>();
  for (;;) {
    const asked = new Set<string>();
    const made = make((path) => {
      if (!known.has(path)) asked.add(path);
      return known.get(path);
    });
    if (asked.size === 0) return made;
    const found = await readPemKinds(asked, signal);
    for (const path of asked) known.set(path, found.get(path));
  }
}
