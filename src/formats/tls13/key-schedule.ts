import { hash } from 'node:crypto';
import type { CipherSuite } from './cipher-suites.ts';
import { hmac } from './hmac.ts';
import { uint16s, vector } from './vector.ts';

const NOTHING: Buffer = Buffer.alloc(0);
/** The number of the block, behind what each of the keys is about. */
const BLOCK: Buffer = Buffer.of(1);

/** The keys that protect what one side sends. */
export interface TrafficKeys {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** What both sides send with, from one moment of the handshake on. */
export interface TrafficSecrets {
  readonly client: Buffer;
  readonly server: Buffer;
}

/**
 * The keys of one connection, where nothing is shared beforehand. Hashes of the transcript are asked for by whoever writes it.
 * @see RFC 8446 section 7.1
 */
export class KeySchedule {
  readonly #suite: CipherSuite;
  readonly #handshake: Buffer;

  /** @param shared what the key exchange came to */
  constructor(suite: CipherSuite, shared: Buffer) {
    this.#suite = suite;
    const zeros = Buffer.alloc(suite.hashOctets);
    const early = this.#extract(zeros, zeros);
    this.#handshake = this.#extract(this.#derived(early), shared);
  }

  /** @param transcript the hash of both hellos */
  handshake(transcript: Buffer): TrafficSecrets {
    return {
      client: this.#expand(this.#handshake, 'c hs traffic', transcript, this.#suite.hashOctets),
      server: this.#expand(this.#handshake, 's hs traffic', transcript, this.#suite.hashOctets),
    };
  }

  /** @param transcript the hash of all up to the server's Finished */
  application(transcript: Buffer): TrafficSecrets {
    const main = this.#extract(this.#derived(this.#handshake), Buffer.alloc(this.#suite.hashOctets));
    return {
      client: this.#expand(main, 'c ap traffic', transcript, this.#suite.hashOctets),
      server: this.#expand(main, 's ap traffic', transcript, this.#suite.hashOctets),
    };
  }

  /** @see RFC 8446 section 7.3 */
  keysOf(secret: Buffer): TrafficKeys {
    return {
      key: this.#expand(secret, 'key', NOTHING, this.#suite.keyOctets),
      iv: this.#expand(secret, 'iv', NOTHING, 12),
    };
  }

  /** What a Finished has to say. @param transcript the hash of all before it @see RFC 8446 section 4.4.4 */
  finished(secret: Buffer, transcript: Buffer): Buffer {
    return this.#extract(this.#expand(secret, 'finished', NOTHING, this.#suite.hashOctets), transcript);
  }

  #derived(secret: Buffer): Buffer {
    return this.#expand(secret, 'derived', hash(this.#suite.hash, NOTHING, 'buffer'), this.#suite.hashOctets);
  }

  #extract(salt: Buffer, secret: Buffer): Buffer {
    return hmac(this.#suite.hash, salt, secret);
  }

  /** No key is longer than the hash, so that one block is enough. @see RFC 5869 section 2.3 */
  #expand(secret: Buffer, label: string, context: Buffer, octets: number): Buffer {
    const about = [uint16s(octets), vector(1, Buffer.from(`tls13 ${label}`)), vector(1, context), BLOCK];
    return this.#extract(secret, Buffer.concat(about)).subarray(0, octets);
  }
}
