import type { X509Certificate } from 'node:crypto';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { CHAIN_SENTENCES } from '../../domain/certificate/chain-sentences.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { fill } from '../../domain/sentence.ts';
import { parseStoreFile } from '../../formats/certificate-table/store-file.ts';
import type { CertificateFiles } from '../../work/ports/stores.ts';
import { CaIndex } from './ca-index.ts';
import type { Absence, IssuerSource } from './follow-issuers.ts';
import { type LoadedCertificate, loadCertificate } from './load-certificate.ts';

/** The maximum number of cached CA certificates, some kilobytes each. */
const MAX_JUDGES = 500;

/**
 * The certificates of the stores, by thumbprint and by subject. Their encodings are read when
 * needed.
 */
export class StoredIssuers implements IssuerSource<StoredCertificate> {
  readonly #byThumbprint: Map<Thumbprint, StoredCertificate | StoredCertificate[]> = new Map();
  readonly #authorities: CaIndex = new CaIndex();
  readonly #judges: Map<Thumbprint, X509Certificate> = new Map();
  readonly #files: CertificateFiles;
  readonly #given: ReadonlyMap<Thumbprint, Buffer>;

  /**
   * @param wanted the thumbprints that will be searched
   * @param given PEM of certificates that a simulation assumes, and that are in no file yet
   */
  constructor(
    snapshots: readonly StoreSnapshot[],
    files: CertificateFiles,
    wanted: ReadonlySet<Thumbprint>,
    given: readonly string[] = [],
  ) {
    this.#files = files;
    const blocks = given.flatMap((pem) => parseStoreFile(Buffer.from(pem), 'given').blocks);
    this.#given = new Map(
      blocks.flatMap((block): [Thumbprint, Buffer][] =>
        block.kind === 'certificate' ? [[block.certificate.thumbprint, Buffer.from(block.der)]] : [],
      ),
    );
    for (const { certificates } of snapshots) {
      for (const stored of certificates) {
        const { thumbprint } = stored.certificate;
        if (wanted.has(thumbprint)) this.#addPlace(thumbprint, stored);
        if (stored.certificate.isCa) this.#authorities.add(stored);
      }
    }
  }

  #addPlace(thumbprint: Thumbprint, stored: StoredCertificate): void {
    const before = this.#byThumbprint.get(thumbprint);
    // Most certificates have one location, and a list for each would use more memory than the rest.
    if (before === undefined) this.#byThumbprint.set(thumbprint, stored);
    else if (Array.isArray(before)) before.push(stored);
    else this.#byThumbprint.set(thumbprint, [before, stored]);
  }

  /** Returns all locations of a certificate. */
  find(thumbprint: Thumbprint): readonly StoredCertificate[] {
    const places = this.#byThumbprint.get(thumbprint) ?? [];
    return Array.isArray(places) ? places : [places];
  }

  /** Returns whether no CA certificate of the stores has this subject. */
  lacks(subject: string): boolean {
    return !this.#authorities.has(subject);
  }

  authoritiesOf(issued: StoredCertificate): Iterable<StoredCertificate> {
    return this.#authorities.of(issued);
  }

  /** Returns the CA certificates in the same file that may have issued a certificate. */
  authoritiesInFileOf(issued: StoredCertificate): readonly StoredCertificate[] {
    return this.#authorities.inFileOf(issued);
  }

  absenceOf({ certificate: { issuer } }: StoredCertificate): Absence {
    return { detail: fill(CHAIN_SENTENCES.issuerNotFound.en, { issuer }), missingIssuer: issuer };
  }

  /** Loads a certificate with OpenSSL; undefined if it is no longer at its location. */
  async load(stored: StoredCertificate): Promise<LoadedCertificate | undefined> {
    const der = this.#given.get(stored.certificate.thumbprint) ?? (await this.#files.encodingOf(stored));
    return der === undefined ? undefined : loadCertificate(der);
  }

  /**
   * Loads a certificate with OpenSSL; undefined if it is no longer at its location or OpenSSL
   * rejects it.
   */
  async judge(stored: StoredCertificate): Promise<X509Certificate | undefined> {
    const { thumbprint, isCa } = stored.certificate;
    const known = this.#judges.get(thumbprint);
    if (known !== undefined) return known;
    const loaded = await this.load(stored);
    if (loaded?.kind !== 'loaded') return undefined;
    if (isCa) {
      if (this.#judges.size >= MAX_JUDGES) this.#judges.clear();
      this.#judges.set(thumbprint, loaded.judge);
    }
    return loaded.judge;
  }
}
