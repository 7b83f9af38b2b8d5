import type { X509Certificate } from 'node:crypto';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { CHAIN_FAILURES } from '../../domain/failure/chain-failures.ts';
import { parseStoreFile } from '../../formats/certificate-table/parse-store-file.ts';
import type { CertificateFiles } from '../../work/ports/stores.ts';
import { CaIndex } from './ca-index.ts';
import type { IssuerSource, PathEnd } from './follow-issuers.ts';
import { type LoadedCertificate, loadCertificate } from './load-certificate.ts';

/** The maximum number of cached CA certificates, some kilobytes each. */
const MAX_LOADED_CAS = 500;

/**
 * Finds the certificates of the stores by thumbprint, and their possible issuers. Their encodings
 * (DER) are read from the files when needed.
 */
export class StoredCertificates implements IssuerSource<StoredCertificate> {
  readonly #byThumbprint: Map<Thumbprint, StoredCertificate | StoredCertificate[]> = new Map();
  readonly #cas: CaIndex = new CaIndex();
  readonly #loadedCas: Map<Thumbprint, X509Certificate> = new Map();
  readonly #files: CertificateFiles;
  readonly #assumedEncodings: ReadonlyMap<Thumbprint, Buffer>;

  /**
   * @param searchableThumbprints the only thumbprints that `find` finds; an index of all
   * certificates would take too much memory
   * @param assumedPems certificates that a simulation adds to the snapshots and that are in no file
   */
  constructor(
    snapshots: readonly StoreSnapshot[],
    files: CertificateFiles,
    searchableThumbprints: ReadonlySet<Thumbprint>,
    assumedPems: readonly string[] = [],
  ) {
    this.#files = files;
    const blocks = assumedPems.flatMap((pem) => parseStoreFile(Buffer.from(pem), 'assumed').blocks);
    this.#assumedEncodings = new Map(
      blocks.flatMap((block): [Thumbprint, Buffer][] =>
        block.kind === 'certificate' ? [[block.certificate.thumbprint, Buffer.from(block.der)]] : [],
      ),
    );
    for (const { certificates } of snapshots) {
      for (const stored of certificates) {
        const { thumbprint } = stored.certificate;
        if (searchableThumbprints.has(thumbprint)) this.#addLocation(thumbprint, stored);
        if (stored.certificate.isCa) this.#cas.add(stored);
      }
    }
  }

  #addLocation(thumbprint: Thumbprint, stored: StoredCertificate): void {
    const existing = this.#byThumbprint.get(thumbprint);
    // A list is created only for several locations: most certificates have one, and their lists
    // would use more memory than all the rest.
    if (existing === undefined) this.#byThumbprint.set(thumbprint, stored);
    else if (Array.isArray(existing)) existing.push(stored);
    else this.#byThumbprint.set(thumbprint, [existing, stored]);
  }

  /** Returns all locations of a certificate. */
  find(thumbprint: Thumbprint): readonly StoredCertificate[] {
    const locations = this.#byThumbprint.get(thumbprint) ?? [];
    return Array.isArray(locations) ? locations : [locations];
  }

  /** Returns whether a CA certificate of the stores has this subject. */
  hasCa(subject: string): boolean {
    return this.#cas.has(subject);
  }

  possibleIssuersOf(issued: StoredCertificate): Iterable<StoredCertificate> {
    return this.#cas.possibleIssuersOf(issued);
  }

  /** Returns the CA certificates in the same file that may have issued a certificate. */
  possibleIssuersInFileOf(issued: StoredCertificate): readonly StoredCertificate[] {
    return this.#cas.possibleIssuersInFileOf(issued);
  }

  pathEndWithoutIssuer({ certificate: { issuer } }: StoredCertificate): PathEnd {
    return { failure: CHAIN_FAILURES.chain_issuer_not_found({ issuer }), missingIssuer: issuer };
  }

  /**
   * Loads a certificate with OpenSSL, or returns the reason of OpenSSL; undefined if it is no
   * longer at its location.
   */
  async loadOrReason(stored: StoredCertificate): Promise<LoadedCertificate | undefined> {
    const der = this.#assumedEncodings.get(stored.certificate.thumbprint) ?? (await this.#files.encodingOf(stored));
    return der === undefined ? undefined : loadCertificate(der);
  }

  /**
   * Loads a certificate with OpenSSL; undefined if it is no longer at its location or OpenSSL
   * rejects it.
   */
  async load(stored: StoredCertificate): Promise<X509Certificate | undefined> {
    const { thumbprint, isCa } = stored.certificate;
    const cached = this.#loadedCas.get(thumbprint);
    if (cached !== undefined) return cached;
    const loaded = await this.loadOrReason(stored);
    if (loaded?.kind !== 'loaded') return undefined;
    if (isCa) {
      if (this.#loadedCas.size >= MAX_LOADED_CAS) this.#loadedCas.clear();
      this.#loadedCas.set(thumbprint, loaded.certificate);
    }
    return loaded.certificate;
  }
}
