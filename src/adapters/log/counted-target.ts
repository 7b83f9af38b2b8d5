import { Buffer } from 'node:buffer';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { LineTarget } from './line-target.ts';
import { sendingError } from './output-error.ts';
import { systemError } from './system-error.ts';

/** How long a connection, or a batch on it, may take, ms. */
const PATIENCE_MS = 10_000;
/** After so long without a word the system asks whether the other side is still there, ms. */
const KEEP_ALIVE_MS = 30_000;
/** How long a peer is given to take the end of what it was sent, ms. */
const FAREWELL_MS = 2000;

export interface CountedOptions {
  /** `tls://loghost:6514`. */
  readonly name: string;
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** How its name is looked up; the signal ends it. */
  lookUp(signal: AbortSignal): LookupFunction;
  /** Asked at every connection, so that a CA file can be changed; undefined: no TLS. */
  readonly trusted: (() => Promise<SecureContext | undefined>) | undefined;
}

/**
 * Texts over one connection, each behind its length. Made when it is first needed, and anew when it is gone. The other side
 * acknowledges nothing: what it had not read when it broke down is lost.
 * @see RFC 6587 section 3.4.1, octet counting
 * @see RFC 5425
 */
export class CountedTarget implements LineTarget {
  readonly #options: CountedOptions;
  #socket: Socket | undefined;

  constructor(options: CountedOptions) {
    this.#options = options;
  }

  async append(texts: readonly string[]): Promise<void> {
    const { name } = this.#options;
    try {
      const socket = this.#socket ?? (await this.#connect());
      const frames = texts.map((text) => `${Buffer.byteLength(text)} ${text}`).join('');
      await within(socket, (done) => socket.write(frames, done));
    } catch (error) {
      // A peer that takes nothing more would not take the end either.
      this.#socket?.destroy();
      this.#socket = undefined;
      throw sendingError(name, error);
    }
  }

  async #connect(): Promise<Socket> {
    const { host, port, trusted, lookUp } = this.#options;
    const context = await trusted?.();
    const gone = new AbortController();
    const lookup = lookUp(gone.signal);
    const socket =
      trusted === undefined
        ? connectPlain({ host, port, lookup })
        : connectTls({
            host,
            port,
            lookup,
            ...(isIP(host) === 0 ? { servername: host } : {}),
            ...(context === undefined ? {} : { secureContext: context }),
          });
    this.#socket = socket;
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const forget = (): void => {
      if (this.#socket === socket) this.#socket = undefined;
      gone.abort();
      socket.destroy();
    };
    // Without a listener an error would end the process; what it is says whoever waits.
    socket.on('error', forget).on('end', forget).on('close', forget);
    // Nothing that comes back means anything.
    socket.resume();
    await within(socket, (done) => socket.once(trusted === undefined ? 'connect' : 'secureConnect', () => done()));
    // An open connection is no reason to go on.
    socket.unref();
    return socket;
  }

  abandon(): void {
    this.#socket?.destroy();
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    // What was written is on its way to the system; a TLS peer is told that it ends here.
    socket?.end(() => socket.destroy());
    setTimeout(() => socket?.destroy(), FAREWELL_MS).unref();
    if (socket?.connecting === true) socket.destroy();
  }
}

/** What is begun ends well, or with the trouble of the socket, or with the patience. */
async function within(socket: Socket, begin: (done: (error?: Error | null) => void) => void): Promise<void> {
  let stop = (): void => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const gone = (): void => reject(systemError('ECONNRESET', 'the connection was closed'));
      const timer = setTimeout(
        () => reject(systemError('ETIMEDOUT', `no progress in ${PATIENCE_MS / 1000} s`)),
        PATIENCE_MS,
      );
      stop = () => {
        clearTimeout(timer);
        socket.off('error', reject).off('close', gone);
      };
      socket.on('error', reject).on('close', gone);
      // A write that was pending when the socket was destroyed succeeds on Node 20, and is canceled on Node 22 and newer.
      begin((error) => {
        const isCanceled = error instanceof Error && 'code' in error && error.code === 'ECANCELED';
        if (error && !isCanceled) reject(error);
        else if (socket.destroyed) gone();
        else resolve();
      });
    });
  } finally {
    stop();
  }
}
