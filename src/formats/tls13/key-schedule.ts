import { hash } from 'node:crypto';
import type { CipherSuite } from './cipher-suites.ts';
import { hmac } from './hmac.ts';
import { uint16s, vector } from './vector.ts';

const NOTHING: Buffer = Buffer.alloc(0);
/** The block number at the end of the HKDF info. */
const BLOCK: Buffer = Buffer.of(1);

/** The keys that encrypt the data of one side. */
export interface TrafficKeys {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** The secrets of both sides for one phase of the handshake. */
export interface TrafficSecrets {
  readonly client: Buffer;
  readonly server: Buffer;
}

/**
 * The keys of one connection without a pre-shared key. The caller computes the hashes of the
 * transcript.
 * @see RFC 8446 section 7.1
 */
export class KeySchedule {
  readonly #suite: CipherSuite;
  readonly #handshake: Buffer;

  /** @param shared the result of the key exchange */
  constructor(suite: CipherSuite, shared: Buffer) {
    this.#suite = suite;
    const zeros = Buffer.alloc(suite.hashBytes);
    const early = this.#extract(zeros, zeros);
    this.#handshake = this.#extract(this.#derived(early), shared);
  }

  /** Returns the handshake secrets. @param transcript the hash of both hellos */
  handshake(transcript: Buffer): TrafficSecrets {
    return {
      client: this.#expand(this.#handshake, 'c hs traffic', transcript, this.#suite.hashBytes),
      server: this.#expand(this.#handshake, 's hs traffic', transcript, this.#suite.hashBytes),
    };
  }

  /** Returns the application secrets. @param transcript the hash up to the server's Finished */
  application(transcript: Buffer): TrafficSecrets {
    const main = this.#extract(this.#derived(this.#handshake), Buffer.alloc(this.#suite.hashBytes));
    return {
      client: this.#expand(main, 'c ap traffic', transcript, this.#suite.hashBytes),
      server: this.#expand(main, 's ap traffic', transcript, this.#suite.hashBytes),
    };
  }

  /** Derives the keys of a secret. @see RFC 8446 section 7.3 */
  keysOf(secret: Buffer): TrafficKeys {
    return {
      key: this.#expand(secret, 'key', NOTHING, this.#suite.keyBytes),
      iv: this.#expand(secret, 'iv', NOTHING, 12),
    };
  }

  /**
   * Returns the contents of a Finished.
   * @param transcript the hash of all messages before it
   * @see RFC 8446 section 4.4.4
   */
  finished(secret: Buffer, transcript: Buffer): Buffer {
    return this.#extract(this.#expand(secret, 'finished', NOTHING, this.#suite.hashBytes), transcript);
  }

  #derived(secret: Buffer): Buffer {
    return this.#expand(secret, 'derived', hash(this.#suite.hash, NOTHING, 'buffer'), this.#suite.hashBytes);
  }

  #extract(salt: Buffer, secret: Buffer): Buffer {
    return hmac(this.#suite.hash, salt, secret);
  }

  /**
   * Expands a secret. One HKDF block is enough, because no key is longer than the hash.
   * @see RFC 5869 section 2.3
   */
  #expand(secret: Buffer, label: string, context: Buffer, byteCount: number): Buffer {
    const about = [uint16s(byteCount), vector(1, Buffer.from(`tls13 ${label}`)), vector(1, context), BLOCK];
    return this.#extract(secret, Buffer.concat(about)).subarray(0, byteCount);
  }
}
