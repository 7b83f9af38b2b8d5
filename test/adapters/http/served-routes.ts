import { connect } from 'node:net';
import { ConnectionLimit } from '../../../src/adapters/http/listen/connection-limit.ts';
import { type HttpListener, openListener } from '../../../src/adapters/http/listen/open-listener.ts';
import type { ApiRoute } from '../../../src/adapters/http/request/api-route.ts';
import { requestListener } from '../../../src/adapters/http/request-listener.ts';
import { Router } from '../../../src/adapters/http/router.ts';
import type { HttpServerSettings } from '../../../src/domain/http/http-server-settings.ts';
import type { ListenAddress } from '../../../src/domain/http/listen-address.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';

/** A server for tests at a free port of 127.0.0.1. */
export interface ServedRoutes extends HttpListener {
  readonly port: number;
  /** The notes of its diagnostics. */
  readonly notes: readonly string[];
  /** Sends bytes as they are, and returns everything until the server closes the connection. */
  send(bytes: string): Promise<string>;
}

/** The optional settings of a server for tests. */
export interface ServedOptions extends Partial<Pick<HttpServerSettings, 'tokenFile' | 'tls'>> {
  readonly address?: ListenAddress;
}

/** Serves routes. The name of the computer is mail01.contoso.com. */
export async function serveRoutes(
  routes: readonly ApiRoute[],
  { address = { kind: 'tcp', host: '127.0.0.1', port: 0 }, tokenFile, tls }: ServedOptions = {},
): Promise<ServedRoutes> {
  const notes: string[] = [];
  const onRequest = requestListener({
    context: { address, isEncrypted: tls !== undefined, fqdn: 'mail01.contoso.com' },
    router: new Router(routes),
    tokenFile,
    diagnostics: notedDiagnostics((text) => void notes.push(text)),
  });
  const listener = await openListener(address, {
    settings: { tokenFile, tls },
    connections: new ConnectionLimit(),
    onRequest,
  });
  const port = address.kind === 'unix' ? 0 : Number(new URL(listener.url).port);
  return { ...listener, port, notes, send: (bytes) => exchange(port, bytes) };
}

function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(received));
  });
}

/** Returns the bytes of a request that ends the connection. */
export function requestText(line: string, headers: Readonly<Record<string, string>> = { Host: 'localhost' }): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${line} HTTP/1.1`, ...lines, 'Connection: close', '', ''].join('\r\n');
}

/** Returns the status code of a response; 0 if the server sent none. */
export function statusOf(response: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(response)?.[1] ?? 0);
}
