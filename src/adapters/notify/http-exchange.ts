import { type ClientRequest, type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';

/** Of an answer no more is read. */
const MOST_OCTETS = 4096;
/** How long one of several addresses of a host is tried before the next, ms. Node's quarter of a second is short for half the world. */
const ADDRESS_MS = 2000;

export interface ExchangeOrder {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** `http://…` */
  readonly proxy: URL | undefined;
  /** undefined: what Node brings along is trusted. */
  readonly trusted: SecureContext | undefined;
}

export interface ExchangedAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingMessage['headers'];
  /** The first octets of the body. */
  readonly body: Buffer;
}

/** The proxy does not let it through. */
export class ProxyRefusal extends Error {
  readonly answer: ExchangedAnswer;
  constructor(answer: ExchangedAnswer) {
    super(`the proxy answered ${answer.status}`);
    this.answer = answer;
  }
}

/** Ends an exchange, and says what it was about when it did not get any further. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Called with `connecting`, `in the TLS handshake`, `waiting for the answer`. */
  readonly reached: (phase: string) => void;
}

/**
 * One request and the beginning of its answer, over a connection of its own that is closed afterwards, whatever happens. An
 * answer counts from its headers on: what goes wrong in its body only cuts it short.
 *
 * @throws what Node gives where no answer came, the signal's reason, or {ProxyRefusal}
 */
export async function exchange(order: ExchangeOrder, stop: Stop): Promise<ExchangedAnswer> {
  const opened: { destroy(): unknown }[] = [];
  try {
    stop.signal.throwIfAborted();
    stop.reached('connecting');
    const tunnel =
      order.proxy !== undefined && order.url.protocol === 'https:' ? await openTunnel(order.proxy) : undefined;
    return await answerOf(start(tunnel));
  } finally {
    for (const one of opened.reverse()) one.destroy();
  }

  function start(tunnel: Socket | undefined): ClientRequest {
    const { url, method, proxy, trusted } = order;
    const headers = {
      ...order.headers,
      ...(order.body === undefined ? {} : { 'content-length': String(order.body.length) }),
    };
    const options = { method, headers, agent: false, autoSelectFamilyAttemptTimeout: ADDRESS_MS } as const;
    if (url.protocol === 'http:') {
      // A proxy is told the whole address. @see RFC 9112 section 3.2.2
      return proxy === undefined
        ? plainRequest(url, options)
        : plainRequest({ ...options, ...addressOf(proxy), path: url.href, headers: { ...headers, host: url.host } });
    }
    const tls = {
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
      ...(trusted === undefined ? {} : { secureContext: trusted }),
    };
    if (tunnel === undefined) return tlsRequest(url, { ...options, ...tls });
    const { host } = addressOf(url);
    const createConnection = (): Socket => {
      const socket = connectTls({ ...tls, socket: tunnel, host, servername: isIP(host) === 0 ? host : '' });
      opened.push(socket);
      return socket;
    };
    return tlsRequest(url, { ...options, createConnection });
  }

  /** A connection through the proxy to where the request goes. @see RFC 9110 section 9.3.6 */
  async function openTunnel(proxy: URL): Promise<Socket> {
    const { host, port } = addressOf(order.url);
    const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const options: RequestOptions = {
      ...addressOf(proxy),
      method: 'CONNECT',
      path: target,
      headers: { host: target },
      agent: false,
    };
    const asked = plainRequest({ ...options });
    const answered = new Promise<Socket>((resolve, reject) => {
      asked.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
        opened.push(socket);
        // Reset by the other side while nobody reads it, it would end the process.
        socket.on('error', reject);
        if (answer.statusCode === 200) resolve(socket);
        else reject(new ProxyRefusal(summary(answer, [head])));
      });
    });
    asked.end();
    return await ended(asked, answered);
  }

  async function answerOf(asked: ClientRequest): Promise<ExchangedAnswer> {
    asked.once('socket', (socket) => {
      const waits = (): void => stop.reached('waiting for the answer');
      if (order.url.protocol === 'http:') socket.once('connect', waits);
      else socket.once('connect', () => stop.reached('in the TLS handshake')).once('secureConnect', waits);
    });
    let answer: IncomingMessage | undefined;
    const chunks: Buffer[] = [];
    const answered = new Promise<void>((resolve) => {
      // Also when it was closed without a word.
      asked.once('close', resolve);
      // Nobody asked for another protocol: the answer is told as it is.
      asked.once('upgrade', (came: IncomingMessage, socket: Socket) => {
        opened.push(socket);
        answer = came;
        resolve();
      });
      asked.once('response', (came: IncomingMessage) => {
        answer = came;
        let length = 0;
        came.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length >= MOST_OCTETS) resolve();
        });
        came
          .once('end', resolve)
          .once('error', () => resolve())
          .once('close', resolve);
      });
    });
    asked.end(order.body);
    try {
      await ended(asked, answered);
    } catch (error) {
      if (answer === undefined) throw error;
    }
    if (answer === undefined) throw new Error('there is no answer');
    return summary(answer, chunks);
  }

  /** What comes first: an answer, an error, or the end of patience. */
  async function ended<T>(asked: ClientRequest, answered: Promise<T>): Promise<T> {
    opened.push(asked);
    let forget = (): void => {};
    const failed = new Promise<never>((_, reject) => {
      // Stays on: an error that comes after the end would end the process.
      asked.on('error', reject);
      const aborted = (): void => reject(stop.signal.reason);
      stop.signal.addEventListener('abort', aborted);
      forget = () => stop.signal.removeEventListener('abort', aborted);
    });
    try {
      return await Promise.race([answered, failed]);
    } finally {
      forget();
    }
  }
}

function addressOf({ hostname, port, protocol }: URL): { readonly host: string; readonly port: string } {
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (protocol === 'https:' ? '443' : '80') : port,
  };
}

function summary(answer: IncomingMessage, chunks: readonly Buffer[]): ExchangedAnswer {
  return {
    status: answer.statusCode ?? 0,
    statusText: answer.statusMessage ?? '',
    headers: answer.headers,
    body: Buffer.concat(chunks).subarray(0, MOST_OCTETS),
  };
}
