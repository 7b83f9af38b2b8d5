import { connect, type Socket } from 'node:net';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import { type Dialogue, short } from '../../formats/starttls/dialogue.ts';
import { type DialogueEvent, DialogueRunner } from '../../formats/starttls/dialogue-runner.ts';
import type { Conversation } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';
import { type ConnectionProblem, connectionProblem } from './connection-problem.ts';
import type { SessionEvents, TlsSession, TlsState } from './session.ts';
import { Transcript } from './transcript.ts';

/** The maximum time for a reply to the closing command, ms. The result does not depend on it. */
const PARTING_MS = 1000;

/**
 * A buffer for unencrypted data, shared by all connections. Each connection copies its data at
 * once. Node's own buffers would have 64 KiB per packet.
 */
const READ = Buffer.alloc(0x4000);

/**
 * Starts TLS over a connection. From then on, the session handles the errors and the end of the
 * connection.
 */
export type StartTls = (socket: Socket, events: SessionEvents) => TlsSession;

/** A server address and the parameters of a connection. */
export interface CallOptions {
  readonly target: ProbeTarget;
  readonly address: string;
  readonly dialogue: Dialogue;
  readonly startTls: StartTls;
  /** The maximum duration in total, ms. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Not yet aborted. */
  readonly signal: AbortSignal;
}

/** One connection to a server, from its first to its last byte. */
export class Call {
  readonly transcript: Transcript;
  /** The result, after the connection is closed. Rejects only with the reason of the signal. */
  readonly ended: Promise<Conversation | ConnectionProblem>;
  readonly #options: CallOptions;
  readonly #socket: Socket;
  readonly #deadline: NodeJS.Timeout;
  #parting: NodeJS.Timeout | undefined;
  #session: TlsSession | undefined;
  #shown: TlsState | undefined;
  #talk: DialogueRunner;
  /** The first outcome is the result. */
  #outcome: Conversation | ConnectionProblem | undefined;
  #isLate = false;
  /** True after the server has started its part of the handshake. */
  #hasHandshake = false;

  constructor(options: CallOptions) {
    const { target, address, dialogue, timeoutMs, clock, signal } = options;
    this.#options = options;
    this.transcript = new Transcript(clock);
    this.#talk = new DialogueRunner(dialogue, false);
    const onread = { buffer: READ, callback: (byteCount: number): boolean => this.#read(byteCount) };
    this.#socket = connect({ host: address, port: target.port, noDelay: true, onread });
    this.#deadline = setTimeout(() => this.#tooLate(), timeoutMs);
    this.#socket.once('connect', () => this.#follow(this.#talk.begin(dialogue.open)));
    this.#socket.on('error', this.#onError).on('end', this.#onEnd);
    const stop = (): void => this.#hangUp();
    signal.addEventListener('abort', stop, { once: true });
    this.ended = new Promise((resolve, reject) => {
      this.#socket.once('close', () => {
        signal.removeEventListener('abort', stop);
        clearTimeout(this.#deadline);
        clearTimeout(this.#parting);
        this.transcript.end();
        if (signal.aborted) reject(signal.reason);
        else resolve(this.#outcome ?? this.#closed());
      });
    });
  }

  #read(byteCount: number): boolean {
    const came = Buffer.from(READ.subarray(0, byteCount));
    if (this.#session === undefined) this.#follow(this.#talk.take(came));
    else if (!this.#isRefusedBy(came)) this.#session.take(came);
    return true;
  }

  /**
   * Returns whether the server closes the session instead of starting the handshake, and records
   * that as a refusal of STARTTLS. Data that OpenSSL reads directly is not checked here.
   */
  #isRefusedBy(came: Buffer): boolean {
    const { dialogue } = this.#options;
    const [line = ''] = came.toString('utf8').split(/\r?\n/, 1);
    if (this.#hasHandshake || dialogue.open.kind === 'upgrade' || !dialogue.endsSession(line)) {
      this.#hasHandshake = true;
      return false;
    }
    this.transcript.received(line);
    this.#settle({ starttls: 'refused', answer: short(line) });
    this.#hangUp();
    return true;
  }

  /** The state of TLS; undefined if there was no complete handshake. */
  get shown(): TlsState | undefined {
    return this.#shown;
  }

  /** True if the handshake failed. */
  get hasFailedInTls(): boolean {
    const isFailed = this.#outcome === undefined || 'reason' in this.#outcome;
    return this.#session !== undefined && this.#shown === undefined && isFailed;
  }

  /**
   * True if the timeout has elapsed. The clock cannot answer this, because a timer may be some
   * milliseconds early.
   */
  get isLate(): boolean {
    return this.#isLate;
  }

  readonly #onError = (error: Error): void => this.#fail(connectionProblem(error, this.transcript.currentAction));
  readonly #onEnd = (): void => this.#fail(this.#closed());

  #follow(dialogueEvents: readonly DialogueEvent[]): void {
    for (const event of dialogueEvents) {
      switch (event.kind) {
        case 'heard':
          this.transcript.received(event.line);
          break;
        case 'step':
          this.transcript.begin(event.step, event.line);
          if (event.line !== undefined) this.#say(`${event.line}\r\n`);
          break;
        case 'over':
          this.#settle(event.end);
          break;
        case 'upgrade':
          this.#secure();
          break;
        case 'done':
          if (this.#session === undefined) this.#socket.destroySoon();
          else this.#session.leave();
          break;
      }
    }
  }

  #say(text: string): void {
    if (this.#session === undefined) this.#socket.write(text);
    else this.#session.say(text);
  }

  #secure(): void {
    this.transcript.begin('handshake');
    // From here on, the session reports errors.
    this.#socket.off('error', this.#onError).off('end', this.#onEnd);
    this.#session = this.#options.startTls(this.#socket, {
      secured: (shown) => this.#show(shown),
      heard: (bytes) => this.#follow(this.#talk.take(bytes)),
      failed: this.#onError,
      ended: this.#onEnd,
    });
  }

  #show(shown: TlsState): void {
    const { dialogue } = this.#options;
    const { protocol, cipher } = shown;
    const [leaf, ...issuers] = shown.chain;
    if (leaf === undefined) {
      this.#fail({ reason: 'tls_failed', detail: 'the server sent no certificate' });
      return;
    }
    this.#shown = shown;
    const starttls = dialogue.open.kind === 'upgrade' ? 'implicit' : 'offered';
    this.#settle({ starttls, protocol, cipher, chain: [leaf, ...issuers] });
    this.#talk = new DialogueRunner(dialogue, true);
    this.#follow(this.#talk.begin(dialogue.parting));
  }

  /** Stores the result. The rest of the dialogue only closes the session properly. */
  #settle(outcome: Conversation | ConnectionProblem): void {
    this.#outcome ??= outcome;
    this.transcript.end();
    this.#parting = setTimeout(() => this.#hangUp(), PARTING_MS);
  }

  #fail(problem: ConnectionProblem): void {
    this.#outcome ??= problem;
    this.#hangUp();
  }

  #tooLate(): void {
    this.#isLate = true;
    const seconds = this.#options.target.timeoutMs / 1000;
    this.#fail({ reason: 'timed_out', detail: `${this.transcript.currentAction}: timed out after ${seconds} s` });
  }

  #closed(): ConnectionProblem {
    return { reason: 'connection_lost', detail: `${this.transcript.currentAction}: it closed the connection` };
  }

  #hangUp(): void {
    this.#session?.destroy();
    this.#socket.destroy();
  }
}
