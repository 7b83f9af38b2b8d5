import { createECDH, type ECDH, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { subjectPublicKey } from '../x509/subject-public-key.ts';
import type { CipherSuite } from './cipher-suites.ts';
import { clientHello, type Hello } from './client-hello.ts';
import { KeySchedule, type TrafficKeys, type TrafficSecrets } from './key-schedule.ts';
import { MESSAGE, type Message, message } from './message-reader.ts';
import {
  isCertificateRequest,
  isEncryptedExtensions,
  readCertificates,
  readServerHello,
  readSignature,
} from './server-messages.ts';
import { isSchemeAccepted, isSignedBy } from './signature-schemes.ts';

/** The parameters of a handshake: the server name, in ASCII, and the key type. */
export type HandshakeRequest = Pick<Hello, 'serverName' | 'keyType'>;

/** The keys of both sides. */
export interface SessionKeys {
  readonly client: TrafficKeys;
  readonly server: TrafficKeys;
}

/** The effect of a message of the server. */
export type HandshakeStep =
  /** Both sides encrypt from here on. */
  | { readonly kind: 'protected'; readonly suite: CipherSuite; readonly keys: SessionKeys }
  /** The first certificate is the server's own. Send `answer`, then use `keys` on both sides. */
  | {
      readonly kind: 'secured';
      readonly suite: CipherSuite;
      readonly chain: readonly Buffer[];
      readonly answer: readonly Buffer[];
      readonly keys: SessionKeys;
    };

/** The error of a failed handshake. */
export class HandshakeError extends Error {}

/** The values that are known after the ServerHello. */
interface Agreed {
  readonly suite: CipherSuite;
  readonly schedule: KeySchedule;
  readonly secrets: TrafficSecrets;
}

/** The state: the next expected message. */
type Next = 'hello' | 'extensions' | 'request-or-certificate' | 'certificate' | 'signature' | 'finished' | 'none';

const HELLO_BYTES = 32;
/** A Certificate message without context and certificates. */
const NO_CERTIFICATE: Buffer = message(MESSAGE.certificate, Buffer.alloc(4));
/** The prefix of the signed data. @see RFC 8446 section 4.4.3 */
const SIGNED_BEFORE: Buffer = Buffer.from(`${' '.repeat(64)}TLS 1.3, server CertificateVerify\0`, 'latin1');

/**
 * The messages of one handshake, from the client's side. All methods throw {@link HandshakeError},
 * or the errors of node:crypto.
 */
export class Handshake {
  readonly #asked: HandshakeRequest;
  readonly #sessionId: Buffer = randomBytes(HELLO_BYTES);
  readonly #exchange: ECDH = createECDH('prime256v1');
  /** The transcript: all messages of both sides, in order. */
  readonly #said: Buffer[] = [];
  #next: Next = 'hello';
  #agreed: Agreed | undefined;
  #chain: readonly Buffer[] = [];
  #isCertificateWanted = false;

  constructor(asked: HandshakeRequest) {
    this.#asked = asked;
  }

  /** Returns the ClientHello. */
  begin(): Buffer {
    const keyShare = this.#exchange.generateKeys();
    const random = randomBytes(HELLO_BYTES);
    const body = clientHello({ ...this.#asked, random, sessionId: this.#sessionId, keyShare });
    const hello = message(MESSAGE.clientHello, body);
    this.#said.push(hello);
    return hello;
  }

  /** Processes a message. @returns undefined: wait for the next message */
  take(came: Message): HandshakeStep | undefined {
    switch (came.type) {
      case MESSAGE.serverHello:
        this.#pass('extensions', 'hello');
        return this.#agree(came);
      case MESSAGE.encryptedExtensions:
        this.#pass('request-or-certificate', 'extensions');
        if (!isEncryptedExtensions(came.body)) throw malformed('EncryptedExtensions');
        break;
      case MESSAGE.certificateRequest:
        this.#pass('certificate', 'request-or-certificate');
        if (!isCertificateRequest(came.body)) throw malformed('CertificateRequest');
        this.#isCertificateWanted = true;
        break;
      case MESSAGE.certificate:
        this.#pass('signature', 'request-or-certificate', 'certificate');
        this.#chain = readCertificates(came.body) ?? [];
        if (this.#chain.length === 0) throw malformed('Certificate');
        break;
      case MESSAGE.certificateVerify:
        this.#pass('finished', 'signature');
        this.#verify(came);
        break;
      case MESSAGE.finished:
        this.#pass('none', 'finished');
        return this.#finish(came);
      default:
        throw new HandshakeError(`unexpected message of type ${came.type}`);
    }
    this.#said.push(came.whole);
    return undefined;
  }

  #pass(next: Next, ...from: readonly Next[]): void {
    if (!from.includes(this.#next)) throw new HandshakeError(`unexpected message before ${next}`);
    this.#next = next;
  }

  get #known(): Agreed {
    if (this.#agreed === undefined) throw new HandshakeError('the cipher suite is not negotiated yet');
    return this.#agreed;
  }

  /** Returns the hash of the transcript. */
  #soFar({ suite }: Pick<Agreed, 'suite'> = this.#known): Buffer {
    return hash(suite.hash, Buffer.concat(this.#said), 'buffer');
  }

  #agree({ body, whole }: Message): HandshakeStep {
    const hello = readServerHello(body, this.#sessionId);
    if (hello === undefined) throw new HandshakeError('the ServerHello does not match the offer');
    const { suite, keyShare } = hello;
    const schedule = new KeySchedule(suite, this.#exchange.computeSecret(keyShare));
    this.#said.push(whole);
    const secrets = schedule.handshake(this.#soFar({ suite }));
    this.#agreed = { suite, schedule, secrets };
    return { kind: 'protected', suite, keys: keysOf(schedule, secrets) };
  }

  #verify({ body }: Message): void {
    const signed = readSignature(body);
    const [leaf = Buffer.alloc(0)] = this.#chain;
    const key = subjectPublicKey(leaf);
    if (signed === undefined || key === undefined) throw malformed('CertificateVerify');
    if (!isSchemeAccepted(signed.scheme, this.#asked.keyType)) {
      throw new HandshakeError('the signature scheme was not offered');
    }
    const content = Buffer.concat([SIGNED_BEFORE, this.#soFar()]);
    if (!isSignedBy(key, signed.scheme, content, signed.signature)) {
      throw new HandshakeError('the signature does not match the key of the certificate');
    }
  }

  #finish({ body, whole }: Message): HandshakeStep {
    const { suite, schedule, secrets } = this.#known;
    const expected = schedule.finished(secrets.server, this.#soFar());
    if (body.length !== expected.length || !timingSafeEqual(body, expected)) {
      throw new HandshakeError('the Finished message does not match the handshake');
    }
    this.#said.push(whole);
    const keys = keysOf(schedule, schedule.application(this.#soFar()));
    const certificates = this.#isCertificateWanted ? [NO_CERTIFICATE] : [];
    this.#said.push(...certificates);
    const finished = message(MESSAGE.finished, schedule.finished(secrets.client, this.#soFar()));
    return { kind: 'secured', suite, chain: this.#chain, answer: [...certificates, finished], keys };
  }
}

function keysOf(schedule: KeySchedule, { client, server }: TrafficSecrets): SessionKeys {
  return { client: schedule.keysOf(client), server: schedule.keysOf(server) };
}

function malformed(what: string): HandshakeError {
  return new HandshakeError(`malformed ${what} message`);
}
