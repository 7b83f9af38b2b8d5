import { type PemKinds, pemKindsOf } from '../../formats/server-config/pem-kinds.ts';
import { readSettings } from './read-settings.ts';

/** Reads which PEM blocks files have. Files that are missing or unreadable are left out. */
async function readPemKinds(paths: Iterable<string>, signal: AbortSignal): Promise<ReadonlyMap<string, PemKinds>> {
  const kinds = new Map<string, PemKinds>();
  for (const path of paths) {
    signal.throwIfAborted();
    const settings = await readSettings(path);
    if (settings.kind !== 'read') continue;
    kinds.set(path, pemKindsOf(settings.bytes));
    // The file may be a private key.
    settings.bytes.fill(0);
  }
  return kinds;
}

/**
 * Calls `make` repeatedly with the content of the files that it requested, until it requests no new
 * file.
 * @param make calls `kindsOf` with a path; the result is undefined if it is unknown or not read yet
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
