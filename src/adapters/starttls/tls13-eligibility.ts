import { hash } from 'node:crypto';

/** More endpoints than anybody configures: those that were met first are met anew. */
const MOST = 20_000;
/** So often in a row OpenSSL has to help until it is left to it. */
const MOST_FAILURES = 2;

/**
 * The endpoints where a session of our own may be tried: OpenSSL has come to the same there. What it comes to is certain; where
 * it comes to nothing, OpenSSL is asked at once.
 */
export class Tls13Eligibility {
  /** How often it came to nothing, in a row; by key. */
  readonly #failures: Map<number, number> = new Map();

  isOpen(endpoint: string): boolean {
    return (this.#failures.get(keyOf(endpoint)) ?? MOST_FAILURES) < MOST_FAILURES;
  }

  /** OpenSSL has met TLS there. @param isTheSame whether ours would have come to the same */
  learn(endpoint: string, isTheSame: boolean): void {
    const key = keyOf(endpoint);
    if (!isTheSame) this.#failures.delete(key);
    else if (!this.#failures.has(key)) this.#set(key, 0);
  }

  passed(endpoint: string): void {
    this.#set(keyOf(endpoint), 0);
  }

  /** @param isForGood OpenSSL could not be asked behind it: that is not risked again */
  failed(endpoint: string, isForGood: boolean): void {
    const key = keyOf(endpoint);
    this.#set(key, isForGood ? MOST_FAILURES : (this.#failures.get(key) ?? 0) + 1);
  }

  #set(key: number, failures: number): void {
    this.#failures.set(key, failures);
    if (this.#failures.size <= MOST) return;
    const [first] = this.#failures.keys();
    if (first !== undefined) this.#failures.delete(first);
  }
}

const KEY_OCTETS = 6;

/** Takes a quarter of the room that the text does, and two that come to the same are not to be expected. */
function keyOf(endpoint: string): number {
  return hash('sha1', endpoint, 'buffer').readUIntLE(0, KEY_OCTETS);
}
