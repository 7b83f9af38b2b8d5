import { Buffer } from 'node:buffer';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { OUTPUT_FAILURES } from '../../domain/failure/output-failures.ts';
import type { LineTarget } from './line-target.ts';
import { sendingError } from './output-error.ts';
import { systemError } from './system-error.ts';

/** The maximum time to connect or to write a batch, ms. */
const TIMEOUT_MS = 10_000;
/** The idle time after which the system probes the connection, ms. */
const KEEP_ALIVE_MS = 30_000;
/** How long a closed connection may still send its last data, ms. */
const CLOSE_TIMEOUT_MS = 2000;

/** A remote server, and how to connect to it. */
export interface TcpOptions {
  /** For example `tls://loghost:6514`. */
  readonly name: string;
  /** A host name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Creates the resolver of the name. The signal aborts pending queries. */
  createLookup(signal: AbortSignal): LookupFunction;
  /**
   * Returns a TLS context with the trusted CA certificates; called for every connection, because a
   * CA file can change. undefined: no TLS.
   */
  readonly loadTrustedRoots: (() => Promise<SecureContext | undefined>) | undefined;
}

/**
 * Sends texts over one TCP or TLS connection, each text after its length. The connection is opened
 * when it is needed, and again after it was lost. The remote server acknowledges nothing, so texts
 * are lost that it has not read when it fails.
 * @see RFC 6587 section 3.4.1
 * @see RFC 5425
 */
export class TcpTarget implements LineTarget {
  readonly #options: TcpOptions;
  #socket: Socket | undefined;

  constructor(options: TcpOptions) {
    this.#options = options;
  }

  /** @throws {LogOutputError} the connection was closed, and the next append opens it again */
  async append(texts: readonly string[]): Promise<void> {
    const { name } = this.#options;
    try {
      const socket = this.#socket ?? (await this.#connect());
      const frames = texts.map((text) => `${Buffer.byteLength(text)} ${text}`).join('');
      await withTimeout(socket, (done) => socket.write(frames, done));
    } catch (error) {
      // Not `close`, because a server that accepts no data would not accept the last data either.
      this.#socket?.destroy();
      this.#socket = undefined;
      throw sendingError(name, error);
    }
  }

  async #connect(): Promise<Socket> {
    const { host, port, loadTrustedRoots, createLookup } = this.#options;
    const context = await loadTrustedRoots?.();
    const lookupAbort = new AbortController();
    const lookup = createLookup(lookupAbort.signal);
    const socket =
      loadTrustedRoots === undefined
        ? connectPlain({ host, port, lookup })
        : connectTls({
            host,
            port,
            lookup,
            ...(isIP(host) === 0 ? { servername: host } : {}),
            ...(context === undefined ? {} : { secureContext: context }),
          });
    // Set before it is connected, so that `abandon` can abort the connection.
    this.#socket = socket;
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const discard = (): void => {
      if (this.#socket === socket) this.#socket = undefined;
      lookupAbort.abort();
      socket.destroy();
    };
    // Without a listener, an error would end the process. `withTimeout` reports it.
    socket.on('error', discard).on('end', discard).on('close', discard);
    // Received data has no meaning and is discarded.
    socket.resume();
    await withTimeout(socket, (done) =>
      socket.once(loadTrustedRoots === undefined ? 'connect' : 'secureConnect', () => done()),
    );
    // The connection does not keep the process alive.
    socket.unref();
    return socket;
  }

  abandon(): void {
    this.#socket?.destroy();
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    // The system sends the data that was already written; with TLS, `end` also ends the session.
    socket?.end(() => socket.destroy());
    // A server that accepts no data must not keep the socket open.
    setTimeout(() => socket?.destroy(), CLOSE_TIMEOUT_MS).unref();
    if (socket?.connecting === true) socket.destroy();
  }
}

/**
 * Starts an operation on a socket, and waits until it calls `done`. Rejects if the socket fails or
 * is closed, or after `TIMEOUT_MS`.
 */
async function withTimeout(socket: Socket, operation: (done: (error?: Error | null) => void) => void): Promise<void> {
  let cleanUp = (): void => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const rejectClosed = (): void => reject(systemError('ECONNRESET', OUTPUT_FAILURES.output_connection_closed));
      const timer = setTimeout(
        () => reject(systemError('ETIMEDOUT', OUTPUT_FAILURES.output_without_progress({ seconds: TIMEOUT_MS / 1000 }))),
        TIMEOUT_MS,
      );
      cleanUp = () => {
        clearTimeout(timer);
        socket.off('error', reject).off('close', rejectClosed);
      };
      socket.on('error', reject).on('close', rejectClosed);
      // If the socket is destroyed during a write, Node 20 reports success, and Node 22 and newer
      // report ECANCELED. Both are a closed connection.
      operation((error) => {
        const isCanceled = error instanceof Error && 'code' in error && error.code === 'ECANCELED';
        if (error && !isCanceled) reject(error);
        else if (socket.destroyed) rejectClosed();
        else resolve();
      });
    });
  } finally {
    cleanUp();
  }
}
