import type { X509Certificate } from 'node:crypto';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { StoreSnapshot } from '../../domain/observation/observation.ts';
import { parseStoreFile } from '../../formats/store-file.ts';
import type { CertificateFiles } from '../../work/ports.ts';
import type { Absence, IssuerSource } from './follow-issuers.ts';
import { type LoadedCertificate, loadCertificate } from './load-certificate.ts';

/** The certificates of the stores, found by thumbprint and by subject; their encodings are read when they are needed. */
export class StoredIssuers implements IssuerSource<StoredCertificate> {
  readonly #byThumbprint: Map<Thumbprint, StoredCertificate[]> = new Map();
  readonly #authorities: Map<string, StoredCertificate[]> = new Map();
  readonly #files: CertificateFiles;
  readonly #given: ReadonlyMap<Thumbprint, Buffer>;

  /** @param given PEM of certificates that are supposed to stand somewhere, and stand nowhere yet */
  constructor(snapshots: readonly StoreSnapshot[], files: CertificateFiles, given: readonly string[] = []) {
    this.#files = files;
    const blocks = given.flatMap((pem) => parseStoreFile(Buffer.from(pem), 'given').blocks);
    this.#given = new Map(
      blocks.flatMap((block): [Thumbprint, Buffer][] =>
        block.kind === 'certificate' ? [[block.certificate.thumbprint, Buffer.from(block.der)]] : [],
      ),
    );
    for (const { certificates } of snapshots) {
      for (const stored of certificates) {
        add(this.#byThumbprint, stored.certificate.thumbprint, stored);
        if (stored.certificate.isCa) add(this.#authorities, stored.certificate.subject, stored);
      }
    }
  }

  /** Every place in which a certificate stands. */
  find(thumbprint: Thumbprint): readonly StoredCertificate[] {
    return this.#byThumbprint.get(thumbprint) ?? [];
  }

  /** Those in the same file first. */
  authoritiesOf({ certificate, location: { path } }: StoredCertificate): readonly StoredCertificate[] {
    const candidates = this.#authorities.get(certificate.issuer) ?? [];
    const nearFirst = [
      ...candidates.filter(({ location }) => location.path === path),
      ...candidates.filter(({ location }) => location.path !== path),
    ];
    return [...new Map(nearFirst.map((stored) => [stored.certificate.thumbprint, stored])).values()];
  }

  /** CA certificates in its file whose subject is its issuer. */
  authoritiesBeside({ certificate, location: { path } }: StoredCertificate): readonly StoredCertificate[] {
    return (this.#authorities.get(certificate.issuer) ?? []).filter(({ location }) => location.path === path);
  }

  absenceOf({ certificate: { issuer } }: StoredCertificate): Absence {
    return { detail: `the issuer ${issuer} was not found`, missingIssuer: issuer };
  }

  /** Loads a certificate with OpenSSL; undefined where it no longer is where it was seen. */
  async load(stored: StoredCertificate): Promise<LoadedCertificate | undefined> {
    const der = this.#given.get(stored.certificate.thumbprint) ?? (await this.#files.encodingOf(stored));
    return der === undefined ? undefined : loadCertificate(der);
  }

  /** OpenSSL's view of it; undefined where it no longer stands where it was seen, or OpenSSL does not read it. */
  async judge(stored: StoredCertificate): Promise<X509Certificate | undefined> {
    const loaded = await this.load(stored);
    return loaded?.kind === 'loaded' ? loaded.judge : undefined;
  }
}

function add(map: Map<string, StoredCertificate[]>, key: string, stored: StoredCertificate): void {
  const before = map.get(key);
  if (before === undefined) map.set(key, [stored]);
  else before.push(stored);
}
