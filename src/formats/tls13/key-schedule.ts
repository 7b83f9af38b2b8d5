import { hash } from 'node:crypto';
import type { CipherSuite } from './cipher-suites.ts';
import { hmac } from './hmac.ts';
import { encodeUint16s, encodeVector } from './vector.ts';

const IV_BYTES = 12;
const EMPTY: Buffer = Buffer.alloc(0);
/** The number of the only block, at the end of the input of HKDF-Expand. */
const HKDF_BLOCK_NUMBER: Buffer = Buffer.of(1);

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
  readonly #handshakeSecret: Buffer;

  /** @param sharedSecret the result of the key exchange */
  constructor(suite: CipherSuite, sharedSecret: Buffer) {
    this.#suite = suite;
    const zeros = Buffer.alloc(suite.hashBytes);
    const earlySecret = this.#extract(zeros, zeros);
    this.#handshakeSecret = this.#extract(this.#deriveSalt(earlySecret), sharedSecret);
  }

  /** Returns the handshake secrets. @param transcriptHash the hash of both hellos */
  handshakeSecrets(transcriptHash: Buffer): TrafficSecrets {
    return {
      client: this.#expandLabel(this.#handshakeSecret, 'c hs traffic', transcriptHash, this.#suite.hashBytes),
      server: this.#expandLabel(this.#handshakeSecret, 's hs traffic', transcriptHash, this.#suite.hashBytes),
    };
  }

  /** Returns the application secrets. @param transcriptHash the hash up to the server's Finished */
  applicationSecrets(transcriptHash: Buffer): TrafficSecrets {
    const masterSecret = this.#extract(this.#deriveSalt(this.#handshakeSecret), Buffer.alloc(this.#suite.hashBytes));
    return {
      client: this.#expandLabel(masterSecret, 'c ap traffic', transcriptHash, this.#suite.hashBytes),
      server: this.#expandLabel(masterSecret, 's ap traffic', transcriptHash, this.#suite.hashBytes),
    };
  }

  /** Derives the keys of a secret. @see RFC 8446 section 7.3 */
  trafficKeys(secret: Buffer): TrafficKeys {
    return {
      key: this.#expandLabel(secret, 'key', EMPTY, this.#suite.keyBytes),
      iv: this.#expandLabel(secret, 'iv', EMPTY, IV_BYTES),
    };
  }

  /**
   * Returns `verify_data`, the contents of a Finished.
   * @param transcriptHash the hash of all messages before it
   * @see RFC 8446 section 4.4.4
   */
  verifyData(secret: Buffer, transcriptHash: Buffer): Buffer {
    return this.#extract(this.#expandLabel(secret, 'finished', EMPTY, this.#suite.hashBytes), transcriptHash);
  }

  /** Returns the salt with which the next secret is extracted. */
  #deriveSalt(secret: Buffer): Buffer {
    return this.#expandLabel(secret, 'derived', hash(this.#suite.hash, EMPTY, 'buffer'), this.#suite.hashBytes);
  }

  /** HKDF-Extract, which is an HMAC. @see RFC 5869 section 2.2 */
  #extract(salt: Buffer, secret: Buffer): Buffer {
    return hmac(this.#suite.hash, salt, secret);
  }

  /**
   * HKDF-Expand-Label. One HKDF block is enough, because no key is longer than the hash.
   * @see RFC 5869 section 2.3
   * @see RFC 8446 section 7.1
   */
  #expandLabel(secret: Buffer, label: string, context: Buffer, byteCount: number): Buffer {
    const hkdfInput = [
      encodeUint16s(byteCount),
      encodeVector(1, Buffer.from(`tls13 ${label}`)),
      encodeVector(1, context),
      HKDF_BLOCK_NUMBER,
    ];
    return this.#extract(secret, Buffer.concat(hkdfInput)).subarray(0, byteCount);
  }
}
