/**
 * The resources that a start has opened so far. If opening a later resource fails, they are closed
 * in reverse order. Node.js 20 has no AsyncDisposableStack.
 */
export class DisposalStack implements AsyncDisposable {
  readonly #closings: (() => unknown)[] = [];

  /** Adds a resource, and returns it. */
  use<T extends Disposable | AsyncDisposable>(opened: T): T {
    this.defer(() => (Symbol.asyncDispose in opened ? opened[Symbol.asyncDispose]() : opened[Symbol.dispose]()));
    return opened;
  }

  /** Adds a function that closes a resource. */
  defer(close: () => unknown): void {
    this.#closings.push(close);
  }

  /** Empties the stack without closing anything. From now on, the caller closes the resources. */
  release(): void {
    this.#closings.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closings.splice(0).reverse()) {
      try {
        await close();
      } catch {
        // The caller reports the error that led here.
      }
    }
  }
}
