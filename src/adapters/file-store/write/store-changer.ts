import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RequestedBy, StoredCertificate, Thumbprint } from '../../../domain/certificate/certificate.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { stablePathOfEnable, stablePathOfInstall } from '../../../domain/store-change/stable-path-request.ts';
import type { InstallChange, RequestChange, StoreChange } from '../../../domain/store-change/store-change.ts';
import { IssueError, StoreBusyError } from '../../../work/errors.ts';
import type { AppliedChange, StablePath } from '../../../work/ports/stores.ts';
import { loadNoteParser } from '../read/certificate-note.ts';
import { directoryNameOf, KEY_FILE, LEAF_FILE, REMOVED_PREFIX, REQUEST_FILE } from '../read/store-names.ts';
import { openDirectoryOf } from '../walk/open-directory.ts';
import type { ActAs } from './act-as.ts';
import {
  cancelRequestRemoval,
  finishRequestRemoval,
  prepareRequestRemoval,
  readKeyOfRequest,
  transferKey,
} from './answered-request.ts';
import { changeServices } from './change-services.ts';
import { commitDirectory } from './commit-directory.ts';
import { ignoreErrors, writeDurably } from './durable-files.ts';
import { finishChanges } from './finish-changes.ts';
import { HeldStore } from './held-store.ts';
import { type HoldFile, holdStore } from './hold-store.ts';
import {
  assertInternalTransportWritable,
  finishInternalTransport,
  prepareInternalTransport,
  removePreparedInternalTransport,
} from './internal-transport-link.ts';
import { openToAccounts } from './open-to-accounts.ts';
import { removeToTrash } from './remove-to-trash.ts';
import {
  finishStablePathLinks,
  hasStablePath,
  linkFullChain,
  prepareStablePathLinks,
  stablePathResult,
} from './stable-path-links.ts';
import { accountText, type StoreOperation, storeFailure } from './store-failure.ts';
import { makeTrash, openTrashDirectory, type TrashDirectory } from './trash-directory.ts';
import type { WritableStore } from './writable-store.ts';

/** The dependencies of changes. */
export interface WritingOptions {
  /** Loads the function that locks a file. */
  readonly loadHoldFile: () => Promise<HoldFile>;
  /** The path of the trash, absolute. */
  readonly trash: string;
  readonly actAs: ActAs;
}

/**
 * Changes a personal store, the only kind of store that mailcertd writes to. Every change needs the
 * lock of the store (`hold`), and takes effect in one step, its commit. After a process was killed,
 * the next `hold` removes what was written for an uncommitted change, and finishes a committed one.
 */
export class StoreChanger {
  readonly #path: string;
  readonly #writing: WritingOptions;
  /** The store, while this object has locked it. */
  #held: HeldStore | undefined;

  constructor(path: string, writing: WritingOptions) {
    this.#path = path;
    this.#writing = writing;
  }

  /**
   * Locks the store until the result is disposed, and finishes the changes of killed processes.
   * @throws {StoreBusyError} if another process has locked it
   * @throws {IssueError}
   */
  async hold(): Promise<Disposable> {
    const held = new HeldStore();
    try {
      const store = held.open(this.#path);
      const holdFile = await this.#loadModules();
      await this.#writing.actAs(store.owner, async () => held.addResource(await holdStore(store, holdFile)));
      const trash = await this.#openTrashToFinish(store);
      if (trash !== undefined) held.addResource(trash);
      await this.#writing.actAs(store.owner, () => finishChanges(store, trash));
      this.#held = held;
    } catch (error) {
      const owner = held.store?.owner.userId;
      held[Symbol.dispose]();
      if (error instanceof StoreBusyError) throw error;
      throw storeFailure(STORE_FAILURES.store_not_locked, this.#path, error, owner);
    }
    return {
      [Symbol.dispose]: () => {
        this.#held = undefined;
        held[Symbol.dispose]();
      },
    };
  }

  /**
   * Loads the modules that a change needs. They are loaded before root takes the rights of the
   * owner of the store, who may be unable to read the program.
   */
  async #loadModules(): Promise<HoldFile> {
    await loadNoteParser();
    return this.#writing.loadHoldFile();
  }

  /**
   * Applies a change.
   * @throws {IssueError}
   */
  apply(change: StoreChange, requestedBy: RequestedBy): Promise<AppliedChange> {
    return this.#runChange(operationOf(change), (store) => this.#applyChange(store, change, requestedBy));
  }

  /**
   * Records the internal transport certificate (for mail between Exchange servers).
   * @throws {IssueError}
   */
  async recordInternalTransport(thumbprint: Thumbprint): Promise<void> {
    const { actAs } = this.#writing;
    const record = async ({ directory }: WritableStore): Promise<void> => {
      await assertInternalTransportWritable(directory);
      // The prepared link is in effect at once, because no other change is in progress. So the last
      // step may fail.
      await prepareInternalTransport(directory, thumbprint);
      await ignoreErrors(() => finishInternalTransport(directory));
    };
    await this.#runChange(
      (values) => STORE_FAILURES.internal_transport_not_set({ thumbprint, ...values }),
      (store) => actAs(store.owner, () => record(store)),
    );
  }

  /**
   * Gives a certificate its stable path: the link `live/NAME` to its directory. Also creates its
   * `fullchain.pem` if missing. Returns undefined if the certificate receives no stable path.
   * @throws {IssueError}
   */
  async assignStablePath(stored: StoredCertificate): Promise<StablePath | undefined> {
    const { actAs } = this.#writing;
    const giveStablePath = async (store: WritableStore): Promise<StablePath | undefined> => {
      const stablePath = stablePathOfEnable({ stored, services: stored.services }, store.path);
      if (stablePath === undefined) return undefined;
      const isMoved = !(await hasStablePath(store.directory, stablePath));
      await using entry = await openDirectoryOf(store, dirname(stored.location.path));
      await linkFullChain(entry.descriptorPath);
      const stablePathNames = await prepareStablePathLinks(store.directory, stablePath, store.owner);
      await finishStablePathLinks(store.directory);
      const received = stablePathResult(store, stablePathNames);
      return received.stablePath === undefined ? undefined : { stablePath: received.stablePath, isMoved };
    };
    const { thumbprint } = stored.certificate;
    return this.#runChange(
      (values) => STORE_FAILURES.stable_path_not_created({ thumbprint, ...values }),
      (store) => actAs(store.owner, () => giveStablePath(store)),
    );
  }

  /**
   * Runs `work` with the locked store. Errors become an IssueError.
   * @param operation makes the failure
   */
  async #runChange<T>(operation: StoreOperation, work: (store: WritableStore) => Promise<T>): Promise<T> {
    const store = this.#held?.store;
    if (store === undefined) throw new IssueError(operation({ path: this.#path, cause: STORE_FAILURES.lock_not_held }));
    try {
      return await work(store);
    } catch (error) {
      throw storeFailure(operation, this.#path, error, store.owner.userId);
    }
  }

  /**
   * Does the steps that need the rights of root, such as reading a key. Then changes the store with
   * the rights of its owner.
   */
  async #applyChange(store: WritableStore, change: StoreChange, requestedBy: RequestedBy): Promise<AppliedChange> {
    const { actAs } = this.#writing;
    switch (change.kind) {
      case 'install': {
        const key = change.csr && (await readKeyOfRequest(store, change.csr));
        return actAs(store.owner, () => installCertificate(store, change, key, requestedBy));
      }
      case 'request':
        return { path: await actAs(store.owner, () => addRequest(store, change, requestedBy)) };
      case 'services':
        return actAs(store.owner, () => changeServices(store, change, requestedBy));
      case 'remove': {
        using trash = await this.#makeTrash(store);
        return { path: await actAs(store.owner, () => removeToTrash(store, change, requestedBy, trash)) };
      }
    }
  }

  /**
   * Opens the trash to finish the removals of killed processes, and creates it only if there is
   * such a removal. Returns undefined if it does not exist, or cannot be opened or created.
   */
  async #openTrashToFinish({ directory, owner }: WritableStore): Promise<TrashDirectory | undefined> {
    try {
      const hasUnfinishedRemoval = (await readdir(directory)).some((name) => name.startsWith(REMOVED_PREFIX));
      const { trash, actAs } = this.#writing;
      return hasUnfinishedRemoval ? await makeTrash(trash, owner, actAs) : openTrashDirectory(trash);
    } catch {
      return undefined;
    }
  }

  /**
   * Opens the trash for a removal, and creates it if it does not exist.
   * @throws if root changes the store of another account, and this account does not own the trash
   */
  async #makeTrash({ owner, isForeign }: WritableStore): Promise<TrashDirectory> {
    const { trash: path, actAs } = this.#writing;
    const trash = await makeTrash(path, owner, actAs);
    if (!isForeign || trash.owner.userId === owner.userId) return trash;
    trash[Symbol.dispose]();
    throw new FailureError(STORE_FAILURES.trash_of_other_account({ path, owner: accountText(owner.userId) }));
  }
}

/** Returns the maker of the failure of a change. */
function operationOf(change: StoreChange): StoreOperation {
  switch (change.kind) {
    case 'install': {
      const { thumbprint } = change.certificate;
      return (values) => STORE_FAILURES.certificate_not_written({ thumbprint, ...values });
    }
    case 'request': {
      const request = directoryNameOf(change.request);
      return (values) => STORE_FAILURES.request_not_written({ request, ...values });
    }
    case 'services': {
      const { thumbprint } = change.stored.certificate;
      return (values) => STORE_FAILURES.certificate_not_enabled({ thumbprint, ...values });
    }
    case 'remove': {
      if ('certificate' in change.removed) {
        const { thumbprint } = change.removed.certificate;
        return (values) => STORE_FAILURES.certificate_not_removed({ thumbprint, ...values });
      }
      const request = directoryNameOf(change.removed.request);
      return (values) => STORE_FAILURES.request_not_removed({ request, ...values });
    }
  }
}

async function installCertificate(
  store: WritableStore,
  change: InstallChange,
  keyOfRequest: Buffer | undefined,
  requestedBy: RequestedBy,
): Promise<AppliedChange> {
  const { directory, owner } = store;
  const { certificate, certificatePem, privateKeyPem, csr, recordsInternal, keyReaders = [] } = change;
  const { thumbprint } = certificate;
  const stablePath = stablePathOfInstall(change);
  let stablePathNames: readonly string[] = [];
  if (recordsInternal) await assertInternalTransportWritable(directory);
  const entryDirectory = await commitDirectory(store, {
    name: thumbprint,
    details: change,
    requestedBy,
    writeFiles: async (newDirectory) => {
      if (privateKeyPem !== undefined) await writeDurably(join(newDirectory, KEY_FILE), privateKeyPem, 0o600, owner);
      else if (csr !== undefined) await transferKey(store, csr, keyOfRequest, newDirectory);
      await writeDurably(join(newDirectory, LEAF_FILE), certificatePem, 0o644, owner);
      await linkFullChain(newDirectory);
      await openToAccounts(newDirectory, keyReaders, owner);
    },
    prepareLinks: async () => {
      if (csr !== undefined) await prepareRequestRemoval(store, thumbprint, csr);
      if (stablePath !== undefined) stablePathNames = await prepareStablePathLinks(directory, stablePath, owner);
      if (recordsInternal) await prepareInternalTransport(directory, thumbprint);
    },
    removePreparedLinks: async () => {
      // Removes the links, because the temporary directory shows that they are not committed.
      await finishStablePathLinks(directory);
      await removePreparedInternalTransport(directory);
      await cancelRequestRemoval(directory, thumbprint);
    },
  });
  if (recordsInternal) await ignoreErrors(() => finishInternalTransport(directory));
  if (csr !== undefined) await ignoreErrors(() => finishRequestRemoval(directory, thumbprint));
  if (stablePathNames.length > 0) await ignoreErrors(() => finishStablePathLinks(directory));
  return { path: entryDirectory, ...stablePathResult(store, stablePathNames) };
}

function addRequest(store: WritableStore, change: RequestChange, requestedBy: RequestedBy): Promise<string> {
  const { requestPem, privateKeyPem } = change;
  return commitDirectory(store, {
    name: directoryNameOf(change.request),
    details: change,
    requestedBy,
    writeFiles: async (newDirectory) => {
      await writeDurably(join(newDirectory, KEY_FILE), privateKeyPem, 0o600, store.owner);
      await writeDurably(join(newDirectory, REQUEST_FILE), requestPem, 0o644, store.owner);
    },
  });
}
