import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import { ATTEMPT_FAILURES } from '../../domain/failure/attempt-failures.ts';
import { causeOf } from '../../domain/failure/cause-of.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
import { FILE_CAUSE_FAILURES } from '../../domain/failure/file-cause-failures.ts';
import { visible } from '../../formats/terminal/visible.ts';

/** The maximum size of a file of CA certificates, bytes. A system bundle has a twentieth of it. */
const MAX_BYTES: number = 8 * 1024 * 1024;

/** A TLS context that trusts the CA certificates of a file. */
interface CachedContext {
  /** The inode, size and times of the file, which change whenever the file changes. */
  readonly state: string;
  readonly context: Promise<SecureContext>;
}

/**
 * The CA certificates for the verification of notifier servers. A parsed file is cached until it
 * changes, because parsing a system bundle of 150 certificates blocks the event loop for 17 ms.
 */
export class TrustedRoots {
  readonly #systemBundles: readonly string[];
  readonly #contexts: Map<string, CachedContext> = new Map();

  /** @param systemBundles paths of bundles; the first existing file is used */
  constructor(systemBundles: readonly string[]) {
    this.#systemBundles = systemBundles;
  }

  /**
   * Returns a TLS context that trusts the CA certificates of a file.
   * @param caFile PEM, used instead of the system bundle
   * @returns undefined: there is no system bundle, so Node's root certificates apply
   * @throws {FailureError} if the file cannot be read
   */
  async context(caFile: string | undefined): Promise<SecureContext | undefined> {
    for (const path of caFile === undefined ? this.#systemBundles : [caFile]) {
      try {
        return await this.#read(path);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (caFile === undefined && code === 'ENOENT') continue;
        throw new FailureError(
          ATTEMPT_FAILURES.trusted_roots_unusable({
            path: visible(path),
            cause: code === 'ENOENT' ? FILE_CAUSE_FAILURES.file_not_found : visibleCause(error),
          }),
          error,
        );
      }
    }
    return undefined;
  }

  async #read(path: string): Promise<SecureContext> {
    const stats = await stat(path);
    if (!stats.isFile()) throw new FailureError(FILE_CAUSE_FAILURES.file_not_regular);
    const { dev, ino, size, mtimeMs, ctimeMs } = stats;
    if (size > MAX_BYTES) {
      throw new FailureError(ATTEMPT_FAILURES.trusted_roots_too_large({ mebibytes: MAX_BYTES / 1024 / 1024 }));
    }
    const state = [dev, ino, size, mtimeMs, ctimeMs].join(' ');
    const cached = this.#contexts.get(path);
    if (cached?.state === state) return cached.context;
    // The pending context is cached, so that concurrent calls share it.
    const entry = { state, context: loadContext(path) };
    this.#contexts.set(path, entry);
    // A failed read is not cached. A newer entry, made after a change of the file, is kept.
    entry.context.catch(() => {
      if (this.#contexts.get(path) === entry) this.#contexts.delete(path);
    });
    return entry.context;
  }
}

function visibleCause(error: unknown): Failure | string {
  const cause = causeOf(error);
  return typeof cause === 'string' ? visible(cause) : cause;
}

async function loadContext(path: string): Promise<SecureContext> {
  const pem = await readFile(path);
  // OpenSSL accepts other content, also DER, as an empty list without an error, and then trusts no
  // server.
  if (!pem.includes('-----BEGIN ')) throw new FailureError(ATTEMPT_FAILURES.trusted_roots_not_pem);
  try {
    new X509Certificate(pem);
  } catch (cause) {
    throw new FailureError(ATTEMPT_FAILURES.trusted_roots_not_pem, cause);
  }
  return createSecureContext({ ca: pem });
}
