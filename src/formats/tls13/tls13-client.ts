import { TLS_1_2 } from './client-hello.ts';
import { Handshake, HandshakeError, type HandshakeRequest, type HandshakeStep } from './handshake.ts';
import { MESSAGE, MessageReader } from './message-reader.ts';
import { RecordProtection } from './record-protection.ts';
import { CONTENT, plainRecord, RecordReader, type TlsRecord } from './records.ts';

/** The events of a connection, in order. */
export type Tls13Event =
  | { readonly kind: 'send'; readonly bytes: Buffer }
  /**
   * The server has proved that it has the key of the first certificate. `cipher`: the name in
   * OpenSSL.
   */
  | { readonly kind: 'secured'; readonly cipher: string; readonly chain: readonly Buffer[] }
  | { readonly kind: 'heard'; readonly bytes: Buffer }
  /** No more data is read: the server closed the connection, or sent an unexpected message. */
  | { readonly kind: 'closed' }
  /** The handshake failed, and no more data is read. */
  | { readonly kind: 'failed'; readonly detail: string };

/** The version in the record of the first ClientHello. @see RFC 8446 section 5.1 */
const FIRST_VERSION = 0x0301;
/** For compatibility with middleboxes. @see RFC 8446 appendix D.4 */
const CHANGE_CIPHER_SPEC: Buffer = plainRecord(CONTENT.changeCipherSpec, TLS_1_2, Buffer.of(1));
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
  #ours: RecordProtection | undefined;
  #theirs: RecordProtection | undefined;
  #changes = 0;
  #isSecured = false;
  #isFinished = false;

  constructor(asked: HandshakeRequest) {
    this.#handshake = new Handshake(asked);
  }

  /** Returns the first data to send. */
  begin(): Buffer {
    return plainRecord(CONTENT.handshake, FIRST_VERSION, this.#handshake.begin());
  }

  /** Processes received data. @param bytes must not be changed afterwards */
  take(bytes: Buffer): readonly Tls13Event[] {
    const events: Tls13Event[] = [];
    if (!this.#isFinished) this.#records.add(bytes);
    try {
      while (!this.#isFinished) {
        const record = this.#records.next();
        if (record === undefined) break;
        if (record === 'too-long') throw new HandshakeError('a record is too long');
        this.#read(record, events);
      }
    } catch (error) {
      this.#isFinished = true;
      events.push(this.#isSecured ? { kind: 'closed' } : { kind: 'failed', detail: (error as Error).message });
    }
    return events;
  }

  /** Encrypts data to send; only after `secured`. */
  seal(bytes: Buffer): Buffer {
    return this.#seal(CONTENT.application, bytes);
  }

  /** Returns the close_notify alert to send; only after `secured`. */
  close(): Buffer {
    return this.#seal(CONTENT.alert, CLOSE_NOTIFY);
  }

  #seal(type: number, content: Buffer): Buffer {
    if (this.#ours === undefined) throw new HandshakeError('no keys are negotiated yet');
    return this.#ours.seal(type, content);
  }

  #read(record: TlsRecord, events: Tls13Event[]): void {
    const maySkip = this.#theirs !== undefined && !this.#isSecured && this.#messages.isEmpty;
    if (record.type === CONTENT.changeCipherSpec && maySkip) {
      this.#passOver(record);
      return;
    }
    const opened = this.#theirs === undefined ? { type: record.type, content: record.body } : this.#theirs.open(record);
    if (opened === undefined) throw new HandshakeError('a record cannot be decrypted');
    const { type, content } = opened;
    // Other records must not interrupt a handshake message.
    if (!this.#messages.isEmpty && type !== CONTENT.handshake) throw new HandshakeError('an incomplete message');
    if (type === CONTENT.handshake) this.#readMessages(content, events);
    else if (type === CONTENT.application && this.#isSecured) events.push({ kind: 'heard', bytes: content });
    else if (type === CONTENT.alert) throw new HandshakeError(`alert ${content[1] ?? 0}`);
    else throw new HandshakeError(`unexpected record of type ${type}`);
  }

  /** Ignores a ChangeCipherSpec. @see RFC 8446 section 5 */
  #passOver({ body }: TlsRecord): void {
    this.#changes += 1;
    const isOne = body.length === 1 && body[0] === 1;
    if (!isOne || this.#changes > MAX_CHANGE_CIPHER_SPECS)
      throw new HandshakeError('an invalid ChangeCipherSpec record');
  }

  #readMessages(content: Buffer, events: Tls13Event[]): void {
    if (content.length === 0) throw new HandshakeError('an empty record');
    this.#messages.add(content);
    for (let came = this.#messages.next(); came !== undefined; came = this.#messages.next()) {
      if (came === 'too-long') throw new HandshakeError('a message is too long');
      // Tickets were not requested, so they are ignored.
      if (this.#isSecured && came.type === MESSAGE.newSessionTicket) continue;
      const step = this.#handshake.take(came);
      if (step !== undefined) this.#change(step, events);
    }
  }

  #change(step: HandshakeStep, events: Tls13Event[]): void {
    // A record must not contain messages before and after a key change.
    if (!this.#messages.isEmpty) throw new HandshakeError('unexpected data before the key change');
    if (step.kind === 'secured') {
      const answer = step.answer.map((one) => this.#seal(CONTENT.handshake, one));
      this.#isSecured = true;
      events.push(
        { kind: 'send', bytes: Buffer.concat([CHANGE_CIPHER_SPEC, ...answer]) },
        { kind: 'secured', cipher: step.suite.name, chain: step.chain },
      );
    }
    this.#ours = new RecordProtection(step.suite, step.keys.client);
    this.#theirs = new RecordProtection(step.suite, step.keys.server);
  }
}
