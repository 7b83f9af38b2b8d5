import { connect, type Socket } from 'node:net';
import type { ProbeTarget } from '../../domain/served/probe-target.ts';
import { type Dialogue, short } from '../../formats/starttls/dialogue.ts';
import { type DialogueEvent, DialogueRunner } from '../../formats/starttls/dialogue-runner.ts';
import type { Conversation } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';
import { type ConnectionProblem, connectionProblem } from './connection-problem.ts';
import type { SessionEvents, TlsSession, TlsState } from './session.ts';
import { Transcript } from './transcript.ts';

/** So long a server may take to answer a goodbye, ms: nothing is learnt from it any more. */
const PARTING_MS = 1000;

/** All calls read into this what comes in the clear, and each takes its part at once: Node's own would be 64 KiB a packet. */
const READ = Buffer.alloc(0x4000);

/** Begins TLS over a connection, whose errors and end are the session's from here on. */
export type StartTls = (socket: Socket, events: SessionEvents) => TlsSession;

export interface CallOptions {
  readonly target: ProbeTarget;
  readonly address: string;
  readonly dialogue: Dialogue;
  readonly startTls: StartTls;
  /** How long it may take in all. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Not aborted yet. */
  readonly signal: AbortSignal;
}

/** One connection to one server, from its first octet to its last. */
export class Call {
  readonly transcript: Transcript;
  /** What it came to, once the connection is gone; over in time. Rejects with the signal's reason alone. */
  readonly ended: Promise<Conversation | ConnectionProblem>;
  readonly #options: CallOptions;
  readonly #socket: Socket;
  readonly #deadline: NodeJS.Timeout;
  #parting: NodeJS.Timeout | undefined;
  #session: TlsSession | undefined;
  #shown: TlsState | undefined;
  #talk: DialogueRunner;
  /** The first counts. */
  #outcome: Conversation | ConnectionProblem | undefined;
  #isLate = false;
  /** True once the server has begun its part of the handshake. */
  #hasHandshake = false;

  constructor(options: CallOptions) {
    const { target, address, dialogue, timeoutMs, clock, signal } = options;
    this.#options = options;
    this.transcript = new Transcript(clock);
    this.#talk = new DialogueRunner(dialogue, false);
    const onread = { buffer: READ, callback: (octets: number): boolean => this.#read(octets) };
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

  #read(octets: number): boolean {
    const came = Buffer.from(READ.subarray(0, octets));
    if (this.#session === undefined) this.#follow(this.#talk.take(came));
    else if (!this.#isRefusedBy(came)) this.#session.take(came);
    return true;
  }

  /**
   * Returns whether the server ends the session instead of the handshake, and records that as a
   * refusal of STARTTLS. Data that OpenSSL reads directly is not checked here.
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

  /** What was shown under TLS; undefined: it did not come to that. */
  get shown(): TlsState | undefined {
    return this.#shown;
  }

  /** Whether it ended in the midst of the handshake. */
  get hasFailedInTls(): boolean {
    const isFailed = this.#outcome === undefined || 'reason' in this.#outcome;
    return this.#session !== undefined && this.#shown === undefined && isFailed;
  }

  /** Whether its time ran out. A timer may be some ms early: whoever looks at the clock does not know. */
  get isLate(): boolean {
    return this.#isLate;
  }

  readonly #onError = (error: Error): void => this.#fail(connectionProblem(error, this.transcript.doing));
  readonly #onEnd = (): void => this.#fail(this.#closed());

  #follow(happenings: readonly DialogueEvent[]): void {
    for (const happening of happenings) {
      switch (happening.kind) {
        case 'heard':
          this.transcript.received(happening.line);
          break;
        case 'step':
          this.transcript.begin(happening.step, happening.line);
          if (happening.line !== undefined) this.#say(`${happening.line}\r\n`);
          break;
        case 'over':
          this.#settle(happening.end);
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
    // From here on it is the session that tells.
    this.#socket.off('error', this.#onError).off('end', this.#onEnd);
    this.#session = this.#options.startTls(this.#socket, {
      secured: (shown) => this.#show(shown),
      heard: (octets) => this.#follow(this.#talk.take(octets)),
      failed: this.#onError,
      ended: this.#onEnd,
    });
  }

  #show(shown: TlsState): void {
    const { dialogue } = this.#options;
    const { protocol, cipher } = shown;
    const [leaf, ...issuers] = shown.chain;
    if (leaf === undefined) {
      this.#fail({ reason: 'tls_failed', detail: 'it presents no certificate' });
      return;
    }
    this.#shown = shown;
    const starttls = dialogue.open.kind === 'upgrade' ? 'implicit' : 'offered';
    this.#settle({ starttls, protocol, cipher, chain: [leaf, ...issuers] });
    this.#talk = new DialogueRunner(dialogue, true);
    this.#follow(this.#talk.begin(dialogue.parting));
  }

  /** Nothing more is found out; what is still said is courtesy. */
  #settle(outcome: Conversation | ConnectionProblem): void {
    this.#outcome ??= outcome;
    this.transcript.end();
    this.#parting = setTimeout(() => this.#hangUp(), PARTING_MS);
  }

  #fail(trouble: ConnectionProblem): void {
    this.#outcome ??= trouble;
    this.#hangUp();
  }

  #tooLate(): void {
    this.#isLate = true;
    const seconds = this.#options.target.timeoutMs / 1000;
    this.#fail({ reason: 'timed_out', detail: `${this.transcript.doing}: timed out after ${seconds} s` });
  }

  #closed(): ConnectionProblem {
    return { reason: 'connection_lost', detail: `${this.transcript.doing}: it closed the connection` };
  }

  #hangUp(): void {
    this.#session?.destroy();
    this.#socket.destroy();
  }
}
