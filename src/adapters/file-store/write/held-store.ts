import { openOwnedDirectory } from './owned-directory.ts';
import type { WritableStore } from './writable-store.ts';

/**
 * The resources that are open while a store is locked for a change: its directory, the lock and the
 * trash. Disposing closes them in reverse order.
 */
export class HeldStore implements Disposable {
  readonly #resources: Disposable[] = [];
  #store: WritableStore | undefined;

  /** The open store; undefined before `open`. */
  get store(): WritableStore | undefined {
    return this.#store;
  }

  /**
   * Opens the directory of the store, without locking the store.
   * @throws the system error, or {ForeignLinkError}
   */
  open(path: string): WritableStore {
    const directory = openOwnedDirectory(path);
    this.addResource(directory);
    const { owner } = directory;
    this.#store = { path, directory: directory.descriptorPath, owner, isForeign: process.geteuid?.() !== owner.userId };
    return this.#store;
  }

  /** Adds a resource that is closed with the store. */
  addResource(opened: Disposable): void {
    this.#resources.push(opened);
  }

  [Symbol.dispose](): void {
    for (const resource of this.#resources.splice(0).reverse()) resource[Symbol.dispose]();
  }
}
