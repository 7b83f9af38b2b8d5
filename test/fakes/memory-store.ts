import {
  CORRECT_KEY_ACCESS,
  type RequestedBy,
  type Service,
  type StoredCertificate,
  type StoreNote,
  type Thumbprint,
} from '../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../src/domain/certificate/certificate-request.ts';
import type { StoreSnapshot } from '../../src/domain/connector/store-snapshot.ts';
import type { Problem } from '../../src/domain/failure/problem.ts';
import { type ScanResult, unavailable } from '../../src/domain/scan-result.ts';
import { stablePathNames } from '../../src/domain/store-change/stable-path-names.ts';
import type { InstallChange, StoreChange } from '../../src/domain/store-change/store-change.ts';
import type { Instant } from '../../src/domain/time.ts';
import { IssueError, StoreBusyError } from '../../src/work/errors.ts';
import type { PersonalStore, StablePath, StoreWriter } from '../../src/work/ports/stores.ts';
import { madeUpFailure } from '../domain/failure/made-up-failure.ts';

/** A personal store in memory, which passes the same contract tests as the one on disk. */
export class MemoryStore implements Pick<PersonalStore, 'read' | 'recordedInternalTransport'>, StoreWriter {
  readonly name = 'My';
  readonly path: string;
  certificates: readonly StoredCertificate[] = [];
  requests: readonly StoredRequest[] = [];
  /** The recorded internal transport certificate. */
  recorded: Thumbprint | undefined;
  /** The reason why the store cannot be read. */
  problem: Problem | undefined;
  /** The changes of the store, in order. */
  readonly applied: { readonly change: StoreChange; readonly requestedBy: RequestedBy }[] = [];
  /** True if `assignStablePath` reports that the path pointed to another certificate before. */
  movesPath = false;
  readonly #now: () => Instant;
  #isHeld = false;

  constructor(path: string, now: () => Instant) {
    this.path = path;
    this.#now = now;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  async read(): Promise<ScanResult<StoreSnapshot>> {
    if (this.problem !== undefined) return unavailable(this.#now(), this.problem);
    const { name, certificates, requests } = this;
    const value = { name, certificates, requests, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] };
    return { kind: 'available', at: this.#now(), value, problems: [] };
  }

  async recordedInternalTransport(): Promise<Thumbprint | undefined> {
    return this.recorded;
  }

  async lock(): Promise<Disposable> {
    if (this.#isHeld) throw new StoreBusyError(this.name);
    this.#isHeld = true;
    return {
      [Symbol.dispose]: () => {
        this.#isHeld = false;
      },
    };
  }

  async apply(change: StoreChange, requestedBy: RequestedBy): Promise<{ readonly path: string }> {
    if (!this.#isHeld) throw new IssueError(madeUpFailure('changing the store: no lock is held'));
    const path = this.#apply(change, requestedBy);
    this.applied.push({ change, requestedBy });
    return { path };
  }

  async assignStablePath({ certificate }: StoredCertificate): Promise<StablePath | undefined> {
    if (!this.#isHeld) throw new IssueError(madeUpFailure('changing the store: no lock is held'));
    const [name] = stablePathNames(certificate);
    return name === undefined ? undefined : { stablePath: `${this.path}/live/${name}`, isMoved: this.movesPath };
  }

  #apply(change: StoreChange, requestedBy: RequestedBy): string {
    if (change.kind === 'install') return this.#install(change, requestedBy);
    if (change.kind === 'request') {
      const { request, services, friendlyName, isExportable, renews } = change;
      const directory = `${this.path}/request-${request.sha256Fingerprint.slice(0, 40)}`;
      const location = { path: `${directory}/request.pem`, block: 0 };
      const note = { friendlyName, isExportable, requestedBy, ...(renews === undefined ? {} : { renews }) };
      this.requests = [...this.requests, { request, store: this.name, location, hasPrivateKey: true, services, note }];
      return directory;
    }
    if (change.kind === 'services') {
      const { stored, services, recordsInternal } = change;
      const note = noted(stored, requestedBy);
      this.certificates = this.certificates.map((each) => (isSame(each, stored) ? { ...each, services, note } : each));
      if (recordsInternal) this.recorded = stored.certificate.thumbprint;
      return directoryOf(stored);
    }
    const directory = directoryOf(change.removed);
    const isKept = (stored: StoredCertificate | StoredRequest): boolean => directoryOf(stored) !== directory;
    this.certificates = this.certificates.filter(isKept);
    this.requests = this.requests.filter(isKept);
    return `/trash/${directory.slice(this.path.length + 1)}`;
  }

  #install(change: InstallChange, requestedBy: RequestedBy): string {
    const { certificate, issuers, csr, friendlyName, isExportable, recordsInternal, renews } = change;
    const directory = `${this.path}/${certificate.thumbprint}`;
    if (this.certificates.some((stored) => directoryOf(stored) === directory)) {
      throw new IssueError(madeUpFailure(`cannot write certificate ${certificate.thumbprint}: it already exists`));
    }
    const added = [certificate, ...issuers].map((each, block): StoredCertificate => {
      const services: readonly Service[] = change.services;
      const isLeaf = block === 0;
      return {
        certificate: each,
        store: this.name,
        location: { path: `${directory}/certificate.pem`, block, alias: undefined },
        services,
        key: {
          kind: isLeaf ? 'matches' : 'differs',
          path: `${directory}/privkey.pem`,
          access: CORRECT_KEY_ACCESS,
        },
        note: { friendlyName, isExportable, requestedBy, ...(renews === undefined ? {} : { renews }) },
      };
    });
    this.certificates = [...this.certificates, ...added];
    this.requests = this.requests.filter((request) => request !== csr);
    if (recordsInternal) this.recorded = certificate.thumbprint;
    return directory;
  }
}

function directoryOf({ location: { path } }: { readonly location: { readonly path: string } }): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function isSame({ location }: StoredCertificate, other: StoredCertificate): boolean {
  return location.path === other.location.path && location.block === other.location.block;
}

function noted({ note }: StoredCertificate, requestedBy: RequestedBy): StoreNote {
  return { friendlyName: note?.friendlyName, isExportable: note?.isExportable ?? false, ...note, requestedBy };
}
