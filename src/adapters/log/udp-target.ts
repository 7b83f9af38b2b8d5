import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MINUTE } from '../../domain/time.ts';
import type { LineTarget } from './line-target.ts';
import { sendingError } from './output-error.ts';

/**
 * How long to wait, after the last datagram of a batch, for a report that the port is closed, ms.
 * Without the wait, the batch would count as written.
 */
const REFUSAL_WAIT_MS = 20;
/**
 * The maximum age of a resolved address, ms. The name is resolved again, because no error reports
 * that the host has moved to another address.
 */
const MAX_ADDRESS_AGE_MS: number = MINUTE;

interface Address {
  readonly address: string;
  readonly family: number;
}

/** A remote server, and how to resolve its name. */
export interface UdpOptions {
  /** For example `udp://loghost:514`. */
  readonly name: string;
  /** A host name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Creates the resolver of the name. The signal aborts pending queries. */
  createLookup(signal: AbortSignal): LookupFunction;
}

/**
 * Sends each text as one datagram. Delivery is not confirmed; only a closed port is an error.
 * @see RFC 5426
 */
export class UdpTarget implements LineTarget {
  readonly #name: string;
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  /** The address to which the socket is connected. */
  #address: string | undefined;
  /** When the address was resolved, ms of the monotonic clock. */
  #resolvedAtMs = 0;
  /** The error that the system reported for the socket after a datagram was sent. */
  #error: Error | undefined;
  #lookupAbort: AbortController | undefined;
  readonly #createLookup: UdpOptions['createLookup'];

  constructor({ name, host, port, createLookup }: UdpOptions) {
    this.#name = name;
    this.#host = host;
    this.#port = port;
    this.#createLookup = createLookup;
  }

  /** @throws {LogOutputError} the socket was closed, and the next append opens it again */
  async append(texts: readonly string[]): Promise<void> {
    try {
      const socket = await this.#open();
      for (const text of texts) {
        await new Promise<void>((resolve, reject) => {
          socket.send(text, (error) => (error ? reject(error) : resolve()));
        });
        if (this.#error !== undefined) throw this.#error;
      }
      await pause(REFUSAL_WAIT_MS);
      if (this.#error !== undefined) throw this.#error;
    } catch (error) {
      this.close();
      throw sendingError(this.#name, error);
    }
  }

  /**
   * Returns the open socket, or connects a new socket if there is none, or if the name has another
   * address now. Rejects if there is no socket and the name cannot be resolved.
   */
  async #open(): Promise<Socket> {
    const openSocket = this.#socket;
    if (openSocket !== undefined && performance.now() - this.#resolvedAtMs < MAX_ADDRESS_AGE_MS) return openSocket;
    let resolved: Address;
    try {
      resolved = await this.#resolve();
    } catch (error) {
      if (openSocket === undefined) throw error;
      // While the name cannot be resolved, the previous address is used.
      this.#resolvedAtMs = performance.now();
      return openSocket;
    }
    this.#resolvedAtMs = performance.now();
    return openSocket !== undefined && resolved.address === this.#address ? openSocket : this.#connect(resolved);
  }

  async #connect({ address, family }: Address): Promise<Socket> {
    this.close();
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    this.#error = undefined;
    socket.connect(this.#port, address);
    await once(socket, 'connect').catch((error) => {
      socket.close();
      throw error;
    });
    socket.on('error', (error) => {
      this.#error = error;
    });
    // The socket does not keep the process alive.
    socket.unref();
    this.#socket = socket;
    this.#address = address;
    return socket;
  }

  #resolve(): Promise<Address> {
    this.#lookupAbort = new AbortController();
    const lookup = this.#createLookup(this.#lookupAbort.signal);
    return new Promise((resolve, reject) => {
      lookup(this.#host, {}, (error, address, family = 4) => {
        if (error !== null) reject(error);
        else resolve({ address: String(address), family });
      });
    });
  }

  /** Aborts the resolution of the name. Nothing else delays an append. */
  abandon(): void {
    this.#lookupAbort?.abort();
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }
}
