import { stat } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import type { HttpTlsFiles } from '../../../domain/http/http-server-settings.ts';
import { MINUTE } from '../../../domain/time.ts';
import { readTlsFiles } from './read-tls-files.ts';

/** Applies renewed TLS files within a minute. Files that cannot be used are not applied. */
export class TlsFileWatch implements Disposable {
  readonly #files: HttpTlsFiles;
  readonly #apply: (options: SecureContextOptions) => void;
  readonly #timer: NodeJS.Timeout;
  #identity: Promise<string>;

  /** @param apply receives the new certificate and key */
  constructor(files: HttpTlsFiles, apply: (options: SecureContextOptions) => void) {
    this.#files = files;
    this.#apply = apply;
    this.#identity = identityOf(files);
    this.#timer = setInterval(() => void this.check(), MINUTE).unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** Compares the files with the applied ones now. Never rejects. */
  async check(): Promise<void> {
    const identity = await identityOf(this.#files);
    if (identity === (await this.#identity)) return;
    try {
      this.#apply(await readTlsFiles(this.#files));
      this.#identity = Promise.resolve(identity);
    } catch {
      // The previous certificate stays. A renewal may not be complete yet.
    }
  }
}

/** Returns a text that changes when one of the files is replaced or written. */
async function identityOf({ certificateFile, keyFile, clientCaFile }: HttpTlsFiles): Promise<string> {
  const paths = [certificateFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])];
  const all = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  return all.map((stats) => [stats?.dev, stats?.ino, stats?.size, stats?.mtimeMs].join(' ')).join('\n');
}
