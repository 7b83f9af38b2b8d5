import type { AccessRules } from '../../domain/certificate/access-rules.ts';
import type {
  Certificate,
  KeyBarrier,
  RequestedBy,
  StoredCertificate,
  Thumbprint,
} from '../../domain/certificate/certificate.ts';
import type { CertificateOrder, RequestOrder } from '../../domain/certificate/certificate-order.ts';
import type { CertificateRequest } from '../../domain/certificate/certificate-request.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { Inventory } from '../../domain/connector/inventory.ts';
import type { StoreSnapshot } from '../../domain/observation/observation.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { ImportedFile } from '../../domain/store-change/plan-import.ts';
import type { Removal } from '../../domain/store-change/removal.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';

/**
 * How closely something is looked at: `everything`, the default, or what a watch has hinted at since the last look and what
 * has come or gone. A watch may miss something: only a look at everything is the truth.
 */
export type ScanScope = 'everything' | 'hinted';

/** Says which connectors and stores there are. */
export interface InventorySource {
  readonly name: string;
  /** The same inventory as before where nothing has changed. */
  read(signal: AbortSignal, attention?: ScanScope): Promise<ScanResult<Inventory>>;
  /** Calls `hint` when what it is read from may have changed. May miss changes. Left out: it does not change by itself. */
  watch?(hint: () => void): Disposable;
  /** The means to read one of its stores that it alone knows how to; undefined, or left out: it is read as any other. */
  storeOf?(definition: StoreDefinition): CertificateStore | undefined;
}

export interface CertificateStore {
  readonly name: string;
  /** Looks at all of it. Never rejects for the file system's trouble: that is a blind look, or a problem in it. */
  read(signal: AbortSignal, attention?: ScanScope): Promise<ScanResult<StoreSnapshot>>;
  /** Calls `hint` when something may have changed. May miss changes; the next read is the truth. */
  watch(hint: () => void): Disposable;
}

/** The one store that is written to: the store named My. */
export interface PersonalStore extends CertificateStore, StoreWriter {
  /** Makes the folder, for its owner alone, where there is none. @throws {IssueError} */
  create(): Promise<void>;
  /**
   * Moves the stable paths of a committed change whose process was killed. Does nothing if there are
   * none. @throws {StoreBusyError} @throws {IssueError}
   */
  finishLivePaths(): Promise<void>;
  /** Records which certificate is the internal transport certificate. Only while it is held. @throws {IssueError} */
  recordInternalTransport(thumbprint: Thumbprint): Promise<void>;
  /** The recorded one; undefined when none ever was. */
  recordedInternalTransport(): Promise<Thumbprint | undefined>;
}

/** A request as it is written, and the key that waits for its answer. */
export interface RequestFiles {
  readonly request: CertificateRequest;
  /** PEM. */
  readonly requestPem: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly privateKeyPem: string;
}

/** Makes PKCS#10 requests. @see RFC 2986 */
export interface RequestIssuer {
  /** @throws {IssueError} */
  request(order: RequestOrder): Promise<RequestFiles>;
}

/** The result of a change. */
export interface Applied {
  /** The directory that it made, changed or moved. */
  readonly path: string;
  /** The directory of the stable path; left out: there is none. */
  readonly livePath?: string;
}

/** The stable path of a certificate. */
export interface LivePath {
  /** Its directory. */
  readonly livePath: string;
  /** True if it pointed to another certificate before, or did not exist. */
  readonly isMoved: boolean;
}

/** Changes the personal store. */
export interface StoreWriter {
  /**
   * Takes the store for one change: until it is disposed nobody else changes it. Finishes, or clears away, what a killed
   * process left unfinished. @throws {StoreBusyError} when another process holds it @throws {IssueError}
   */
  hold(): Promise<Disposable>;
  /** One change; one rename is the commit: whole, or not at all. Only while it is held. @throws {IssueError} */
  apply(change: StoreChange, asked: RequestedBy): Promise<Applied>;
  /**
   * Gives a certificate its stable path, and changes nothing else. Returns the path; undefined: the
   * certificate can have none now. Only while the store is held. @throws {IssueError}
   */
  giveLivePath(stored: StoredCertificate): Promise<LivePath | undefined>;
}

/** Where what is removed goes: one folder each, named by its time and what it is, unlike any before. */
export interface Trash {
  /** The names of its folders; none where there is no trash yet; undefined: it cannot be read now. */
  names(): Promise<readonly string[] | undefined>;
  /** undefined: it is gone, or not yet whole, or says nothing that can be read. */
  removal(name: string): Promise<Removal | undefined>;
}

export interface BundleReader {
  /** PEM, DER, PKCS#7, PKCS#12 or JKS, by content; a key may lie beside the file too, as in a store. @param passwordFiles tried in order */
  read(path: string, passwordFiles: readonly string[], signal: AbortSignal): Promise<ImportedFile>;
}

/** Where a certificate with its key goes, and how. */
export interface ExportTarget {
  /** Absolute; it must not be there. */
  readonly path: string;
  readonly format: 'pkcs12' | 'pem';
  /** The file with the password that protects the key; undefined: PEM in the clear. */
  readonly passwordFile: string | undefined;
}

export interface CertificateExporter {
  /** Certificate, issuers that lie with it, and key, in a new file for its owner alone. @throws {ExportError} */
  export(stored: StoredCertificate, target: ExportTarget): Promise<void>;
}

/** A certificate as it is written, and its key. */
export interface IssuedFiles {
  readonly certificate: Certificate;
  readonly certificatePem: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly privateKeyPem: string;
}

export interface CertificateIssuer {
  issue(order: CertificateOrder): Promise<IssuedFiles>;
}

/** Of files, in their order; undefined: there is none, or nothing can be said of it. Never rejects. */
export type ReadAccessRules = (paths: readonly string[]) => Promise<readonly (AccessRules | undefined)[]>;

/**
 * Rejects as making the personal store, or taking it, would where this account may not change it; makes and changes nothing.
 * @param store its folder, absolute @throws {IssueError}
 */
export type AssertChangeable = (store: string) => Promise<void>;

/** Which folders keep accounts from what lies in a folder: it, and those above it, as far as they are there. Never rejects. */
export type ReadClosedDirectories = (folder: string, accounts: readonly string[]) => Promise<readonly KeyBarrier[]>;

/** A certificate with its encoding. */
export interface EncodedCertificate {
  readonly certificate: Certificate;
  readonly der: Uint8Array;
}

/** A file, or the files of a folder, with what tells this state of them from another. */
export interface FileListing {
  readonly paths: readonly string[];
  readonly identity: string;
}

/** The files that certificates lie in: what chains are judged by is in no snapshot. */
export interface CertificateFiles {
  /** The regular files at a path: itself, or what lies directly in the folder. Rejects with the system's error. */
  list(path: string): Promise<FileListing>;
  /** The certificates of a file that is in no store, in order; it is opened without a password. Rejects where it cannot be read. */
  read(path: string): Promise<readonly EncodedCertificate[]>;
  /**
   * The encoding of a certificate where it lies, opened with its store's passwords; undefined: it is no longer there. What
   * was asked for last is kept, so that a keystore is not opened again and again. Never rejects.
   */
  encodingOf(stored: StoredCertificate): Promise<Uint8Array | undefined>;
}

export interface ChainVerifier {
  /**
   * Answers for those asked about that it can find in the snapshots; signatures verified, no network.
   * @param given PEM of certificates of the snapshots that lie in no file yet
   * @param loads whether OpenSSL loads each certificate (the default), or only where a signature has to be verified: a
   *   certificate whose issuer is stored nowhere is untrusted then, also if OpenSSL would refuse it
   */
  verify(
    thumbprints: ReadonlySet<Thumbprint>,
    snapshots: readonly StoreSnapshot[],
    given?: readonly string[],
    loads?: 'always' | 'when-needed',
  ): Promise<ReadonlyMap<Thumbprint, ChainVerdict>>;
}

/** Octets that can be made anew, in blobs: all of them may vanish at any time. Nothing of it throws. */
export interface BlobStore {
  /** Of all that is kept, the oldest first. */
  ids(): readonly number[];
  /** undefined: it is gone, or no longer what was kept. */
  read(id: number): Uint8Array | undefined;
  /** Its id, greater than 0; undefined: nothing is kept any more. */
  add(octets: Uint8Array): number | undefined;
  remove(ids: readonly number[]): void;
}

/** A shelf an owner. */
export interface BlobStores {
  /** Whoever took the same owner's before has it no longer: it answers, and keeps, nothing. */
  take(owner: string): BlobStore;
}
