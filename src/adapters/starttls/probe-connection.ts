import { connect, type Socket } from 'node:net';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import { CONVERSATION_FAILURES } from '../../domain/failure/conversation-failures.ts';
import { type Dialogue, shorten } from '../../formats/starttls/dialogue.ts';
import { type DialogueEvent, DialogueRunner } from '../../formats/starttls/dialogue-runner.ts';
import type { Conversation } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';
import { type ConnectionProblem, connectionProblem } from './connection-problem.ts';
import type { SessionEvents, TlsSession, TlsState } from './tls-session.ts';
import { Transcript } from './transcript.ts';

/** The maximum time for the response to the closing command, ms. The result is already known. */
const CLOSING_TIMEOUT_MS = 1000;

/**
 * The buffer into which Node reads the data of all connections. Each connection copies its data at
 * once. Without it, Node would allocate 64 KiB per packet.
 */
const READ_BUFFER = Buffer.alloc(0x4000);

/**
 * Starts TLS over a connection, and returns the session. From then on, the session handles the
 * errors and the end of the connection, and reports them to `events`.
 */
export type StartTls = (socket: Socket, events: SessionEvents) => TlsSession;

/** A server address and the parameters of a connection. */
export interface ProbeConnectionOptions {
  readonly target: ProbeTarget;
  readonly address: string;
  /** The commands and responses of the protocol, for example SMTP. */
  readonly dialogue: Dialogue;
  readonly startTls: StartTls;
  /** The maximum duration in total, ms. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Not yet aborted. */
  readonly signal: AbortSignal;
}

/**
 * One connection to a server. It starts at once, starts TLS as the protocol requires (at the
 * beginning, or after STARTTLS), and closes itself when the result is known. The dialogue before
 * TLS leads to TLS or to a result, for example that the server does not offer STARTTLS. The
 * dialogue within TLS only closes the session.
 */
export class ProbeConnection {
  readonly transcript: Transcript;
  /** Resolves when the connection is closed. Rejects only with the reason of the signal. */
  readonly result: Promise<Conversation | ConnectionProblem>;
  readonly #options: ProbeConnectionOptions;
  readonly #socket: Socket;
  readonly #deadline: NodeJS.Timeout;
  #closingTimer: NodeJS.Timeout | undefined;
  #session: TlsSession | undefined;
  #tlsState: TlsState | undefined;
  #dialogue: DialogueRunner;
  /** The result, if it is known. Later outcomes, such as a lost connection, do not change it. */
  #outcome: Conversation | ConnectionProblem | undefined;
  #hasTimedOut = false;
  /** True after the server has sent data of the TLS handshake, to mailcertd's own session. */
  #hasHandshakeData = false;

  constructor(options: ProbeConnectionOptions) {
    const { target, address, dialogue, timeoutMs, clock, signal } = options;
    this.#options = options;
    this.transcript = new Transcript(clock);
    // `false`: the dialogue before TLS leads to the result.
    this.#dialogue = new DialogueRunner(dialogue, false);
    const onread = { buffer: READ_BUFFER, callback: (byteCount: number): boolean => this.#onRead(byteCount) };
    this.#socket = connect({ host: address, port: target.port, noDelay: true, onread });
    this.#deadline = setTimeout(() => this.#onTimeout(), timeoutMs);
    this.#socket.once('connect', () => this.#handleEvents(this.#dialogue.begin(dialogue.firstAction)));
    this.#socket.on('error', this.#onError).on('end', this.#onEnd);
    const stop = (): void => this.#destroy();
    signal.addEventListener('abort', stop, { once: true });
    this.result = new Promise((resolve, reject) => {
      this.#socket.once('close', () => {
        signal.removeEventListener('abort', stop);
        clearTimeout(this.#deadline);
        clearTimeout(this.#closingTimer);
        this.transcript.end();
        if (signal.aborted) reject(signal.reason);
        else resolve(this.#outcome ?? this.#connectionLost());
      });
    });
  }

  #onRead(byteCount: number): boolean {
    const received = Buffer.from(READ_BUFFER.subarray(0, byteCount));
    if (this.#session === undefined) this.#handleEvents(this.#dialogue.receive(received));
    else if (!this.#isRefusedBy(received)) this.#session.receive(received);
    return true;
  }

  /**
   * Returns whether the server closes the session in plain text instead of starting the handshake,
   * and sets the outcome: it refused STARTTLS. If the first action is `upgrade`, TLS starts without
   * STARTTLS, which cannot be refused. OpenSSL reads the socket itself, so its data is not checked.
   */
  #isRefusedBy(received: Buffer): boolean {
    const { dialogue } = this.#options;
    const [line = ''] = received.toString('utf8').split(/\r?\n/, 1);
    if (this.#hasHandshakeData || dialogue.firstAction.kind === 'upgrade' || !dialogue.endsSession(line)) {
      this.#hasHandshakeData = true;
      return false;
    }
    this.transcript.received(line);
    this.#setOutcome({ starttls: 'refused', answer: shorten(line) });
    this.#destroy();
    return true;
  }

  /** The state of TLS; undefined if there was no complete handshake. */
  get tlsState(): TlsState | undefined {
    return this.#tlsState;
  }

  /** True if a handshake was started and failed. A refusal of STARTTLS is no failed handshake. */
  get hasHandshakeFailed(): boolean {
    const hasNoResult = this.#outcome === undefined || 'reason' in this.#outcome;
    return this.#session !== undefined && this.#tlsState === undefined && hasNoResult;
  }

  /**
   * True if the timeout has elapsed. The caller cannot compare times instead, because a timer may
   * be some milliseconds early.
   */
  get hasTimedOut(): boolean {
    return this.#hasTimedOut;
  }

  // Fields and not methods, so that `off` removes the same functions.
  readonly #onError = (error: Error): void => this.#fail(connectionProblem(error, this.transcript.failures.failed));
  readonly #onEnd = (): void => this.#fail(this.#connectionLost());

  #handleEvents(dialogueEvents: readonly DialogueEvent[]): void {
    for (const event of dialogueEvents) {
      switch (event.kind) {
        case 'received':
          this.transcript.received(event.line);
          break;
        case 'step':
          this.transcript.begin(event.step, event.line);
          if (event.line !== undefined) this.#send(`${event.line}\r\n`);
          break;
        case 'result':
          this.#setOutcome(event.end);
          break;
        case 'upgrade':
          this.#startTls();
          break;
        case 'done':
          if (this.#session === undefined) this.#socket.destroySoon();
          else this.#session.close();
          break;
      }
    }
  }

  #send(text: string): void {
    if (this.#session === undefined) this.#socket.write(text);
    else this.#session.send(text);
  }

  #startTls(): void {
    this.transcript.begin('handshake');
    // From here on, the session reports errors.
    this.#socket.off('error', this.#onError).off('end', this.#onEnd);
    this.#session = this.#options.startTls(this.#socket, {
      secured: (tlsState) => this.#onSecured(tlsState),
      received: (bytes) => this.#handleEvents(this.#dialogue.receive(bytes)),
      failed: this.#onError,
      ended: this.#onEnd,
    });
  }

  #onSecured(tlsState: TlsState): void {
    const { dialogue } = this.#options;
    const { protocol, cipher } = tlsState;
    const [leaf, ...issuers] = tlsState.chain;
    if (leaf === undefined) {
      this.#fail({ reason: 'tls_failed', failure: CONVERSATION_FAILURES.certificate_not_sent });
      return;
    }
    this.#tlsState = tlsState;
    const starttls = dialogue.firstAction.kind === 'upgrade' ? 'implicit' : 'offered';
    this.#setOutcome({ starttls, protocol, cipher, chain: [leaf, ...issuers] });
    // `true`: the result is known.
    this.#dialogue = new DialogueRunner(dialogue, true);
    this.#handleEvents(this.#dialogue.begin(dialogue.firstActionWithinTls));
  }

  /**
   * Sets the result. The rest of the dialogue only closes the session properly, with a time limit.
   */
  #setOutcome(outcome: Conversation | ConnectionProblem): void {
    this.#outcome ??= outcome;
    this.transcript.end();
    this.#closingTimer = setTimeout(() => this.#destroy(), CLOSING_TIMEOUT_MS);
  }

  #fail(problem: ConnectionProblem): void {
    this.#outcome ??= problem;
    this.#destroy();
  }

  #onTimeout(): void {
    this.#hasTimedOut = true;
    // The time for all connections of a probe. An earlier one may have used a part of it.
    const seconds = this.#options.target.timeoutMs / 1000;
    this.#fail({ reason: 'timed_out', failure: this.transcript.failures.timedOut(seconds) });
  }

  #connectionLost(): ConnectionProblem {
    return { reason: 'connection_lost', failure: this.transcript.failures.closed };
  }

  #destroy(): void {
    this.#session?.destroy();
    this.#socket.destroy();
  }
}
