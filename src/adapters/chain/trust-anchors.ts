import { hash, type X509Certificate } from 'node:crypto';
import type { AnchorsIdentity } from '../../domain/certificate/anchors-identity.ts';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { causeOf } from '../../domain/failure/cause-of.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { failureText } from '../../domain/failure/failure-text.ts';
import { FILE_CAUSE_FAILURES } from '../../domain/failure/file-cause-failures.ts';
import type { Instant } from '../../domain/time.ts';
import { errorCode } from '../../formats/system/file-reason.ts';
import { UnreadableFileError } from '../../work/errors.ts';
import type { CertificateFiles, EncodedCertificate, FileListing } from '../../work/ports/stores.ts';
import { tryLoadCertificate } from './load-certificate.ts';
import type { IssuerFacts } from './rejection-reason.ts';
import { SYSTEM_BUNDLES } from './system-bundles.ts';

/** A trust anchor: a certificate at which a trusted chain ends. */
export interface Anchor {
  /** Where the anchor comes from: the system, or a file of the enterprise. */
  readonly kind: TrustSource['kind'];
  readonly thumbprint: Thumbprint;
  readonly loaded: X509Certificate;
  readonly notAfter: Instant;
  /** The maximum number of CAs below it, or undefined if unlimited. */
  readonly pathLength: number | undefined;
  /** The facts from which the reason is determined if OpenSSL rejects the anchor as issuer. */
  readonly facts: IssuerFacts;
}

/** The trust anchors at the time of reading. */
export interface Anchors {
  /** The same object until the files change; for caches in this process. */
  readonly state: object;
  /** Equal in every process that reads the same anchors; for comparison with stored verdicts. */
  readonly identity: AnchorsIdentity;
  readonly kindOf: (thumbprint: Thumbprint) => TrustSource['kind'] | undefined;
  /** Returns the anchors with a subject, those of the enterprise first. */
  readonly bySubject: (subject: string) => readonly Anchor[];
  readonly count: number;
  /** Unreadable sources, each with the reason. */
  readonly unreadable: readonly string[];
  /** The same sources, as failures. */
  readonly unreadableFailures: readonly Failure[];
}

/** A file or directory of trust anchors that could not be read. */
interface UnreadableSource {
  readonly path: string;
  readonly cause: Failure | string;
  /** `unusable`: it can be read, but no certificates were read from it. */
  readonly kind: AnchorsIdentity['unread'] | 'unusable';
}

/**
 * Returns the reader for trust sources. The same sources give the same reader, so that their files
 * are read once.
 */
export type AnchorsFor = (trust: readonly TrustSource[]) => TrustAnchors;

/**
 * Creates the function that returns readers of trust anchors.
 * @param systemBundles the files that may have the anchors of the system; the first existing file
 * is used
 */
export function anchorsFrom(files: CertificateFiles, systemBundles: readonly string[] = SYSTEM_BUNDLES): AnchorsFor {
  const readers = new Map<string, TrustAnchors>();
  return (trust) => {
    const key = JSON.stringify(trust);
    const reader = readers.get(key) ?? new TrustAnchors(trust, files, systemBundles);
    readers.set(key, reader);
    return reader;
  };
}

/** Reads the trust anchors on first use, and again when their files have changed. */
export class TrustAnchors {
  readonly #trust: readonly TrustSource[];
  readonly #files: CertificateFiles;
  readonly #systemBundles: readonly string[];
  /** The anchors, and the state of the files from which they were read. */
  #lastReading: { readonly identity: string; readonly anchors: Promise<Anchors> } | undefined;

  constructor(trust: readonly TrustSource[], files: CertificateFiles, systemBundles: readonly string[]) {
    this.#files = files;
    // `enterprise` before `system`: an anchor that both have counts as an enterprise anchor.
    this.#trust = trust.toSorted((left, right) => left.kind.localeCompare(right.kind));
    this.#systemBundles = systemBundles;
  }

  /** Returns the anchors; the same object while the files are unchanged. */
  async read(): Promise<Anchors> {
    const listings = await Promise.all(this.#trust.map((source) => this.#list(source)));
    const identity = listings.map((listing) => listing.identity).join('\n\n');
    if (this.#lastReading?.identity !== identity)
      this.#lastReading = { identity, anchors: loadAnchors(listings, this.#files) };
    return await this.#lastReading.anchors;
  }

  async #list(source: TrustSource): Promise<SourceListing> {
    const candidates = source.kind === 'system' ? this.#systemBundles : [source.path];
    // If no candidate can be listed, the failure of the last one is reported.
    let failure: UnreadableSource | undefined;
    for (const path of candidates) {
      try {
        return { kind: source.kind, failure: undefined, ...(await this.#files.list(path)) };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        const kind = code === 'EACCES' || code === 'EPERM' ? 'denied' : 'missing';
        failure = { path, cause: readErrorCause(error), kind };
      }
    }
    return {
      kind: source.kind,
      failure,
      paths: [],
      identity: failure === undefined ? '' : unreadableSourceText(failure),
    };
  }

  /**
   * Calls `hint` when a source may have changed. Misses some changes, which the next read finds.
   */
  watch(hint: () => void): Disposable {
    const paths = this.#trust.flatMap((source) => (source.kind === 'system' ? this.#systemBundles : [source.path]));
    const watches = paths.map((path) => this.#files.watch(path, hint));
    return {
      [Symbol.dispose]: () => {
        for (const watch of watches) watch[Symbol.dispose]();
      },
    };
  }
}

type EncodedAnchor = Omit<Anchor, 'loaded'> & { readonly der: Uint8Array };

interface SourceListing extends FileListing {
  readonly kind: TrustSource['kind'];
  readonly failure: UnreadableSource | undefined;
}

async function loadAnchors(listings: readonly SourceListing[], files: CertificateFiles): Promise<Anchors> {
  const kindByThumbprint = new Map<Thumbprint, TrustSource['kind']>();
  const encodedBySubject = new Map<string, EncodedAnchor[]>();
  const fingerprints: string[] = [];
  const unreadable = listings.map(({ failure }) => failure).filter((failure) => failure !== undefined);
  for (const { kind, paths } of listings) {
    for (const path of paths) {
      for (const { certificate, der } of await readOrAddUnreadable(path, files, unreadable)) {
        if (kindByThumbprint.has(certificate.thumbprint)) continue;
        kindByThumbprint.set(certificate.thumbprint, kind);
        fingerprints.push(`${kind} ${certificate.sha256Fingerprint}`);
        const anchorsOfSubject = encodedBySubject.get(certificate.subject);
        const { thumbprint, notAfter, pathLength, keyUsage, subjectKeyIdentifier } = certificate;
        const facts = { keyUsage, subjectKeyIdentifier };
        const anchor = { kind, thumbprint, der, notAfter, pathLength, facts };
        if (anchorsOfSubject === undefined) encodedBySubject.set(certificate.subject, [anchor]);
        else anchorsOfSubject.push(anchor);
      }
    }
  }
  const loadedBySubject = new Map<string, readonly Anchor[]>();
  return {
    // A new object for each reading.
    state: {},
    identity: identityOf(fingerprints, unreadable),
    unreadable: unreadable.map(unreadableSourceText),
    unreadableFailures: unreadable.map(unreadableFailure),
    count: kindByThumbprint.size,
    kindOf: (thumbprint) => kindByThumbprint.get(thumbprint),
    bySubject: (subject) => {
      const cached = loadedBySubject.get(subject);
      if (cached !== undefined) return cached;
      const anchors = (encodedBySubject.get(subject) ?? []).flatMap(({ der, ...anchor }) => {
        const loaded = tryLoadCertificate(der);
        return loaded === undefined ? [] : [{ ...anchor, loaded }];
      });
      if (encodedBySubject.has(subject)) loadedBySubject.set(subject, anchors);
      return anchors;
    },
  };
}

/** Returns the same identity for any order of the files and of the certificates in them. */
function identityOf(fingerprints: readonly string[], unreadable: readonly UnreadableSource[]): AnchorsIdentity {
  const lines = [...fingerprints.toSorted(), ...unreadable.map(unreadableSourceText).toSorted()];
  const contents = hash('sha256', lines.join('\n'), 'base64url');
  const kinds = new Set(unreadable.map(({ kind }) => kind));
  if (kinds.has('denied')) return { contents, unread: 'denied' };
  return kinds.has('missing') ? { contents, unread: 'missing' } : { contents };
}

function unreadableFailure({ path, cause }: UnreadableSource): Failure {
  return FILE_CAUSE_FAILURES.file_at_path({ path, cause });
}

function unreadableSourceText(source: UnreadableSource): string {
  return failureText(unreadableFailure(source), 'en');
}

function readErrorCause(error: unknown): Failure | string {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return FILE_CAUSE_FAILURES.file_not_found;
  return code === 'EACCES' ? FILE_CAUSE_FAILURES.file_access_denied : causeOf(error);
}

/** Returns the certificates of a file. If it cannot be read, adds it to `unreadable` (output). */
async function readOrAddUnreadable(
  path: string,
  files: CertificateFiles,
  unreadable: UnreadableSource[],
): Promise<readonly EncodedCertificate[]> {
  try {
    return await files.read(path);
  } catch (error) {
    const isDenied = error instanceof UnreadableFileError && error.problem.reason === 'permission_denied';
    const kind = isDenied ? 'denied' : 'unusable';
    unreadable.push({ path, cause: readErrorCause(error), kind });
    return [];
  }
}
