import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { FileContent } from '../read/file-content.ts';
import type { KnownFile } from '../read/known-file.ts';
import type { KeyJudgement } from './judge-key.ts';
import type { KeyFile } from './key-access.ts';
import type { NamedKey } from './named-keys.ts';

/** The private keys of a whole store, and those that connectors name, by their public keys. */
export class StoreKeys {
  readonly #byPublicKey: Map<string, KeyFile> = new Map();

  /** Of several files with one key the first counts; those of the store come before those that are named. */
  constructor(files: readonly KnownFile[], named: readonly NamedKey[]) {
    for (const { path, identity, source, mayHoldKey } of files) {
      if (!mayHoldKey || source.kind !== 'content') continue;
      for (const key of source.content.keys) {
        if (key.kind === 'read') this.#add(key.publicKeySha256, { path, identity, isProtected: key.isProtected });
      }
    }
    for (const { publicKeySha256, file } of named) this.#add(publicKeySha256, file);
  }

  /** Returns the judgement that the key of a certificate is somewhere here; undefined where it is not. */
  judge({ publicKeySha256 }: Pick<Certificate, 'publicKeySha256'>): KeyJudgement | undefined {
    const file = this.#byPublicKey.get(publicKeySha256);
    return file && { kind: 'matches', file, path: file.path, problem: undefined };
  }

  /** Returns whether the key of one of the certificates of a file is here. */
  hasKeyFor({ certificates }: FileContent): boolean {
    if (this.#byPublicKey.size === 0) return false;
    return certificates.some(({ certificate }) => this.#byPublicKey.has(certificate.publicKeySha256));
  }

  #add(publicKeySha256: string, file: KeyFile): void {
    if (!this.#byPublicKey.has(publicKeySha256)) this.#byPublicKey.set(publicKeySha256, file);
  }
}
