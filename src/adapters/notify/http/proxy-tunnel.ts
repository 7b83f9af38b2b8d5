import { type IncomingMessage, request } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import { addressOf } from '../address-of.ts';
import { type HttpResponse, httpResponse } from './http-response.ts';
import { resultUnlessFailed } from './result-unless-failed.ts';

/** Thrown if the proxy refuses a connection to the server. */
export class ProxyRefusal extends Error {
  readonly response: HttpResponse;
  constructor(response: HttpResponse) {
    super(`the proxy answered ${response.status}`);
    this.response = response;
  }
}

/**
 * Opens a connection through an HTTP proxy to the host of a URL.
 * @param opened output: all opened objects are added; the caller must destroy them
 * @throws {ProxyRefusal}, Node's error, or the reason of the signal
 * @see RFC 9110 section 9.3.6
 */
export async function proxyTunnel(
  proxy: URL,
  targetUrl: URL,
  { opened, lookup }: { readonly opened: { destroy(): unknown }[]; readonly lookup: LookupFunction },
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port } = addressOf(targetUrl);
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const clientRequest = request({
    ...addressOf(proxy),
    method: 'CONNECT',
    path: target,
    headers: { host: target },
    agent: false,
    lookup,
  });
  opened.push(clientRequest);
  const tunnel = new Promise<Socket>((resolve, reject) => {
    clientRequest.once('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      opened.push(socket);
      // Without a listener, a connection reset would end the process.
      socket.on('error', reject);
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode < 300) resolve(socket);
      else reject(new ProxyRefusal(httpResponse(response, [head])));
    });
  });
  clientRequest.end();
  return resultUnlessFailed(clientRequest, tunnel, signal);
}
