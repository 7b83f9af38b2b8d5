/**
 * What was opened on the way to something whole: closed again, the last first, where that comes to nothing. Node 20 has no
 * AsyncDisposableStack.
 */
export class DisposalStack implements AsyncDisposable {
  readonly #closings: (() => unknown)[] = [];

  /** Answers what was opened. */
  use<T extends Disposable | AsyncDisposable>(opened: T): T {
    this.defer(() => (Symbol.asyncDispose in opened ? opened[Symbol.asyncDispose]() : opened[Symbol.dispose]()));
    return opened;
  }

  /** For what is closed otherwise. */
  defer(close: () => unknown): void {
    this.#closings.push(close);
  }

  /** It is whole: whoever has it closes it from now on. */
  keep(): void {
    this.#closings.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closings.splice(0).reverse()) {
      try {
        await close();
      } catch {
        // What is told is why it came to nothing.
      }
    }
  }
}
