import { hash, type X509Certificate } from 'node:crypto';
import type { AnchorsIdentity } from '../../domain/certificate/anchors-identity.ts';
import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Instant } from '../../domain/time.ts';
import type { CertificateFiles, EncodedCertificate, FileListing } from '../../work/ports/stores.ts';
import { tryLoadCertificate } from './load-certificate.ts';
import type { IssuerFacts } from './rejection-reason.ts';
import { SYSTEM_BUNDLES } from './system-bundles.ts';

/** A trust anchor. */
export interface Anchor {
  readonly kind: TrustSource['kind'];
  readonly thumbprint: Thumbprint;
  readonly loaded: X509Certificate;
  readonly notAfter: Instant;
  /** The maximum number of CAs below it, or undefined if unlimited. */
  readonly pathLength: number | undefined;
  readonly facts: IssuerFacts;
}

/** The trust anchors at the time of reading. */
export interface Anchors {
  /** Another object whenever the files have changed. */
  readonly state: object;
  /** Equal in every process that reads the same anchors. */
  readonly identity: AnchorsIdentity;
  readonly kindOf: (thumbprint: Thumbprint) => TrustSource['kind'] | undefined;
  /** Returns the anchors with a subject, enterprise ones first. */
  readonly bySubject: (subject: string) => readonly Anchor[];
  readonly count: number;
  /** Unreadable sources, each with the reason. */
  readonly unread: readonly string[];
}

/** A source that was not read. */
interface UnreadSource {
  readonly path: string;
  readonly reason: string;
  readonly kind: AnchorsIdentity['unread'] | 'unusable';
}

/**
 * Returns the trust anchors of sources. The same sources give the same object, so they are read
 * once.
 */
export type AnchorsFor = (trust: readonly TrustSource[]) => TrustAnchors;

/**
 * Creates the function that returns trust anchors.
 * @param systemBundles the first existing file is used
 */
export function anchorsFrom(files: CertificateFiles, systemBundles: readonly string[] = SYSTEM_BUNDLES): AnchorsFor {
  const opened = new Map<string, TrustAnchors>();
  return (trust) => {
    const key = JSON.stringify(trust);
    const anchors = opened.get(key) ?? new TrustAnchors(trust, files, systemBundles);
    opened.set(key, anchors);
    return anchors;
  };
}

/** Reads the trust anchors on first use, and again when their files have changed. */
export class TrustAnchors {
  readonly #trust: readonly TrustSource[];
  readonly #files: CertificateFiles;
  readonly #systemBundles: readonly string[];
  #lastReading: { readonly identity: string; readonly anchors: Promise<Anchors> } | undefined;

  constructor(trust: readonly TrustSource[], files: CertificateFiles, systemBundles: readonly string[]) {
    this.#files = files;
    // Enterprise sources are first, so an anchor that the system also has is an enterprise anchor.
    this.#trust = trust.toSorted((left, right) => left.kind.localeCompare(right.kind));
    this.#systemBundles = systemBundles;
  }

  async read(): Promise<Anchors> {
    const listings = await Promise.all(this.#trust.map((source) => this.#list(source)));
    const identity = listings.map((listing) => listing.identity).join('\n\n');
    if (this.#lastReading?.identity !== identity)
      this.#lastReading = { identity, anchors: loadAnchors(listings, this.#files) };
    return await this.#lastReading.anchors;
  }

  async #list(source: TrustSource): Promise<SourceListing> {
    const candidates = source.kind === 'system' ? this.#systemBundles : [source.path];
    let failure: UnreadSource | undefined;
    for (const path of candidates) {
      try {
        return { kind: source.kind, failure: undefined, ...(await this.#files.list(path)) };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        const kind = code === 'EACCES' || code === 'EPERM' ? 'denied' : 'missing';
        failure = { path, reason: readErrorText(error), kind };
      }
    }
    return { kind: source.kind, failure, paths: [], identity: failure === undefined ? '' : unreadSourceText(failure) };
  }

  /** Calls `hint` when a source may have changed. Can miss changes; the next read finds them. */
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
  readonly failure: UnreadSource | undefined;
}

async function loadAnchors(listings: readonly SourceListing[], files: CertificateFiles): Promise<Anchors> {
  const kindByThumbprint = new Map<Thumbprint, TrustSource['kind']>();
  const encodedBySubject = new Map<string, EncodedAnchor[]>();
  const fingerprints: string[] = [];
  const unread = listings.map(({ failure }) => failure).filter((failure) => failure !== undefined);
  for (const { kind, paths } of listings) {
    for (const path of paths) {
      for (const { certificate, der } of await readOrAddUnread(path, files, unread)) {
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
    state: {},
    identity: identityOf(fingerprints, unread),
    unread: unread.map(unreadSourceText),
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

/** The order of files and of certificates in them does not matter. */
function identityOf(fingerprints: readonly string[], unread: readonly UnreadSource[]): AnchorsIdentity {
  const lines = [...fingerprints.toSorted(), ...unread.map(unreadSourceText).toSorted()];
  const contents = hash('sha256', lines.join('\n'), 'base64url');
  const kinds = new Set(unread.map(({ kind }) => kind));
  if (kinds.has('denied')) return { contents, unread: 'denied' };
  return kinds.has('missing') ? { contents, unread: 'missing' } : { contents };
}

function unreadSourceText({ path, reason }: UnreadSource): string {
  return `${path}: ${reason}`;
}

function readErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'it does not exist';
  return code === 'EACCES' ? 'permission denied' : error.message;
}

async function readOrAddUnread(
  path: string,
  files: CertificateFiles,
  unread: UnreadSource[],
): Promise<readonly EncodedCertificate[]> {
  try {
    return await files.read(path);
  } catch (error) {
    const problem = error instanceof Error ? (error.cause as Problem | undefined) : undefined;
    const kind = problem?.reason === 'permission_denied' ? 'denied' : 'unusable';
    unread.push({ path, reason: readErrorText(error), kind });
    return [];
  }
}
