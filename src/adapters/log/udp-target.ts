import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { LogOutputError } from '../../work/errors.ts';
import type { LineTarget } from './line-target.ts';

/** How long a host is given to say that nobody listens there, ms: what is lost behind that nobody tells. */
const REFUSAL_MS = 20;

/**
 * A datagram each. That one was sent says nothing of whether it came: only a port that is known to be closed is trouble.
 * @see RFC 5426
 */
export class UdpTarget implements LineTarget {
  readonly #name: string;
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  #trouble: Error | undefined;
  #abandon: () => void = () => {};
  readonly #abandoned: Promise<never> = new Promise((_, reject) => {
    this.#abandon = () => reject(new Error('called off'));
  });

  /** @param name `udp://loghost:514` @param host a name, or an address without brackets */
  constructor(name: string, host: string, port: number) {
    this.#name = name;
    this.#host = host;
    this.#port = port;
    this.#abandoned.catch(() => undefined);
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
      throw new LogOutputError(this.#name, `sending to ${this.#name}: ${(error as Error).message}`, error);
    }
  }

  async #open(): Promise<Socket> {
    if (this.#socket !== undefined) return this.#socket;
    const { address, family } = await Promise.race([lookup(this.#host), this.#abandoned]);
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
    return socket;
  }

  /** All but a name server answers at once. */
  abandon(): void {
    this.#abandon();
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }
}
