import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import { visible } from '../../formats/terminal/visible.ts';

/** A system's bundle is a twentieth of it; what is larger is something else, octets. */
const LARGEST: number = 8 * 1024 * 1024;

/** A file of CA certificates as it was read. */
interface Kept {
  /** Tells this state of the file from another. */
  readonly state: string;
  readonly context: Promise<SecureContext>;
}

/**
 * The CA certificates that the servers of notifiers are judged by. What was made of a file is kept until the file changes: to
 * read a system's bundle of 150 takes 17 ms of a processor, during which nothing else is done.
 */
export class TrustedRoots {
  readonly #systemBundles: readonly string[];
  readonly #kept: Map<string, Kept> = new Map();

  /** @param systemBundles the first that is there counts */
  constructor(systemBundles: readonly string[]) {
    this.#systemBundles = systemBundles;
  }

  /**
   * @param caFile PEM, in place of the system's
   * @returns undefined: there is no bundle of the system, and what Node brings along counts
   * @throws where they cannot be read, in one line
   */
  async context(caFile: string | undefined): Promise<SecureContext | undefined> {
    for (const path of caFile === undefined ? this.#systemBundles : [caFile]) {
      try {
        return await this.#read(path);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (caFile === undefined && code === 'ENOENT') continue;
        throw new Error(
          `reading the CA certificates in ${visible(path)}: ${code === 'ENOENT' ? 'it is not there' : visible(message)}`,
          { cause: error },
        );
      }
    }
    return undefined;
  }

  async #read(path: string): Promise<SecureContext> {
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is not a regular file');
    const { dev, ino, size, mtimeMs, ctimeMs } = found;
    if (size > LARGEST) throw new Error(`it is larger than ${LARGEST / 1024 / 1024} MiB`);
    const state = [dev, ino, size, mtimeMs, ctimeMs].join(' ');
    const kept = this.#kept.get(path);
    if (kept?.state === state) return kept.context;
    // Kept before it is there: whoever asks meanwhile gets the same.
    const context = load(path);
    this.#kept.set(path, { state, context });
    context.catch(() => this.#kept.delete(path));
    return context;
  }
}

async function load(path: string): Promise<SecureContext> {
  const pem = await readFile(path);
  // Of anything else OpenSSL makes an empty list without a word, and nobody is trusted.
  try {
    new X509Certificate(pem);
  } catch (cause) {
    throw new Error('there is no certificate in PEM at its beginning', { cause });
  }
  return createSecureContext({ ca: pem });
}
