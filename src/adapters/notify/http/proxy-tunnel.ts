import { type IncomingMessage, request } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import { addressOf } from '../address-of.ts';
import { firstOf } from './first-of.ts';
import { type HttpResponse, httpResponse } from './http-response.ts';

/** The proxy does not let it through. */
export class ProxyRefusal extends Error {
  readonly answer: HttpResponse;
  constructor(answer: HttpResponse) {
    super(`the proxy answered ${answer.status}`);
    this.answer = answer;
  }
}

/**
 * A connection through an HTTP proxy to where a request goes.
 * @param means `opened`: whatever is opened, to be destroyed by whoever asked
 * @throws {ProxyRefusal}, what Node gives, or the signal's reason
 * @see RFC 9110 section 9.3.6
 */
export async function proxyTunnel(
  proxy: URL,
  to: URL,
  { opened, lookup }: { readonly opened: { destroy(): unknown }[]; readonly lookup: LookupFunction },
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port } = addressOf(to);
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const asked = request({
    ...addressOf(proxy),
    method: 'CONNECT',
    path: target,
    headers: { host: target },
    agent: false,
    lookup,
  });
  opened.push(asked);
  const tunnel = new Promise<Socket>((resolve, reject) => {
    asked.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      opened.push(socket);
      // Reset by the other side while nobody reads it, it would end the process.
      socket.on('error', reject);
      const { statusCode = 0 } = answer;
      if (statusCode >= 200 && statusCode < 300) resolve(socket);
      else reject(new ProxyRefusal(httpResponse(answer, [head])));
    });
  });
  asked.end();
  return firstOf(asked, tunnel, signal);
}
