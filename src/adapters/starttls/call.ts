import { connect, type Socket } from 'node:net';
import { type SecureContext, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { Dialogue } from '../../formats/starttls/dialogue.ts';
import { type Happening, Talk } from '../../formats/starttls/talk.ts';
import type { Clock, Conversation } from '../../work/ports.ts';
import { connectionTrouble, type Trouble } from './connection-trouble.ts';
import { presentedChain } from './presented-chain.ts';
import { Transcript } from './transcript.ts';

/** A server that is told goodbye may take so long to say the same, ms: nothing is learnt any more. */
const PARTING_MS = 1000;

export interface CallOptions {
  readonly target: ProbeTarget;
  readonly address: string;
  readonly dialogue: Dialogue;
  readonly secureContext: SecureContext;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** One connection to one server, from its beginning to its end. */
export class Call {
  readonly transcript: Transcript;
  readonly #options: CallOptions;
  readonly #socket: Socket;
  readonly #deadline: NodeJS.Timeout;
  #parting: NodeJS.Timeout | undefined;
  #secured: TLSSocket | undefined;
  #talk: Talk;
  #outcome: Conversation | Trouble | undefined;
  readonly ended: Promise<Conversation | Trouble>;

  constructor(options: CallOptions) {
    const { target, address, dialogue, clock, signal } = options;
    this.#options = options;
    this.transcript = new Transcript(clock);
    this.transcript.begin('connect');
    this.#talk = new Talk(dialogue.literals, false);
    this.#socket = connect({ host: address, port: target.port, noDelay: true });
    this.#deadline = setTimeout(() => this.#tooLate(), target.timeoutMs);
    const stop = (): void => this.#destroy();
    signal.addEventListener('abort', stop, { once: true });
    this.#socket.once('connect', () => this.#make(this.#talk.begin(dialogue.open)));
    this.#listen(this.#socket);
    this.ended = new Promise((resolve, reject) => {
      this.#socket.once('close', () => {
        signal.removeEventListener('abort', stop);
        clearTimeout(this.#deadline);
        clearTimeout(this.#parting);
        this.transcript.end();
        if (signal.aborted) reject(signal.reason);
        else resolve(this.#outcome ?? this.#lost());
      });
    });
  }

  #listen(stream: Socket): void {
    stream.on('data', (octets: Buffer) => this.#make(this.#talk.take(octets)));
    stream.on('error', (error) => this.#fail(connectionTrouble(error, this.transcript.awaited)));
    stream.once('end', () => this.#fail(this.#lost()));
  }

  #make(happenings: readonly Happening[]): void {
    for (const happening of happenings) {
      switch (happening.kind) {
        case 'heard':
          this.transcript.received(happening.line);
          break;
        case 'step':
          this.transcript.begin(happening.step, happening.line);
          if (happening.line !== undefined) this.#stream.write(`${happening.line}\r\n`);
          break;
        case 'over':
          this.#leaveWith(happening.end);
          break;
        case 'upgrade':
          this.#upgrade();
          break;
        case 'done':
          this.#stream.destroySoon();
          break;
      }
    }
  }

  get #stream(): Socket {
    return this.#secured ?? this.#socket;
  }

  #upgrade(): void {
    const { target, secureContext, dialogue } = this.#options;
    this.transcript.begin('handshake');
    this.#socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('error');
    this.#socket.on('error', () => undefined);
    const secured = tlsConnect({
      socket: this.#socket,
      secureContext,
      rejectUnauthorized: false,
      minDHSize: 1,
      ...(target.serverName === undefined ? {} : { servername: target.serverName }),
    });
    this.#secured = secured;
    this.#listen(secured);
    secured.once('close', () => this.#socket.destroy());
    secured.once('secureConnect', () => {
      const [leaf, ...issuers] = presentedChain(secured);
      if (leaf === undefined) return this.#fail({ reason: 'tls_failed', detail: 'it presents no certificate' });
      const starttls = dialogue.open.kind === 'upgrade' ? 'implicit' : 'offered';
      const protocol = secured.getProtocol() ?? '';
      this.#leaveWith({ starttls, protocol, cipher: secured.getCipher().name, chain: [leaf, ...issuers] });
      this.#talk = new Talk(dialogue.literals, true);
      this.#make(this.#talk.begin(dialogue.parting));
    });
  }

  /** Nothing more is found out; what is still said is courtesy. */
  #leaveWith(outcome: Conversation | Trouble): void {
    this.#outcome ??= outcome;
    this.transcript.end();
    this.#parting = setTimeout(() => this.#destroy(), PARTING_MS);
  }

  #fail(trouble: Trouble): void {
    this.#outcome ??= trouble;
    this.#destroy();
  }

  #tooLate(): void {
    const detail = `${this.transcript.awaited} did not come within ${this.#options.target.timeoutMs} ms`;
    this.#fail({ reason: 'timed_out', detail });
  }

  #lost(): Trouble {
    return { reason: 'connection_lost', detail: `it closed the connection; ${this.transcript.awaited} did not come` };
  }

  #destroy(): void {
    this.#secured?.destroy();
    this.#socket.destroy();
  }
}
