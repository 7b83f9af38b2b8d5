import type { AccessRules } from '../../domain/certificate/access-rules.ts';
import type {
  AccessDenial,
  Certificate,
  RequestedBy,
  StoredCertificate,
  Thumbprint,
} from '../../domain/certificate/certificate.ts';
import type { CertificateParameters, CsrParameters } from '../../domain/certificate/certificate-parameters.ts';
import type { CertificateRequest } from '../../domain/certificate/certificate-request.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { ImportedFile } from '../../domain/store-change/imported-file.ts';
import type { Removal } from '../../domain/store-change/removal.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';

/**
 * The scope of a scan: `full` (the default) reads all files. `changed` reads only the new, removed
 * and changed files that a watcher reported. A watcher can miss changes, so only a full scan is
 * reliable.
 */
export type ScanScope = 'full' | 'changed';

/** A source of connectors and stores, which together are called an inventory. */
export interface InventorySource {
  readonly name: string;
  /** Returns the same object as before if nothing has changed. */
  read(signal: AbortSignal, scope?: ScanScope): Promise<ScanResult<Inventory>>;
  /**
   * Calls `hint` when the connectors or stores may have changed. Can miss changes. Left out: they
   * never change.
   */
  watch?(hint: () => void): Disposable;
  /**
   * Returns the reader for a store that only this inventory can read. undefined, or left out: the
   * store is read from its files.
   */
  storeOf?(definition: StoreDefinition): CertificateStore | undefined;
}

/** A store of certificates. */
export interface CertificateStore {
  readonly name: string;
  /**
   * Reads the contents. Never rejects because of the file system: the result is then unavailable,
   * or contains problems.
   */
  read(signal: AbortSignal, scope?: ScanScope): Promise<ScanResult<StoreSnapshot>>;
  /** Calls `hint` when something may have changed. Can miss changes; the next read finds them. */
  watch(hint: () => void): Disposable;
}

/** The store named My, the only one that is written to. */
export interface PersonalStore extends CertificateStore, StoreWriter {
  /** Creates the directory with mode 0700 if it does not exist. @throws {IssueError} */
  create(): Promise<void>;
  /**
   * Moves the stable paths of a committed change whose process was killed. Does nothing if there
   * are none.
   * @throws {StoreBusyError}
   * @throws {IssueError}
   */
  finishStablePaths(): Promise<void>;
  /**
   * Sets the internal transport certificate (for mail between Exchange servers). Only while the
   * store is locked.
   * @throws {IssueError}
   */
  recordInternalTransport(thumbprint: Thumbprint): Promise<void>;
  /** Returns the internal transport certificate; undefined if it was never set. */
  recordedInternalTransport(): Promise<Thumbprint | undefined>;
}

/** A CSR as it is written, and its key. */
export interface RequestFiles {
  readonly request: CertificateRequest;
  /** PEM. */
  readonly requestPem: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly privateKeyPem: string;
}

/** A creator of PKCS#10 CSRs. @see RFC 2986 */
export interface RequestIssuer {
  /** Creates a CSR and its key. @throws {IssueError} */
  request(order: CsrParameters): Promise<RequestFiles>;
}

/** The result of a change. */
export interface AppliedChange {
  /** The directory of the certificate or CSR that was created, changed or moved. */
  readonly path: string;
  /** The directory of the stable path; left out: there is none. */
  readonly stablePath?: string;
}

/** A stable path that was assigned to a certificate. */
export interface StablePath {
  /** Its directory: a link with a fixed name that servers can be configured with. */
  readonly stablePath: string;
  /** True if the stable path did not exist, or pointed to another certificate. */
  readonly isMoved: boolean;
}

/** The write access to the personal store, the only store that mailcertd writes to. */
export interface StoreWriter {
  /**
   * Locks the store for one change, until disposed. First completes or removes what a killed
   * process left unfinished.
   * @throws {StoreBusyError} if another process has locked it
   * @throws {IssueError}
   */
  lock(): Promise<Disposable>;
  /**
   * Makes one change, which is committed by a single rename. Only while the store is locked.
   * @throws {IssueError}
   */
  apply(change: StoreChange, requestedBy: RequestedBy): Promise<AppliedChange>;
  /**
   * Assigns the stable path of a certificate, and changes nothing else. Returns the path; undefined
   * if the certificate can have none now. Only while the store is locked.
   * @throws {IssueError}
   */
  assignStablePath(stored: StoredCertificate): Promise<StablePath | undefined>;
}

/**
 * The trash of removed certificates: one directory each, with a unique name of its time and
 * contents.
 */
export interface Trash {
  /**
   * Returns the names of the directories; empty if there is no trash yet; undefined: it cannot be
   * read now.
   */
  names(): Promise<readonly string[] | undefined>;
  /** Returns a removal; undefined: deleted, incomplete, or not readable. */
  removal(name: string): Promise<Removal | undefined>;
}

/** A reader of files to import. */
export interface ImportFileReader {
  /**
   * Reads PEM, DER, PKCS#7, PKCS#12 or JKS, detected by content. Also reads a key in a file next to
   * it, as in a store.
   * @param passwordFiles tried in order
   */
  read(path: string, passwordFiles: readonly string[], signal: AbortSignal): Promise<ImportedFile>;
}

/** The target file of an export and its format. */
export interface ExportTarget {
  /** Absolute; the file must not exist. */
  readonly path: string;
  readonly format: 'pkcs12' | 'pem';
  /** The file with the password that protects the key; undefined: PEM without encryption. */
  readonly passwordFile: string | undefined;
}

/** A writer of exported certificates. */
export interface CertificateExporter {
  /**
   * Writes the certificate, the intermediate certificates stored with it, and the key to a new file
   * with mode 0600.
   * @throws {ExportError}
   */
  export(stored: StoredCertificate, target: ExportTarget): Promise<void>;
}

/** A certificate as it is written, and its key. */
export interface IssuedFiles {
  readonly certificate: Certificate;
  readonly certificatePem: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly privateKeyPem: string;
}

/** An issuer of self-signed certificates. */
export interface CertificateIssuer {
  issue(order: CertificateParameters): Promise<IssuedFiles>;
}

/**
 * Returns the access rules of files, in their order; undefined: no file, or unknown. Never rejects.
 */
export type ReadAccessRules = (paths: readonly string[]) => Promise<readonly (AccessRules | undefined)[]>;

/**
 * Rejects if this account could not create or lock the personal store. Changes nothing.
 * @param store its directory, absolute
 * @throws {IssueError}
 */
export type AssertChangeable = (store: string) => Promise<void>;

/**
 * Returns the directories that deny at least one of the accounts access to the files of a directory:
 * itself and its existing parents. Never rejects.
 */
export type ReadClosedDirectories = (
  directory: string,
  accounts: readonly string[],
) => Promise<readonly AccessDenial[]>;

/** A certificate with its encoding. */
export interface EncodedCertificate {
  readonly certificate: Certificate;
  readonly der: Uint8Array;
}

/** A file, or the files of a directory, with an identity that changes with their state. */
export interface FileListing {
  readonly paths: readonly string[];
  readonly identity: string;
}

/**
 * The files that contain certificates, also outside of snapshots, for the verification of chains.
 */
export interface CertificateFiles {
  /**
   * Returns the regular files at a path: the file itself, or the direct entries of the directory.
   * Rejects with the system's error.
   */
  list(path: string): Promise<FileListing>;
  /**
   * Returns the certificates of a file outside of all stores, in order; opens it without a
   * password.
   * @throws {UnreadableFileError} if it cannot be read
   */
  read(path: string): Promise<readonly EncodedCertificate[]>;
  /** Calls `hint` when the files that `list` returns for a path may have changed. */
  watch(path: string, hint: () => void): Disposable;
  /**
   * Returns the encoding of a stored certificate, opened with its store's passwords; undefined: it
   * no longer exists. Caches the last results, because opening a keystore is slow. Never rejects.
   */
  encodingOf(stored: StoredCertificate): Promise<Uint8Array | undefined>;
}

/** A verifier for the chains of stored certificates. */
export interface ChainVerifier {
  /**
   * Verifies the chains of the certificates that are in the snapshots: signatures only, without
   * network access.
   * @param newCertificatesPem PEM of certificates of the snapshots that are in no file yet
   * @param loads `always` (default): OpenSSL loads each certificate. `when-needed`: only if a
   * signature must be verified. A certificate without a stored issuer is then untrusted, even if
   * OpenSSL could not load it.
   */
  verify(
    thumbprints: ReadonlySet<Thumbprint>,
    snapshots: readonly StoreSnapshot[],
    newCertificatesPem?: readonly string[],
    loads?: 'always' | 'when-needed',
  ): Promise<ReadonlyMap<Thumbprint, ChainVerdict>>;
}

/** A cache of byte blobs. All of them can disappear at any time. No method throws. */
export interface BlobStore {
  /** Returns the IDs of all blobs, oldest first. */
  ids(): readonly number[];
  /** Returns a blob; undefined: deleted or changed. */
  read(id: number): Uint8Array | undefined;
  /** Returns the ID of the new blob, greater than 0; undefined: the cache accepts no more blobs. */
  add(bytes: Uint8Array): number | undefined;
  remove(ids: readonly number[]): void;
}

/** One cache for each owner. */
export interface BlobStores {
  /**
   * Opens the cache of an owner. The instance of an earlier caller stops working: it returns and
   * stores nothing.
   */
  take(owner: string): BlobStore;
}
