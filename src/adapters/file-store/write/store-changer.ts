import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RequestedBy, StoredCertificate, Thumbprint } from '../../../domain/certificate/certificate.ts';
import { fill } from '../../../domain/sentence.ts';
import { stablePathOfEnable, stablePathOfInstall } from '../../../domain/store-change/stable-path-request.ts';
import type { InstallChange, RequestChange, StoreChange } from '../../../domain/store-change/store-change.ts';
import { STORE_CAUSES, STORE_OPERATIONS, storeFailureText } from '../../../domain/store-change/store-sentences.ts';
import { IssueError, StoreBusyError } from '../../../work/errors.ts';
import type { Applied, LivePath } from '../../../work/ports/stores.ts';
import { accountNameOf } from '../keys/account-name.ts';
import { loadNoteParser } from '../read/certificate-note.ts';
import {
  ANSWER_PREFIX,
  directoryNameOf,
  KEY_FILE,
  LEAF_FILE,
  NEXT_NOTE,
  REMOVED_PREFIX,
  REQUEST_FILE,
  STORE_LOCK_FILE,
  UNFINISHED_PREFIX,
} from '../read/store-names.ts';
import { openDirectoryOf } from '../walk/open-directory.ts';
import type { ActAs } from './act-as.ts';
import { announceAnswer, readKey, settleAnswer, takeKey, withdrawAnswer } from './answered-request.ts';
import { changeServices } from './change-note.ts';
import { ifPossible, removeAll, writeDurably } from './durable-files.ts';
import { HeldStore } from './held-store.ts';
import { type HoldFile, holdStore } from './hold-store.ts';
import {
  announceInternalTransport,
  assertRecordable,
  settleInternalTransport,
  withdrawInternalTransport,
} from './internal-transport-link.ts';
import { announceLive, hasLivePath, linkFullChain, livePathOf, settleLive } from './live-links.ts';
import { openToAccounts } from './open-to-accounts.ts';
import { commitDirectory, type WritableStore } from './own-directory.ts';
import { removeToTrash, settleRemoval } from './remove-to-trash.ts';
import { storeFailure } from './store-failure.ts';
import { makeTrash, openTrashDirectory, type TrashDirectory } from './trash-directory.ts';

/** The prefix of links that an earlier version left when it was killed. */
const EARLIER_LINK = '.internal-transport-';

/**
 * Finishes the committed changes of killed processes, and removes uncommitted ones. The caller must
 * hold the store. Rejects with the system error.
 * @param trash undefined if it does not exist or cannot be opened; removed directories then stay in
 * the store
 */
async function finishChanges({ directory: store }: WritableStore, trash: TrashDirectory | undefined): Promise<void> {
  const names = await readdir(store);
  const begun = (prefix: string): readonly string[] => names.filter((name) => name.startsWith(prefix));
  // Before unfinished directories are removed, because their existence shows that their
  // announcements do not count.
  await settleInternalTransport(store);
  await settleLive(store);
  for (const name of begun(ANSWER_PREFIX)) await settleAnswer(store, name.slice(ANSWER_PREFIX.length));
  for (const name of [NEXT_NOTE, UNFINISHED_PREFIX, `${STORE_LOCK_FILE}-`, EARLIER_LINK].flatMap(begun)) {
    await removeAll(join(store, name));
  }
  if (trash === undefined) return;
  // A full or closed trash does not prevent changes: the removed directory is safe in the store.
  for (const name of begun(REMOVED_PREFIX)) await ifPossible(() => settleRemoval(join(store, name), trash));
  await ifPossible(() => trash.clear());
}

/** The dependencies of changes. */
export interface WritingOptions {
  /** Loads the function that locks a file. */
  readonly loadHoldFile: () => Promise<HoldFile>;
  /** The path of the trash, absolute. */
  readonly trash: string;
  readonly actAs: ActAs;
}

/** Changes a personal store: one change at a time, each with one rename. */
export class StoreChanger {
  readonly #path: string;
  readonly #writing: WritingOptions;
  /** The store, while it is held. */
  #held: HeldStore | undefined;

  constructor(path: string, writing: WritingOptions) {
    this.#path = path;
    this.#writing = writing;
  }

  /**
   * Takes the store, and finishes the changes of killed processes.
   * @throws {StoreBusyError}
   * @throws {IssueError}
   */
  async hold(): Promise<Disposable> {
    const held = new HeldStore();
    try {
      const store = held.open(this.#path);
      const holdFile = await this.#loadProgram();
      await this.#writing.actAs(store.owner, async () => held.take(await holdStore(store, holdFile)));
      const trash = await this.#trashToFinish(store);
      if (trash !== undefined) held.take(trash);
      await this.#writing.actAs(store.owner, () => finishChanges(store, trash));
      this.#held = held;
    } catch (error) {
      const owner = held.store?.owner.userId;
      held[Symbol.dispose]();
      if (error instanceof StoreBusyError) throw error;
      throw storeFailure(storeFailureText(STORE_OPERATIONS.lock.en, this.#path), error, owner);
    }
    return {
      [Symbol.dispose]: () => {
        this.#held = undefined;
        held[Symbol.dispose]();
      },
    };
  }

  /**
   * Loads the modules that a change needs. Root then acts as the owner of the store, who may be
   * unable to read the program.
   */
  async #loadProgram(): Promise<HoldFile> {
    await loadNoteParser();
    return this.#writing.loadHoldFile();
  }

  /**
   * Applies a change.
   * @throws {IssueError}
   */
  apply(change: StoreChange, requestedBy: RequestedBy): Promise<Applied> {
    return this.#change(doing(change), (store) => this.#apply(store, change, requestedBy));
  }

  /**
   * Records the internal transport certificate.
   * @throws {IssueError}
   */
  async record(thumbprint: Thumbprint): Promise<void> {
    const { actAs } = this.#writing;
    const recording = async ({ directory }: WritableStore): Promise<void> => {
      await assertRecordable(directory);
      await announceInternalTransport(directory, thumbprint);
      await ifPossible(() => settleInternalTransport(directory));
    };
    await this.#change(fill(STORE_OPERATIONS.setInternalTransport.en, { thumbprint }), (store) =>
      actAs(store.owner, () => recording(store)),
    );
  }

  /**
   * Gives a certificate its stable path, and changes nothing else.
   * @throws {IssueError}
   */
  async giveLivePath(stored: StoredCertificate): Promise<LivePath | undefined> {
    const { actAs } = this.#writing;
    const linking = async (store: WritableStore): Promise<LivePath | undefined> => {
      const live = stablePathOfEnable({ stored, services: stored.services }, store.path);
      if (live === undefined) return undefined;
      const isMoved = !(await hasLivePath(store.directory, live));
      await using open = await openDirectoryOf(store, dirname(stored.location.path));
      await linkFullChain(open.path);
      const taken = await announceLive(store.directory, live, store.owner);
      await settleLive(store.directory);
      const { livePath } = livePathOf(store, taken);
      return livePath === undefined ? undefined : { livePath, isMoved };
    };
    return this.#change(fill(STORE_OPERATIONS.link.en, stored.certificate), (store) =>
      actAs(store.owner, () => linking(store)),
    );
  }

  async #change<T>(operation: string, work: (store: WritableStore) => Promise<T>): Promise<T> {
    const store = this.#held?.store;
    const doing = storeFailureText(operation, this.#path);
    if (store === undefined) throw new IssueError(`${doing}: ${STORE_CAUSES.notLocked.en}`);
    try {
      return await work(store);
    } catch (error) {
      throw storeFailure(doing, error, store.owner.userId);
    }
  }

  /**
   * Steps that need the rights of root are done first. The store is changed with the rights of its
   * owner.
   */
  async #apply(store: WritableStore, change: StoreChange, requestedBy: RequestedBy): Promise<Applied> {
    const { actAs } = this.#writing;
    switch (change.kind) {
      case 'install': {
        const key = change.csr && (await readKey(store, change.csr));
        return actAs(store.owner, () => install(store, change, key, requestedBy));
      }
      case 'request':
        return { path: await actAs(store.owner, () => request(store, change, requestedBy)) };
      case 'services':
        return actAs(store.owner, () => enable(store, change, requestedBy));
      case 'remove': {
        using trash = await this.#makeTrash(store);
        return { path: await actAs(store.owner, () => removeToTrash(store, change, requestedBy, trash)) };
      }
    }
  }

  /** Opens the trash to finish removals; undefined if there is none or it cannot be opened. */
  async #trashToFinish({ directory, owner }: WritableStore): Promise<TrashDirectory | undefined> {
    try {
      const isAwaited = (await readdir(directory)).some((name) => name.startsWith(REMOVED_PREFIX));
      const { trash, actAs } = this.#writing;
      return isAwaited ? await makeTrash(trash, owner, actAs) : openTrashDirectory(trash);
    } catch {
      return undefined;
    }
  }

  async #makeTrash({ owner, isForeign }: WritableStore): Promise<TrashDirectory> {
    const { trash: path, actAs } = this.#writing;
    const trash = await makeTrash(path, owner, actAs);
    if (!isForeign || trash.owner.userId === owner.userId) return trash;
    trash[Symbol.dispose]();
    const cause = { path, owner: accountNameOf(owner.userId) };
    throw new Error(fill(STORE_CAUSES.trashOfOtherAccount.en, cause));
  }
}

function doing(change: StoreChange): string {
  const { writeCertificate, writeRequest, enable, removeCertificate, removeRequest } = STORE_OPERATIONS;
  switch (change.kind) {
    case 'install':
      return fill(writeCertificate.en, change.certificate);
    case 'request':
      return fill(writeRequest.en, { request: directoryNameOf(change.request) });
    case 'services':
      return fill(enable.en, change.stored.certificate);
    case 'remove':
      return 'certificate' in change.removed
        ? fill(removeCertificate.en, change.removed.certificate)
        : fill(removeRequest.en, { request: directoryNameOf(change.removed.request) });
  }
}

async function install(
  store: WritableStore,
  change: InstallChange,
  key: Buffer | undefined,
  requestedBy: RequestedBy,
): Promise<Applied> {
  const { directory, owner } = store;
  const { certificate, certificatePem, privateKeyPem, csr, recordsInternal, keyReaders = [] } = change;
  const { thumbprint } = certificate;
  const live = stablePathOfInstall(change);
  let taken: readonly string[] = [];
  if (recordsInternal) await assertRecordable(directory);
  const entryDirectory = await commitDirectory(store, {
    name: thumbprint,
    particulars: change,
    requestedBy,
    fill: async (fresh) => {
      if (privateKeyPem !== undefined) await writeDurably(join(fresh, KEY_FILE), privateKeyPem, 0o600, owner);
      else if (csr !== undefined) await takeKey(store, csr, key, fresh);
      await writeDurably(join(fresh, LEAF_FILE), certificatePem, 0o644, owner);
      await linkFullChain(fresh);
      await openToAccounts(fresh, keyReaders, owner);
    },
    announce: async () => {
      if (csr !== undefined) await announceAnswer(store, thumbprint, csr);
      if (live !== undefined) taken = await announceLive(directory, live, owner);
      if (recordsInternal) await announceInternalTransport(directory, thumbprint);
    },
    withdraw: async () => {
      await settleLive(directory);
      await withdrawInternalTransport(directory);
      await withdrawAnswer(directory, thumbprint);
    },
  });
  if (recordsInternal) await ifPossible(() => settleInternalTransport(directory));
  if (csr !== undefined) await ifPossible(() => settleAnswer(directory, thumbprint));
  if (taken.length > 0) await ifPossible(() => settleLive(directory));
  return { path: entryDirectory, ...livePathOf(store, taken) };
}

function request(store: WritableStore, change: RequestChange, requestedBy: RequestedBy): Promise<string> {
  const { requestPem, privateKeyPem } = change;
  return commitDirectory(store, {
    name: directoryNameOf(change.request),
    particulars: change,
    requestedBy,
    fill: async (fresh) => {
      await writeDurably(join(fresh, KEY_FILE), privateKeyPem, 0o600, store.owner);
      await writeDurably(join(fresh, REQUEST_FILE), requestPem, 0o644, store.owner);
    },
  });
}

async function enable(
  store: WritableStore,
  change: StoreChange & { kind: 'services' },
  requestedBy: RequestedBy,
): Promise<Applied> {
  const applied = await changeServices(store, change, requestedBy);
  if (change.recordsInternal) await ifPossible(() => settleInternalTransport(store.directory));
  return applied;
}
