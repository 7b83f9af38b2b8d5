import { connect, type Socket } from 'node:net';
import { type SecureContext, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { Dialogue } from '../../formats/starttls/dialogue.ts';
import { type Happening, Talk } from '../../formats/starttls/talk.ts';
import type { Clock, Conversation } from '../../work/ports.ts';
import { connectionTrouble, type Trouble } from './connection-trouble.ts';
import { type ChainWanted, presentedChain } from './presented-chain.ts';
import { Transcript } from './transcript.ts';

/** So long a server may take to answer a goodbye, ms: nothing is learnt from it any more. */
const PARTING_MS = 1000;

/** All calls read into this what comes in the clear, and each takes its part at once: Node's own would be 64 KiB a packet. */
const READ = Buffer.alloc(0x4000);

export interface CallOptions {
  readonly target: ProbeTarget;
  readonly address: string;
  readonly dialogue: Dialogue;
  readonly secureContext: SecureContext;
  readonly chain: ChainWanted;
  readonly clock: Clock;
  /** Not aborted yet. */
  readonly signal: AbortSignal;
}

/** One connection to one server, from its first octet to its last. */
export class Call {
  readonly transcript: Transcript;
  /** What it came to, once the connection is gone; over by the target's deadline. Rejects with the signal's reason alone. */
  readonly ended: Promise<Conversation | Trouble>;
  readonly #options: CallOptions;
  readonly #socket: Socket;
  readonly #deadline: NodeJS.Timeout;
  #parting: NodeJS.Timeout | undefined;
  #secured: TLSSocket | undefined;
  #talk: Talk;
  /** The first counts. */
  #outcome: Conversation | Trouble | undefined;

  constructor(options: CallOptions) {
    const { target, address, dialogue, clock, signal } = options;
    this.#options = options;
    this.transcript = new Transcript(clock);
    this.#talk = new Talk(dialogue.literals, false);
    this.#deadline = setTimeout(() => this.#tooLate(), target.timeoutMs);
    const onread = { buffer: READ, callback: (octets: number): boolean => this.#read(octets) };
    this.#socket = connect({ host: address, port: target.port, noDelay: true, onread });
    this.#socket.once('connect', () => this.#follow(this.#talk.begin(dialogue.open)));
    this.#listen(this.#socket);
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
    this.#follow(this.#talk.take(Buffer.from(READ.subarray(0, octets))));
    return true;
  }

  #listen(stream: Socket): void {
    stream.on('error', this.#onError).on('end', this.#onEnd);
  }

  readonly #onError = (error: Error): void => this.#fail(connectionTrouble(error, this.transcript.doing));
  readonly #onEnd = (): void => this.#fail(this.#closed());

  #follow(happenings: readonly Happening[]): void {
    const stream = this.#secured ?? this.#socket;
    for (const happening of happenings) {
      switch (happening.kind) {
        case 'heard':
          this.transcript.received(happening.line);
          break;
        case 'step':
          this.transcript.begin(happening.step, happening.line);
          if (happening.line !== undefined) stream.write(`${happening.line}\r\n`);
          break;
        case 'over':
          this.#settle(happening.end);
          break;
        case 'upgrade':
          this.#secure();
          break;
        case 'done':
          stream.destroySoon();
          break;
      }
    }
  }

  #secure(): void {
    const { target, secureContext, dialogue } = this.#options;
    this.transcript.begin('handshake');
    // From here on they would be told of what TLS reads.
    this.#socket.off('error', this.#onError).off('end', this.#onEnd);
    const secured = tlsConnect({
      socket: this.#socket,
      secureContext,
      rejectUnauthorized: false,
      minDHSize: 1,
      ...(target.serverName === undefined ? {} : { servername: target.serverName }),
    });
    this.#secured = secured;
    this.#listen(secured);
    secured.on('data', (octets: Buffer) => this.#follow(this.#talk.take(octets)));
    secured.once('close', () => this.#hangUp());
    secured.once('secureConnect', () => {
      const [leaf, ...issuers] = presentedChain(secured, this.#options.chain);
      if (leaf === undefined) return this.#fail({ reason: 'tls_failed', detail: 'it presents no certificate' });
      const starttls = dialogue.open.kind === 'upgrade' ? 'implicit' : 'offered';
      const protocol = secured.getProtocol() ?? '';
      this.#settle({ starttls, protocol, cipher: secured.getCipher().name, chain: [leaf, ...issuers] });
      this.#talk = new Talk(dialogue.literals, true);
      this.#follow(this.#talk.begin(dialogue.parting));
    });
  }

  /** Nothing more is found out; what is still said is courtesy. */
  #settle(outcome: Conversation | Trouble): void {
    this.#outcome ??= outcome;
    this.transcript.end();
    this.#parting = setTimeout(() => this.#hangUp(), PARTING_MS);
  }

  #fail(trouble: Trouble): void {
    this.#outcome ??= trouble;
    this.#hangUp();
  }

  #tooLate(): void {
    const seconds = this.#options.target.timeoutMs / 1000;
    this.#fail({ reason: 'timed_out', detail: `${this.transcript.doing}: timed out after ${seconds} s` });
  }

  #closed(): Trouble {
    return { reason: 'connection_lost', detail: `${this.transcript.doing}: it closed the connection` };
  }

  #hangUp(): void {
    this.#secured?.destroy();
    this.#socket.destroy();
  }
}
