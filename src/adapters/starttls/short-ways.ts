/** More endpoints than anybody configures: those that were met first are met anew. */
const MOST = 20_000;
/** So often in a row OpenSSL has to help until it is left to it. */
const MOST_FAILURES = 2;

/**
 * The endpoints where a session of our own may be tried: OpenSSL has come to the same there. What it comes to is certain; where
 * it comes to nothing, OpenSSL is asked at once.
 */
export class ShortWays {
  /** How often it came to nothing, in a row. */
  readonly #failures: Map<string, number> = new Map();

  isOpen(endpoint: string): boolean {
    return (this.#failures.get(endpoint) ?? MOST_FAILURES) < MOST_FAILURES;
  }

  /** OpenSSL has met TLS there. @param isTheSame whether ours would have come to the same */
  learn(endpoint: string, isTheSame: boolean): void {
    if (!isTheSame) this.#failures.delete(endpoint);
    else if (!this.#failures.has(endpoint)) this.#set(endpoint, 0);
  }

  passed(endpoint: string): void {
    this.#set(endpoint, 0);
  }

  /** @param isForGood OpenSSL could not be asked behind it: that is not risked again */
  failed(endpoint: string, isForGood: boolean): void {
    this.#set(endpoint, isForGood ? MOST_FAILURES : (this.#failures.get(endpoint) ?? 0) + 1);
  }

  #set(endpoint: string, failures: number): void {
    this.#failures.set(endpoint, failures);
    if (this.#failures.size <= MOST) return;
    const [first] = this.#failures.keys();
    if (first !== undefined) this.#failures.delete(first);
  }
}
