import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { KeyVerdict } from '../keys/check-key.ts';
import type { KeyFile } from '../keys/key-access-checker.ts';
import type { NamedKey } from '../keys/named-keys.ts';
import type { FileContent } from '../open/file-content.ts';
import type { ScannedFile } from '../open/scanned-file.ts';

/**
 * The private keys of a whole store, and those in the files that connectors name. A certificate
 * whose key is not next to it finds its key here, by its public key.
 */
export class StoreKeys {
  readonly #byPublicKey: Map<string, KeyFile> = new Map();

  /**
   * If several files have the same key, the first is used. Keys of the store precede named keys.
   */
  constructor(files: readonly ScannedFile[], namedKeys: readonly NamedKey[]) {
    for (const { path, state, source, mayHoldKey } of files) {
      if (!mayHoldKey || source.kind !== 'content') continue;
      for (const key of source.content.keys) {
        if (key.kind === 'read') this.#add(key.publicKeySha256, { path, state, isProtected: key.isProtected });
      }
    }
    for (const { publicKeySha256, file } of namedKeys) this.#add(publicKeySha256, file);
  }

  /** Returns the verdict that a certificate has its key; undefined if its key is not here. */
  verdictOf({ publicKeySha256 }: Pick<Certificate, 'publicKeySha256'>): KeyVerdict | undefined {
    const file = this.#byPublicKey.get(publicKeySha256);
    return file && { kind: 'matches', file, path: file.path, problem: undefined };
  }

  /** Returns whether the key of any certificate of a file is here. */
  hasKeyFor({ certificates }: FileContent): boolean {
    if (this.#byPublicKey.size === 0) return false;
    return certificates.some(({ certificate }) => this.#byPublicKey.has(certificate.publicKeySha256));
  }

  #add(publicKeySha256: string, file: KeyFile): void {
    if (!this.#byPublicKey.has(publicKeySha256)) this.#byPublicKey.set(publicKeySha256, file);
  }
}
