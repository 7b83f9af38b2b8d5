import { join } from 'node:path';
import type { RequestedBy, StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { STORE_FAILURES } from '../../domain/failure/store-failures.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';
import type { AppliedChange, CertificateStore, PersonalStore, ScanScope, StablePath } from '../../work/ports/stores.ts';
import type { Clock } from '../../work/ports/system.ts';
import { openStore } from './open-store.ts';
import type { StoreReaderOptions } from './read/store-reader-options.ts';
import { INTERNAL_TRANSPORT, readInternalTransport } from './write/internal-transport-link.ts';
import { makeOwnedDirectory } from './write/make-owned-directory.ts';
import { hasPreparedStablePathLinks, isStablePathLink } from './write/stable-path-links.ts';
import { StoreChanger, type WritingOptions } from './write/store-changer.ts';
import { storeFailure } from './write/store-failure.ts';

/**
 * Opens the personal store, the only store that mailcertd writes to. Its layout:
 *
 * - `THUMBPRINT/`: a certificate, with certificate.pem, privkey.pem, fullchain.pem (a link), and
 *   certificate.yaml, the note about services and the last change
 * - `request-SHA256/`: a CSR, with request.pem instead of certificate.pem
 * - `live/NAME`: a link to the directory of the certificate that servers use for a name
 * - `internal-transport`: a link to the directory of the internal transport certificate
 *
 * Other files in the directory are read too.
 */
export function openPersonalStore(
  definition: StoreDefinition,
  clock: Clock,
  writing: WritingOptions,
  reading: Partial<StoreReaderOptions> = {},
): PersonalStore {
  return new FilePersonalStore(definition, clock, writing, reading);
}

class FilePersonalStore implements PersonalStore {
  readonly name: string;
  readonly #path: string;
  readonly #store: CertificateStore;
  readonly #writing: WritingOptions;
  readonly #changer: StoreChanger;
  /** The last known internal transport certificate. */
  #lastInternalTransport: Thumbprint | undefined;

  constructor(
    definition: StoreDefinition,
    clock: Clock,
    writing: WritingOptions,
    reading: Partial<StoreReaderOptions>,
  ) {
    const { name, path } = definition;
    this.name = name;
    this.#path = path;
    const internalTransportLink = join(path, INTERNAL_TRANSPORT);
    this.#store = openStore(definition, clock, {
      ...reading,
      isIgnored: (entryPath) => entryPath === internalTransportLink || isStablePathLink(path, entryPath),
    });
    this.#writing = writing;
    this.#changer = new StoreChanger(path, writing);
  }

  read(signal: AbortSignal, scope?: ScanScope): Promise<ScanResult<StoreSnapshot>> {
    return this.#store.read(signal, scope);
  }

  watch(hint: () => void): Disposable {
    return this.#store.watch(hint);
  }

  async create(): Promise<void> {
    try {
      const { actAs } = this.#writing;
      (await makeOwnedDirectory(this.#path, { mode: 0o700, parentMode: 0o700, actAs }))[Symbol.dispose]();
    } catch (error) {
      throw storeFailure(STORE_FAILURES.store_not_created, this.#path, error);
    }
  }

  async finishStablePaths(): Promise<void> {
    // Locking the store finishes the changes of killed processes.
    if (await hasPreparedStablePathLinks(this.#path)) (await this.lock())[Symbol.dispose]();
  }

  lock(): Promise<Disposable> {
    return this.#changer.hold();
  }

  async apply(change: StoreChange, requestedBy: RequestedBy): Promise<AppliedChange> {
    const applied = await this.#changer.apply(change, requestedBy);
    // Remembers the internal transport certificate, which the change may have set.
    await this.recordedInternalTransport();
    return applied;
  }

  assignStablePath(stored: StoredCertificate): Promise<StablePath | undefined> {
    return this.#changer.assignStablePath(stored);
  }

  async recordInternalTransport(thumbprint: Thumbprint): Promise<void> {
    await this.#changer.recordInternalTransport(thumbprint);
    this.#lastInternalTransport = thumbprint;
  }

  async recordedInternalTransport(): Promise<Thumbprint | undefined> {
    const recorded = await readInternalTransport(this.#path);
    // While the link is unreadable, the last known value counts.
    if (recorded !== 'refused') this.#lastInternalTransport = recorded;
    return this.#lastInternalTransport;
  }
}
