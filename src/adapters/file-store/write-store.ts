import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asked, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { InstallChange, RequestChange, StoreChange } from '../../domain/store-change/store-change.ts';
import { IssueError, StoreBusyError } from '../../work/errors.ts';
import { announceAnswer, settleAnswer, takeKey, withdrawAnswer } from './answered-request.ts';
import { changeServices } from './change-note.ts';
import { ifPossible, type Ownership, writeDurably } from './durable-files.ts';
import { finishChanges } from './finish-changes.ts';
import { type HoldFile, holdStore } from './hold-store.ts';
import {
  announceInternalTransport,
  assertRecordable,
  settleInternalTransport,
  withdrawInternalTransport,
} from './internal-transport-link.ts';
import { openToAccounts } from './open-to-accounts.ts';
import { commitFolder, type WrittenStore } from './own-folder.ts';
import { removeToTrash } from './remove-to-trash.ts';
import { storeFailure } from './store-failure.ts';
import { folderNameOf, KEY_FILE, LEAF_FILE, REQUEST_FILE, UNFINISHED } from './store-names.ts';
import { TrashFolder } from './trash-folder.ts';

/** What a store is written with. */
export interface WritingOptions {
  readonly holdFile: HoldFile;
  /** The folder that takes what is removed; absolute. */
  readonly trash: string;
}

/** Changes a personal store: one change at a time, one rename each. */
export class StoreChanger {
  readonly #path: string;
  readonly #holdFile: HoldFile;
  readonly #trash: TrashFolder;
  /** The store, while it is held. */
  #held: WrittenStore | undefined;

  constructor(path: string, { holdFile, trash }: WritingOptions) {
    this.#path = path;
    this.#holdFile = holdFile;
    this.#trash = new TrashFolder(trash);
  }

  /** @throws {StoreBusyError} @throws {IssueError} */
  async hold(): Promise<Disposable> {
    let owner: Ownership | undefined;
    let lock: Disposable | undefined;
    try {
      const { uid, gid } = await stat(this.#path);
      owner = { userId: uid, groupId: gid };
      lock = await holdStore(this.#path, owner, this.#holdFile);
      const held = { path: this.#path, owner };
      await finishChanges(held, this.#trash);
      this.#held = held;
    } catch (error) {
      lock?.[Symbol.dispose]();
      if (error instanceof StoreBusyError) throw error;
      throw storeFailure(`taking the store ${this.#path} for a change`, error, owner?.userId);
    }
    const taken = lock;
    return {
      [Symbol.dispose]: () => {
        this.#held = undefined;
        taken[Symbol.dispose]();
      },
    };
  }

  /** Answers the folder that came of it. @throws {IssueError} */
  apply(change: StoreChange, asked: Asked): Promise<string> {
    return this.#change(doing(change), (store) => this.#apply(store, change, asked));
  }

  /** Records which certificate is the internal transport certificate. @throws {IssueError} */
  async record(thumbprint: Thumbprint): Promise<void> {
    await this.#change(`recording ${thumbprint} as the internal transport certificate in`, async ({ path, owner }) => {
      await assertRecordable(path);
      await announceInternalTransport(path, thumbprint, owner);
      await ifPossible(() => settleInternalTransport(path));
    });
  }

  async #change<T>(what: string, work: (store: WrittenStore) => Promise<T>): Promise<T> {
    const store = this.#held;
    if (store === undefined) throw new IssueError(`${what} the store ${this.#path}: it is not held`);
    try {
      return await work(store);
    } catch (error) {
      throw storeFailure(`${what} the store ${this.#path}`, error, store.owner.userId);
    }
  }

  #apply(store: WrittenStore, change: StoreChange, asked: Asked): Promise<string> {
    switch (change.kind) {
      case 'install':
        return install(store, change, asked);
      case 'request':
        return request(store, change, asked);
      case 'services':
        return enable(store, change, asked);
      case 'remove':
        return removeToTrash(store, change, asked, this.#trash);
    }
  }
}

function doing(change: StoreChange): string {
  switch (change.kind) {
    case 'install':
      return `writing certificate ${change.certificate.thumbprint} into`;
    case 'request':
      return `writing ${folderNameOf(change.request)} into`;
    case 'services':
      return `enabling certificate ${change.stored.certificate.thumbprint} in`;
    case 'remove':
      return 'certificate' in change.removed
        ? `removing certificate ${change.removed.certificate.thumbprint} from`
        : `removing ${folderNameOf(change.removed.request)} from`;
  }
}

async function install(store: WrittenStore, change: InstallChange, asked: Asked): Promise<string> {
  const { path, owner } = store;
  const { certificate, certificatePem, privateKeyPem, answers, recordsInternal, opensTo = [] } = change;
  const { thumbprint } = certificate;
  if (recordsInternal) await assertRecordable(path);
  const folder = await commitFolder(store, {
    name: thumbprint,
    particulars: change,
    asked,
    fill: async (fresh) => {
      if (privateKeyPem !== undefined) await writeDurably(join(fresh, KEY_FILE), privateKeyPem, 0o600, owner);
      else if (answers !== undefined) await takeKey(store, answers, fresh);
      await writeDurably(join(fresh, LEAF_FILE), certificatePem, 0o644, owner);
      // By its name: the number by which this process holds it open is this process's.
      await openToAccounts(join(path, `${UNFINISHED}${thumbprint}`), opensTo, owner);
    },
    announce: async () => {
      if (answers !== undefined) await announceAnswer(path, thumbprint, answers, owner);
      if (recordsInternal) await announceInternalTransport(path, thumbprint, owner);
    },
    withdraw: async () => {
      await withdrawInternalTransport(path);
      await withdrawAnswer(path, thumbprint);
    },
  });
  if (recordsInternal) await ifPossible(() => settleInternalTransport(path));
  if (answers !== undefined) await ifPossible(() => settleAnswer(path, thumbprint));
  return folder;
}

function request(store: WrittenStore, change: RequestChange, asked: Asked): Promise<string> {
  const { requestPem, privateKeyPem } = change;
  return commitFolder(store, {
    name: folderNameOf(change.request),
    particulars: change,
    asked,
    fill: async (fresh) => {
      await writeDurably(join(fresh, KEY_FILE), privateKeyPem, 0o600, store.owner);
      await writeDurably(join(fresh, REQUEST_FILE), requestPem, 0o644, store.owner);
    },
  });
}

async function enable(store: WrittenStore, change: StoreChange & { kind: 'services' }, asked: Asked): Promise<string> {
  const folder = await changeServices(store, change, asked);
  if (change.recordsInternal) await ifPossible(() => settleInternalTransport(store.path));
  return folder;
}
