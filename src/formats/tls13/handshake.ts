import { createECDH, type ECDH, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { subjectPublicKey } from '../x509/subject-public-key.ts';
import type { CipherSuite } from './cipher-suites.ts';
import { type ClientHelloParameters, encodeClientHello } from './client-hello.ts';
import { KeySchedule, type TrafficKeys, type TrafficSecrets } from './key-schedule.ts';
import { encodeMessage, HANDSHAKE_TYPE, type HandshakeMessage } from './message-reader.ts';
import {
  areValidEncryptedExtensions,
  isValidCertificateRequest,
  readCertificates,
  readCertificateVerify,
  readServerHello,
} from './server-messages.ts';
import { isSchemeAccepted, isSignatureValid } from './signature-schemes.ts';

/** The parameters of a handshake: the server name, in ASCII, and the key type. */
export type HandshakeRequest = Pick<ClientHelloParameters, 'serverName' | 'keyType'>;

/** The keys of both sides. */
export interface SessionKeys {
  readonly client: TrafficKeys;
  readonly server: TrafficKeys;
}

/** The effect of a message of the server: new keys, at two points of the handshake. */
export type HandshakeStep =
  /** After the ServerHello: both sides use `keys` from here on. */
  | { readonly kind: 'handshake-keys'; readonly suite: CipherSuite; readonly keys: SessionKeys }
  /**
   * After the server's Finished: send `clientMessages`, then use `keys` on both sides. The first
   * certificate of `chain` is the server's own.
   */
  | {
      readonly kind: 'finished';
      readonly suite: CipherSuite;
      readonly chain: readonly Buffer[];
      readonly clientMessages: readonly Buffer[];
      readonly keys: SessionKeys;
    };

/** The error of a failed handshake. */
export class HandshakeError extends Error {}

/** The values that are known after the ServerHello. */
interface NegotiatedParameters {
  readonly suite: CipherSuite;
  readonly schedule: KeySchedule;
  readonly secrets: TrafficSecrets;
}

/** The message that is expected next. */
type ExpectedMessage =
  | 'hello'
  | 'extensions'
  | 'request-or-certificate'
  | 'certificate'
  | 'signature'
  | 'finished'
  | 'none';

/** The length of the random value and of the session ID, bytes. */
const RANDOM_BYTES = 32;
/** A Certificate message without context and certificates. */
const EMPTY_CERTIFICATE_MESSAGE: Buffer = encodeMessage(HANDSHAKE_TYPE.certificate, Buffer.alloc(4));
/** The prefix of the signed data. @see RFC 8446 section 4.4.3 */
const SIGNED_PREFIX: Buffer = Buffer.from(`${' '.repeat(64)}TLS 1.3, server CertificateVerify\0`, 'latin1');

/**
 * The messages of one handshake, from the client's side. All methods throw {@link HandshakeError},
 * or the errors of node:crypto.
 */
export class Handshake {
  readonly #request: HandshakeRequest;
  readonly #sessionId: Buffer = randomBytes(RANDOM_BYTES);
  readonly #keyExchange: ECDH = createECDH('prime256v1');
  /** The transcript: all messages of both sides, in order. */
  readonly #transcript: Buffer[] = [];
  #expected: ExpectedMessage = 'hello';
  #negotiated: NegotiatedParameters | undefined;
  #chain: readonly Buffer[] = [];
  #isClientCertificateRequested = false;

  constructor(request: HandshakeRequest) {
    this.#request = request;
  }

  /** Returns the ClientHello. */
  begin(): Buffer {
    const keyShare = this.#keyExchange.generateKeys();
    const random = randomBytes(RANDOM_BYTES);
    const body = encodeClientHello({ ...this.#request, random, sessionId: this.#sessionId, keyShare });
    const hello = encodeMessage(HANDSHAKE_TYPE.clientHello, body);
    this.#transcript.push(hello);
    return hello;
  }

  /** Processes a message. @returns undefined: wait for the next message */
  receive(message: HandshakeMessage): HandshakeStep | undefined {
    switch (message.type) {
      case HANDSHAKE_TYPE.serverHello:
        this.#advance({ from: ['hello'], to: 'extensions' });
        return this.#receiveServerHello(message);
      case HANDSHAKE_TYPE.encryptedExtensions:
        this.#advance({ from: ['extensions'], to: 'request-or-certificate' });
        if (!areValidEncryptedExtensions(message.body)) throw malformed('EncryptedExtensions');
        break;
      case HANDSHAKE_TYPE.certificateRequest:
        this.#advance({ from: ['request-or-certificate'], to: 'certificate' });
        if (!isValidCertificateRequest(message.body)) throw malformed('CertificateRequest');
        this.#isClientCertificateRequested = true;
        break;
      case HANDSHAKE_TYPE.certificate:
        this.#advance({ from: ['request-or-certificate', 'certificate'], to: 'signature' });
        this.#chain = readCertificates(message.body) ?? [];
        if (this.#chain.length === 0) throw malformed('Certificate');
        break;
      case HANDSHAKE_TYPE.certificateVerify:
        this.#advance({ from: ['signature'], to: 'finished' });
        this.#receiveCertificateVerify(message);
        break;
      case HANDSHAKE_TYPE.finished:
        this.#advance({ from: ['finished'], to: 'none' });
        return this.#receiveFinished(message);
      default:
        throw new HandshakeError(`unexpected message of type ${message.type}`);
    }
    this.#transcript.push(message.bytes);
    return undefined;
  }

  /**
   * Sets the next expected message to `to`. Throws if the received message was not expected: the
   * expected one is not in `from`.
   */
  #advance({ from, to }: { readonly from: readonly ExpectedMessage[]; readonly to: ExpectedMessage }): void {
    if (!from.includes(this.#expected)) throw new HandshakeError(`unexpected message before ${to}`);
    this.#expected = to;
  }

  get #negotiatedOrThrow(): NegotiatedParameters {
    if (this.#negotiated === undefined) throw new HandshakeError('the cipher suite is not negotiated yet');
    return this.#negotiated;
  }

  /** Returns the hash of the transcript. */
  #transcriptHash({ suite }: Pick<NegotiatedParameters, 'suite'> = this.#negotiatedOrThrow): Buffer {
    return hash(suite.hash, Buffer.concat(this.#transcript), 'buffer');
  }

  #receiveServerHello({ body, bytes }: HandshakeMessage): HandshakeStep {
    const hello = readServerHello(body, this.#sessionId);
    if (hello === undefined) throw new HandshakeError('the ServerHello does not match the offer');
    const { suite, keyShare } = hello;
    const schedule = new KeySchedule(suite, this.#keyExchange.computeSecret(keyShare));
    this.#transcript.push(bytes);
    const secrets = schedule.handshakeSecrets(this.#transcriptHash({ suite }));
    this.#negotiated = { suite, schedule, secrets };
    return { kind: 'handshake-keys', suite, keys: sessionKeys(schedule, secrets) };
  }

  #receiveCertificateVerify({ body }: HandshakeMessage): void {
    const verification = readCertificateVerify(body);
    const [leaf = Buffer.alloc(0)] = this.#chain;
    const key = subjectPublicKey(leaf);
    if (verification === undefined || key === undefined) throw malformed('CertificateVerify');
    if (!isSchemeAccepted(verification.scheme, this.#request.keyType)) {
      throw new HandshakeError('the signature scheme was not offered');
    }
    const signedContent = Buffer.concat([SIGNED_PREFIX, this.#transcriptHash()]);
    if (!isSignatureValid(key, verification.scheme, signedContent, verification.signature)) {
      throw new HandshakeError('the signature does not match the key of the certificate');
    }
  }

  #receiveFinished({ body, bytes }: HandshakeMessage): HandshakeStep {
    const { suite, schedule, secrets } = this.#negotiatedOrThrow;
    const expected = schedule.verifyData(secrets.server, this.#transcriptHash());
    if (body.length !== expected.length || !timingSafeEqual(body, expected)) {
      throw new HandshakeError('the Finished message does not match the handshake');
    }
    this.#transcript.push(bytes);
    const keys = sessionKeys(schedule, schedule.applicationSecrets(this.#transcriptHash()));
    const certificates = this.#isClientCertificateRequested ? [EMPTY_CERTIFICATE_MESSAGE] : [];
    this.#transcript.push(...certificates);
    const finished = encodeMessage(
      HANDSHAKE_TYPE.finished,
      schedule.verifyData(secrets.client, this.#transcriptHash()),
    );
    return { kind: 'finished', suite, chain: this.#chain, clientMessages: [...certificates, finished], keys };
  }
}

function sessionKeys(schedule: KeySchedule, { client, server }: TrafficSecrets): SessionKeys {
  return { client: schedule.trafficKeys(client), server: schedule.trafficKeys(server) };
}

function malformed(messageName: string): HandshakeError {
  return new HandshakeError(`malformed ${messageName} message`);
}
