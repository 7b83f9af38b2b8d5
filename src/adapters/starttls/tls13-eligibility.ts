import { hash } from 'node:crypto';

/** The maximum number of endpoints. If there are more, the oldest are removed. */
const MAX_ENDPOINTS = 20_000;
/** The number of consecutive failures after which an endpoint uses only OpenSSL. */
const MAX_CONSECUTIVE_FAILURES = 2;

/**
 * The endpoints at which mailcertd's own TLS 1.3 session may be tried, because OpenSSL had an equal
 * result there. The result of a successful session is certain. If it fails, OpenSSL is used at
 * once.
 */
export class Tls13Eligibility {
  /** The number of consecutive failures, by key. */
  readonly #failures: Map<number, number> = new Map();

  isEligible(endpoint: string): boolean {
    return (this.#failures.get(keyOf(endpoint)) ?? MAX_CONSECUTIVE_FAILURES) < MAX_CONSECUTIVE_FAILURES;
  }

  /**
   * Stores that OpenSSL completed a handshake.
   * @param hasSameResult whether mailcertd's own session would have had the same result
   */
  addOpensslResult(endpoint: string, hasSameResult: boolean): void {
    const key = keyOf(endpoint);
    if (!hasSameResult) this.#failures.delete(key);
    else if (!this.#failures.has(key)) this.#set(key, 0);
  }

  addSuccess(endpoint: string): void {
    this.#set(keyOf(endpoint), 0);
  }

  /**
   * Stores a failure.
   * @param isFinal true if OpenSSL could not be used afterwards; the endpoint is then not tried
   * again
   */
  addFailure(endpoint: string, isFinal: boolean): void {
    const key = keyOf(endpoint);
    this.#set(key, isFinal ? MAX_CONSECUTIVE_FAILURES : (this.#failures.get(key) ?? 0) + 1);
  }

  #set(key: number, failures: number): void {
    this.#failures.set(key, failures);
    if (this.#failures.size <= MAX_ENDPOINTS) return;
    const [first] = this.#failures.keys();
    if (first !== undefined) this.#failures.delete(first);
  }
}

const KEY_BYTES = 6;

/**
 * Returns a key for an endpoint. It needs a quarter of the memory of the text, and collisions are
 * unlikely.
 */
function keyOf(endpoint: string): number {
  return hash('sha1', endpoint, 'buffer').readUIntLE(0, KEY_BYTES);
}
