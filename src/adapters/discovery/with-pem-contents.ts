import { examinePem, type PemContents } from '../../formats/server-config/pem-contents.ts';
import { readSmallFile } from './read-small-file.ts';

/** Examines PEM files. Files that are missing or unreadable are left out. */
async function readPemContents(
  paths: Iterable<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PemContents>> {
  const contents = new Map<string, PemContents>();
  for (const path of paths) {
    signal.throwIfAborted();
    const file = await readSmallFile(path);
    if (file.kind !== 'read') continue;
    contents.set(path, examinePem(file.bytes));
    // The file may be a private key.
    file.bytes.fill(0);
  }
  return contents;
}

/**
 * Computes a result that depends on the contents of PEM files, whose paths are not known before.
 * `compute` does no I/O: it requests a file by `pemContentsOf`, which returns undefined for a file
 * that is not yet read, missing or unreadable. After the requested files were read, `compute` is
 * called again, until it requests no new file.
 */
export async function withPemContents<T>(
  compute: (pemContentsOf: (path: string) => PemContents | undefined) => T,
  signal: AbortSignal,
): Promise<T> {
  const contents = new Map<string, PemContents | undefined>();
  for (;;) {
    const requested = new Set<string>();
    const result = compute((path) => {
      if (!contents.has(path)) requested.add(path);
      return contents.get(path);
    });
    if (requested.size === 0) return result;
    const newContents = await readPemContents(requested, signal);
    for (const path of requested) contents.set(path, newContents.get(path));
  }
}
