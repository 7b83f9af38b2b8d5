import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import { UnreadableFileError } from '../../work/errors.ts';
import type { CertificateFiles, EncodedCertificate, FileListing } from '../../work/ports/stores.ts';
import { type FileBlocks, openFile } from './open/open-file.ts';
import { PasswordFiles } from './open/password-files.ts';
import { fileStateOf, fileStateText } from './walk/file-state.ts';
import { TimeSlice } from './walk/time-slice.ts';
import { FileWatch } from './watch/file-watch.ts';

/** The maximum number of files in a directory of trust anchors. */
const MAX_FILES = 10_000;
/**
 * The maximum size of cached encodings, bytes: about 1,000 chains. The last file is cached in any
 * case.
 */
const MAX_CACHED_BYTES = 4 * 1024 * 1024;

/** The certificates of a file in DER. */
interface CachedEncodings {
  /** By SHA-256 fingerprint. */
  readonly encodings: ReadonlyMap<string, Buffer>;
  readonly byteCount: number;
}

/**
 * Creates the reader of certificate files in DER, for chains and trust anchors. It opens keystores
 * of a store with the password files of this store, and caches recently used files.
 */
export function certificateFiles(stores: readonly StoreDefinition[]): CertificateFiles {
  return new CachingCertificateFiles(stores);
}

class CachingCertificateFiles implements CertificateFiles {
  readonly #passwordFiles: ReadonlyMap<string, readonly string[]>;
  /**
   * By store and path; least recently used first. A cached encoding is found by its fingerprint, so
   * it is correct even if the file has changed.
   */
  readonly #cachedFiles: Map<string, CachedEncodings> = new Map();
  #byteCount = 0;

  constructor(stores: readonly StoreDefinition[]) {
    this.#passwordFiles = new Map(stores.map(({ name, passwordFiles = [] }) => [name, passwordFiles]));
  }

  async list(path: string): Promise<FileListing> {
    const stats = await stat(path);
    if (!stats.isDirectory()) return { paths: [path], identity: fileStateText(path, fileStateOf(stats)) };
    const names = (await readdir(path)).sort().slice(0, MAX_FILES);
    const files = await Promise.all(
      names.map(async (name) => {
        const childPath = join(path, name);
        const childStats = await stat(childPath).catch(() => undefined);
        return childStats?.isFile()
          ? { path: childPath, identity: fileStateText(childPath, fileStateOf(childStats)) }
          : undefined;
      }),
    );
    const listedFiles = files.filter((file) => file !== undefined);
    return {
      paths: listedFiles.map((file) => file.path),
      identity: listedFiles.map(({ identity }) => identity).join('\n'),
    };
  }

  async read(path: string): Promise<readonly EncodedCertificate[]> {
    using file = await openCertificates(path, []);
    const certificates = encodedCertificatesOf(file);
    const [problem] = file.problems;
    if (certificates.length === 0 && problem !== undefined) {
      throw new UnreadableFileError(problem);
    }
    return certificates;
  }

  watch(path: string, hint: () => void): Disposable {
    return new FileWatch(path, hint);
  }

  async encodingOf({ certificate, location, store }: StoredCertificate): Promise<Uint8Array | undefined> {
    const key = [store, location.path].join('\n');
    const cachedFile = this.#cachedFiles.get(key);
    const cachedDer = cachedFile?.encodings.get(certificate.sha256Fingerprint);
    if (cachedFile !== undefined && cachedDer !== undefined) {
      // Moves it to the end of the map: the most recently used.
      this.#cachedFiles.delete(key);
      this.#cachedFiles.set(key, cachedFile);
      return cachedDer;
    }
    using file = await openCertificates(location.path, this.#passwordFiles.get(store) ?? []);
    const encodings = new Map(
      encodedCertificatesOf(file).map(({ certificate: { sha256Fingerprint }, der }) => [sha256Fingerprint, der]),
    );
    this.#store(key, encodings);
    return encodings.get(certificate.sha256Fingerprint);
  }

  #store(key: string, encodings: CachedEncodings['encodings']): void {
    this.#forget(key);
    const byteCount = [...encodings.values()].reduce((sum, { length }) => sum + length, 0);
    this.#byteCount += byteCount;
    this.#cachedFiles.set(key, { encodings, byteCount });
    for (const oldest of this.#cachedFiles.keys()) {
      if (this.#byteCount <= MAX_CACHED_BYTES || oldest === key) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#byteCount -= this.#cachedFiles.get(key)?.byteCount ?? 0;
    this.#cachedFiles.delete(key);
  }
}

function openCertificates(path: string, passwordFiles: readonly string[]): Promise<FileBlocks> {
  return openFile(path, new PasswordFiles(passwordFiles), new TimeSlice(), 'certificates');
}

/** Returns copies of the certificates, because the bytes of the file are overwritten. */
function encodedCertificatesOf({ blocks }: FileBlocks): readonly (EncodedCertificate & { readonly der: Buffer })[] {
  return blocks.flatMap((block) =>
    block.kind === 'certificate' ? [{ certificate: block.certificate, der: Buffer.from(block.der) }] : [],
  );
}
