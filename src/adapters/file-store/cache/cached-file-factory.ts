import { mayBeKeyPath } from '../keys/key-paths.ts';
import type { FileSource } from '../open/file-source.ts';
import type { CachedFile } from './cached-file.ts';
import { isSameSource } from './same-source.ts';

/** The values of a file that a scan has read, or that an earlier process has stored. */
type FileValues = Pick<CachedFile, 'source' | 'state' | 'mayHaveOtherPaths' | 'isStateReliable' | 'blobId'>;

/** Makes the cached files of a store. */
export class CachedFileFactory {
  /** The directory of the last new file. The next file is often in it too, and shares its text. */
  #lastDirectory = '';

  /** Returns a new file, which no scan has used. */
  create(path: string, { source, state, mayHaveOtherPaths, isStateReliable, blobId }: FileValues): CachedFile {
    const directory = this.#directoryOf(path);
    const mayHoldKey = mayContainKey(source) || mayBeKeyPath(path);
    return {
      path,
      directory,
      state,
      mayHaveOtherPaths,
      source,
      mayHoldKey,
      isStateReliable,
      scanNumber: 0,
      cachedCertificates: undefined,
      blobId,
    };
  }

  #directoryOf(path: string): string {
    const { length } = this.#lastDirectory;
    // `includes` is used because `lastIndexOf` is slower: V8 has no compiled version of it.
    const isSame = path[length] === '/' && path.startsWith(this.#lastDirectory) && !path.includes('/', length + 1);
    if (!isSame) this.#lastDirectory = path.slice(0, path.lastIndexOf('/'));
    return this.#lastDirectory;
  }
}

/** Replaces the values of a file. If its content has not changed, its certificates stay cached. */
export function updateCachedFile(
  file: CachedFile,
  { source, state, mayHaveOtherPaths, isStateReliable, blobId }: FileValues,
): void {
  file.state = state;
  file.mayHaveOtherPaths = mayHaveOtherPaths;
  file.isStateReliable = isStateReliable;
  file.blobId = blobId;
  if (isSameSource(file.source, source)) return;
  file.source = source;
  file.mayHoldKey = mayContainKey(source) || mayBeKeyPath(file.path);
  file.cachedCertificates = undefined;
}

/** Returns whether a file contains a private key, or may contain one because it is unreadable. */
function mayContainKey(source: FileSource): boolean {
  return source.kind !== 'content' || source.content.keys.length > 0;
}
