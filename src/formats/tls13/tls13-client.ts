import { messageOf } from '../../domain/failure/message-of.ts';
import { TLS_1_2 } from './client-hello.ts';
import { Handshake, HandshakeError, type HandshakeRequest, type HandshakeStep } from './handshake.ts';
import { HANDSHAKE_TYPE, MessageReader } from './message-reader.ts';
import { RecordProtection } from './record-protection.ts';
import { CONTENT_TYPE, encodePlaintextRecord, RecordReader, type TlsRecord } from './records.ts';

/** The events of a connection, in order. */
export type Tls13Event =
  /** Send these bytes. */
  | { readonly kind: 'send'; readonly bytes: Buffer }
  /**
   * The handshake succeeded: the server has proved that it has the key of the first certificate.
   * `cipher` is the name in OpenSSL.
   */
  | { readonly kind: 'secured'; readonly cipher: string; readonly chain: readonly Buffer[] }
  /** Decrypted data of the server. */
  | { readonly kind: 'received'; readonly bytes: Buffer }
  /** No more data is read: the server closed the connection, or sent an unexpected message. */
  | { readonly kind: 'closed' }
  /** The handshake failed, and no more data is read. */
  | { readonly kind: 'failed'; readonly detail: string };

/** The version in the record of the first ClientHello. @see RFC 8446 section 5.1 */
const FIRST_RECORD_VERSION = 0x0301;
/** For compatibility with middleboxes. @see RFC 8446 appendix D.4 */
const CHANGE_CIPHER_SPEC: Buffer = encodePlaintextRecord(CONTENT_TYPE.changeCipherSpec, TLS_1_2, Buffer.of(1));
/** The maximum number of ChangeCipherSpec records; OpenSSL has the same limit. */
const MAX_CHANGE_CIPHER_SPECS = 32;
const CLOSE_NOTIFY: Buffer = Buffer.of(1, 0);

/**
 * A minimal TLS 1.3 client: secp256r1 only, no resumption, no client certificate. It accepts any
 * certificate of which the server proves that it has the key. Any other handshake fails; the caller
 * can then use OpenSSL. Never throws, and its memory is limited.
 * @see RFC 8446
 */
export class Tls13Client {
  readonly #handshake: Handshake;
  readonly #records = new RecordReader();
  readonly #messages = new MessageReader();
  /** Encrypts the records of the client; undefined before the ServerHello. */
  #clientProtection: RecordProtection | undefined;
  /** Decrypts the records of the server; undefined before the ServerHello. */
  #serverProtection: RecordProtection | undefined;
  #changeCipherSpecCount = 0;
  #isHandshakeFinished = false;
  /** True if no more data is read. */
  #isClosed = false;

  constructor(request: HandshakeRequest) {
    this.#handshake = new Handshake(request);
  }

  /** Returns the first data to send. */
  begin(): Buffer {
    return encodePlaintextRecord(CONTENT_TYPE.handshake, FIRST_RECORD_VERSION, this.#handshake.begin());
  }

  /** Processes received data. @param bytes must not be changed afterwards */
  receive(bytes: Buffer): readonly Tls13Event[] {
    const events: Tls13Event[] = [];
    if (!this.#isClosed) this.#records.add(bytes);
    try {
      while (!this.#isClosed) {
        const record = this.#records.next();
        if (record === undefined) break;
        if (record === 'too-long') throw new HandshakeError('a record is too long');
        this.#processRecord(record, events);
      }
    } catch (error) {
      this.#isClosed = true;
      events.push(this.#isHandshakeFinished ? { kind: 'closed' } : { kind: 'failed', detail: messageOf(error) });
    }
    return events;
  }

  /** Encrypts data to send; only after `secured`. */
  encrypt(bytes: Buffer): Buffer {
    return this.#encrypt(CONTENT_TYPE.application, bytes);
  }

  /** Returns the close_notify alert to send; only after `secured`. */
  encryptCloseNotify(): Buffer {
    return this.#encrypt(CONTENT_TYPE.alert, CLOSE_NOTIFY);
  }

  #encrypt(type: number, content: Buffer): Buffer {
    if (this.#clientProtection === undefined) throw new HandshakeError('no keys are negotiated yet');
    return this.#clientProtection.encrypt(type, content);
  }

  #processRecord(record: TlsRecord, events: Tls13Event[]): void {
    // Servers send ChangeCipherSpec for middleboxes, which has no meaning in TLS 1.3. It is allowed
    // between the ServerHello and the end of the handshake, and not inside of a message.
    const maySkip = this.#serverProtection !== undefined && !this.#isHandshakeFinished && this.#messages.isEmpty;
    if (record.type === CONTENT_TYPE.changeCipherSpec && maySkip) {
      this.#ignoreChangeCipherSpec(record);
      return;
    }
    const plaintext =
      this.#serverProtection === undefined
        ? { type: record.type, content: record.body }
        : this.#serverProtection.decrypt(record);
    if (plaintext === undefined) throw new HandshakeError('a record cannot be decrypted');
    const { type, content } = plaintext;
    // Other records must not interrupt a handshake message.
    if (!this.#messages.isEmpty && type !== CONTENT_TYPE.handshake) throw new HandshakeError('an incomplete message');
    if (type === CONTENT_TYPE.handshake) this.#processMessages(content, events);
    else if (type === CONTENT_TYPE.application && this.#isHandshakeFinished)
      events.push({ kind: 'received', bytes: content });
    else if (type === CONTENT_TYPE.alert) throw new HandshakeError(`alert ${content[1] ?? 0}`);
    else throw new HandshakeError(`unexpected record of type ${type}`);
  }

  /** Ignores a ChangeCipherSpec. @see RFC 8446 section 5 */
  #ignoreChangeCipherSpec({ body }: TlsRecord): void {
    this.#changeCipherSpecCount += 1;
    const isValid = body.length === 1 && body[0] === 1;
    if (!isValid || this.#changeCipherSpecCount > MAX_CHANGE_CIPHER_SPECS)
      throw new HandshakeError('an invalid ChangeCipherSpec record');
  }

  #processMessages(content: Buffer, events: Tls13Event[]): void {
    if (content.length === 0) throw new HandshakeError('an empty record');
    this.#messages.add(content);
    for (let message = this.#messages.next(); message !== undefined; message = this.#messages.next()) {
      if (message === 'too-long') throw new HandshakeError('a message is too long');
      // Tickets were not requested, so they are ignored.
      if (this.#isHandshakeFinished && message.type === HANDSHAKE_TYPE.newSessionTicket) continue;
      const step = this.#handshake.receive(message);
      if (step !== undefined) this.#applyStep(step, events);
    }
  }

  #applyStep(step: HandshakeStep, events: Tls13Event[]): void {
    // A record must not contain messages before and after a key change.
    if (!this.#messages.isEmpty) throw new HandshakeError('unexpected data before the key change');
    if (step.kind === 'finished') {
      const records = step.clientMessages.map((encoded) => this.#encrypt(CONTENT_TYPE.handshake, encoded));
      this.#isHandshakeFinished = true;
      events.push(
        { kind: 'send', bytes: Buffer.concat([CHANGE_CIPHER_SPEC, ...records]) },
        { kind: 'secured', cipher: step.suite.name, chain: step.chain },
      );
    }
    this.#clientProtection = new RecordProtection(step.suite, step.keys.client);
    this.#serverProtection = new RecordProtection(step.suite, step.keys.server);
  }
}
