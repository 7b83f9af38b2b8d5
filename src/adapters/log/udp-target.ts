import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MINUTE } from '../../domain/time.ts';
import type { LineTarget } from './line-target.ts';
import { sendingError } from './output-error.ts';

/** How long a host is given to say that nobody listens there, ms: what is lost behind that nobody tells. */
const REFUSAL_MS = 20;
/** After so long a host is looked up anew, ms: one that has moved refuses nothing at its old address. */
const LOOKED_UP_EVERY_MS: number = MINUTE;

interface Address {
  readonly address: string;
  readonly family: number;
}

export interface UdpOptions {
  /** `udp://loghost:514` */
  readonly name: string;
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** How its name is looked up; the signal ends it. */
  lookUp(signal: AbortSignal): LookupFunction;
}

/**
 * A datagram each. That one was sent says nothing of whether it came: only a port that is known to be closed is trouble.
 * @see RFC 5426
 */
export class UdpTarget implements LineTarget {
  readonly #name: string;
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  /** Where the socket sends to. */
  #address: string | undefined;
  /** Of the monotonic clock. */
  #lookedUpAtMs = 0;
  #trouble: Error | undefined;
  #finding: AbortController | undefined;
  readonly #lookUp: UdpOptions['lookUp'];
  constructor({ name, host, port, lookUp }: UdpOptions) {
    this.#name = name;
    this.#host = host;
    this.#port = port;
    this.#lookUp = lookUp;
  }

  async append(texts: readonly string[]): Promise<void> {
    try {
      const socket = await this.#open();
      for (const text of texts) {
        await new Promise<void>((resolve, reject) => {
          socket.send(text, (error) => (error ? reject(error) : resolve()));
        });
        if (this.#trouble !== undefined) throw this.#trouble;
      }
      await pause(REFUSAL_MS);
      if (this.#trouble !== undefined) throw this.#trouble;
    } catch (error) {
      this.close();
      throw sendingError(this.#name, error);
    }
  }

  async #open(): Promise<Socket> {
    const known = this.#socket;
    if (known !== undefined && performance.now() - this.#lookedUpAtMs < LOOKED_UP_EVERY_MS) return known;
    let found: Address;
    try {
      found = await this.#find();
    } catch (error) {
      if (known === undefined) throw error;
      // While nobody can say where it is, it is where it was.
      this.#lookedUpAtMs = performance.now();
      return known;
    }
    this.#lookedUpAtMs = performance.now();
    return known !== undefined && found.address === this.#address ? known : this.#connect(found);
  }

  async #connect({ address, family }: Address): Promise<Socket> {
    this.close();
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    this.#trouble = undefined;
    socket.connect(this.#port, address);
    await once(socket, 'connect').catch((error) => {
      socket.close();
      throw error;
    });
    socket.on('error', (error) => {
      this.#trouble = error;
    });
    // An open socket is no reason to go on.
    socket.unref();
    this.#socket = socket;
    this.#address = address;
    return socket;
  }

  #find(): Promise<Address> {
    this.#finding = new AbortController();
    const lookup = this.#lookUp(this.#finding.signal);
    return new Promise((resolve, reject) => {
      lookup(this.#host, {}, (error, address, family = 4) => {
        if (error !== null) reject(error);
        else resolve({ address: String(address), family });
      });
    });
  }

  /** All but a name server answers at once. */
  abandon(): void {
    this.#finding?.abort();
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }
}
