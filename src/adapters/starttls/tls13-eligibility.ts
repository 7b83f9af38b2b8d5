import { hash } from 'node:crypto';

/** The maximum number of stored endpoints. If there are more, the oldest are removed. */
const MAX_ENDPOINTS = 20_000;
/** The number of consecutive failures after which an endpoint uses only OpenSSL. */
const MAX_CONSECUTIVE_FAILURES = 2;

/**
 * Decides for each endpoint whether mailcertd's own TLS 1.3 session is tried before OpenSSL. It is
 * tried after OpenSSL had a result there that the own session can have too, and until it has failed
 * twice in sequence. A result of the own session is as certain as that of OpenSSL, and faster.
 */
export class Tls13Eligibility {
  /** The number of consecutive failures of the own session, by the key of the endpoint. */
  readonly #failures: Map<number, number> = new Map();

  /** Returns false for an endpoint without a result, because OpenSSL is used first. */
  isEligible(endpoint: string): boolean {
    return (this.#failures.get(keyOf(endpoint)) ?? MAX_CONSECUTIVE_FAILURES) < MAX_CONSECUTIVE_FAILURES;
  }

  /**
   * Stores the result of a handshake with OpenSSL.
   * @param hasSameResult true if the own session would have had the same result; false makes the
   * endpoint ineligible until the next result
   */
  addOpensslResult(endpoint: string, hasSameResult: boolean): void {
    const key = keyOf(endpoint);
    if (!hasSameResult) this.#failures.delete(key);
    else if (!this.#failures.has(key)) this.#set(key, 0);
  }

  /** Stores a success of the own session. */
  addSuccess(endpoint: string): void {
    this.#set(keyOf(endpoint), 0);
  }

  /**
   * Stores a failure of the own session.
   * @param isFinal true if the failure prevented a result of OpenSSL too; the own session is then
   * not tried again at this endpoint
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
 * Returns a number that identifies an endpoint. It needs a quarter of the memory of the text.
 * Collisions are unlikely, and harmless.
 */
function keyOf(endpoint: string): number {
  return hash('sha1', endpoint, 'buffer').readUIntLE(0, KEY_BYTES);
}
