import { examinePem, type PemContents } from '../../formats/server-config/pem-contents.ts';
import { readSmallFile } from './read-small-file.ts';

/** Reads which PEM blocks files have. Files that are missing or unreadable are left out. */
async function readPemKinds(paths: Iterable<string>, signal: AbortSignal): Promise<ReadonlyMap<string, PemContents>> {
  const kinds = new Map<string, PemContents>();
  for (const path of paths) {
    signal.throwIfAborted();
    const settings = await readSmallFile(path);
    if (settings.kind !== 'read') continue;
    kinds.set(path, examinePem(settings.bytes));
    // The file may be a private key.
    settings.bytes.fill(0);
  }
  return kinds;
}

/**
 * Calls `make` until it requests no new file. Each call can use the contents of the files that
 * earlier calls requested, because `make` itself does no I/O.
 * @param make calls `pemContentsOf` with a path; returns undefined for a file that is not read
 */
export async function withPemKinds<T>(
  make: (pemContentsOf: (path: string) => PemContents | undefined) => T,
  signal: AbortSignal,
): Promise<T> {
  const contents = new Map<string, PemContents | undefined>();
  for (;;) {
    const requested = new Set<string>();
    const result = make((path) => {
      if (!contents.has(path)) requested.add(path);
      return contents.get(path);
    });
    if (requested.size === 0) return result;
    const newContents = await readPemKinds(requested, signal);
    for (const path of requested) contents.set(path, newContents.get(path));
  }
}
