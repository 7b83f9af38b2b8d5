import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { ATTEMPT_FAILURES } from '../../../domain/failure/attempt-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { addressOf } from '../address-of.ts';
import { ADDRESS_TIMEOUT_MS } from '../create-lookup.ts';
import { type HttpResponse, httpResponse, MAX_BODY_BYTES } from './http-response.ts';
import { proxyTunnel } from './proxy-tunnel.ts';
import { resultUnlessFailed } from './result-unless-failed.ts';

/** A request and its connection. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** A URL with `http:`. */
  readonly proxy: URL | undefined;
  /** undefined: the root certificates of Node. */
  readonly trustedRoots: SecureContext | undefined;
  /** Resolves the name of the host, or of the proxy. */
  readonly lookup: LookupFunction;
}

/** The signal that aborts an exchange, and a listener for its progress. */
export interface ExchangeControl {
  readonly signal: AbortSignal;
  /** @param phase names the step that begins */
  readonly onPhase: (phase: Failure) => void;
}

/**
 * The objects to destroy at the end of an exchange, in the order of their creation. Functions that
 * receive this list add the objects that they create.
 */
type Destroyables = { destroy(): unknown }[];

/**
 * Sends one request and returns the beginning of its response. Uses a separate connection and
 * closes it in any case. A response is valid after its headers; an error in its body only truncates
 * it.
 * @throws {ProxyRefusal}, Node's error if there is no response, or the reason of the signal
 */
export async function exchange(request: ExchangeRequest, control: ExchangeControl): Promise<HttpResponse> {
  const toDestroy: Destroyables = [];
  const { url, proxy } = request;
  const isTunnelled = proxy !== undefined && url.protocol === 'https:';
  try {
    control.signal.throwIfAborted();
    control.onPhase(isTunnelled ? ATTEMPT_FAILURES.phase_proxy : ATTEMPT_FAILURES.phase_connecting);
    const tunnel = isTunnelled
      ? await proxyTunnel(proxy, url, { opened: toDestroy, lookup: request.lookup }, control.signal)
      : undefined;
    // A plain request through a proxy needs no tunnel.
    const clientRequest = url.protocol === 'http:' ? startPlain(request) : startTls(request, tunnel, toDestroy);
    toDestroy.push(clientRequest);
    // With a tunnel, no event reports the beginning of the handshake: its connection already
    // exists.
    if (tunnel !== undefined) control.onPhase(ATTEMPT_FAILURES.phase_handshake);
    return await receiveResponse(clientRequest, request, toDestroy, control);
  } finally {
    for (const object of toDestroy.reverse()) object.destroy();
  }
}

function optionsOf({ method, headers, body, lookup }: ExchangeRequest): {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly lookup: LookupFunction;
  readonly autoSelectFamilyAttemptTimeout: number;
} {
  const length = body === undefined ? {} : { 'content-length': String(body.length) };
  return { method, headers: { ...headers, ...length }, lookup, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS };
}

function startPlain(request: ExchangeRequest): ClientRequest {
  const { url, proxy } = request;
  const options = { ...optionsOf(request), agent: false } as const;
  if (proxy === undefined) return plainRequest(url, options);
  // A proxy needs the whole URL.
  // @see RFC 9112 section 3.2.2
  const headers = { ...options.headers, host: url.host };
  return plainRequest({ ...options, ...addressOf(proxy), path: `${url.origin}${url.pathname}${url.search}`, headers });
}

function startTls(request: ExchangeRequest, tunnel: Socket | undefined, toDestroy: Destroyables): ClientRequest {
  const { url, trustedRoots } = request;
  const tls = {
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(trustedRoots === undefined ? {} : { secureContext: trustedRoots }),
  };
  if (tunnel === undefined) return tlsRequest(url, { ...optionsOf(request), ...tls, agent: false });
  const { host } = addressOf(url);
  const createConnection = (): Socket => {
    const socket = connectTls({ ...tls, socket: tunnel, host, servername: isIP(host) === 0 ? host : '' });
    toDestroy.push(socket);
    return socket;
  };
  // Without `createConnection`, Node would open a direct connection to the server, even with
  // `agent: false`.
  return tlsRequest(url, { ...optionsOf(request), createConnection });
}

/** Sends the request, and waits for its response, or for the beginning of a long one. */
async function receiveResponse(
  clientRequest: ClientRequest,
  { url, body }: ExchangeRequest,
  toDestroy: Destroyables,
  { signal, onPhase }: ExchangeControl,
): Promise<HttpResponse> {
  clientRequest.once('socket', (socket) => {
    const reportWaiting = (): void => onPhase(ATTEMPT_FAILURES.phase_response);
    if (url.protocol === 'http:') socket.once('connect', reportWaiting);
    else socket.once('connect', () => onPhase(ATTEMPT_FAILURES.phase_handshake)).once('secureConnect', reportWaiting);
  });
  let response: IncomingMessage | undefined;
  const chunks: Buffer[] = [];
  const received = new Promise<void>((resolve) => {
    // Also emitted if the connection is closed without a response.
    clientRequest.once('close', resolve);
    // Without this listener, Node closes the connection. The request asked for no upgrade, so the
    // response is used like any other.
    clientRequest.once('upgrade', (incoming: IncomingMessage, socket: Socket) => {
      toDestroy.push(socket);
      response = incoming;
      resolve();
    });
    clientRequest.once('response', (incoming: IncomingMessage) => {
      response = incoming;
      let length = 0;
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= MAX_BODY_BYTES) resolve();
      });
      incoming
        .once('end', resolve)
        .once('close', resolve)
        .on('error', () => resolve());
    });
  });
  clientRequest.end(body);
  try {
    await resultUnlessFailed(clientRequest, received, signal);
  } catch (error) {
    // After the headers, an error only truncates the body.
    if (response === undefined) throw error;
  }
  if (response === undefined) throw new FailureError(ATTEMPT_FAILURES.closed_without_response);
  return httpResponse(response, chunks);
}
