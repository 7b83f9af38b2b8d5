import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The ways in which a server repeats a request in its response. */
export const FORMS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  json: (text) => JSON.stringify({ sent: text }),
  html: (text) => `<p>${text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)}</p>`,
  named: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  percent: encodeURIComponent,
  decoded: (text) => decodeURIComponent(text),
};

/** A server whose responses repeat requests, with their secrets, as error pages do. */
export interface RepeatingServer extends AsyncDisposable {
  readonly port: number;
  /** The received request lines and headers, one text per request. */
  readonly heads: readonly string[];
  /** The received bodies. */
  readonly bodies: readonly string[];
}

/** Returns the login of a request; a Basic login also decoded. */
function loginOf({ headers }: IncomingMessage): string {
  const { authorization = '', 'proxy-authorization': ofProxy = '' } = headers;
  const basic = /^Basic (\S+)/.exec(authorization)?.[1] ?? '';
  return `${authorization} ${ofProxy} ${Buffer.from(basic, 'base64').toString()}`;
}

/**
 * Opens a server that responds to `/STATUS/FORM/url/…` with the URL and to `/STATUS/FORM/login/…`
 * with the login. As a proxy, it responds with both.
 */
export async function openRepeatingServer(): Promise<RepeatingServer> {
  const [heads, bodies]: [string[], string[]] = [[], []];
  const answerTo = (incoming: IncomingMessage): { status: number; said: string; location: string } => {
    const { method, url = '/', headers } = incoming;
    heads.push([`${method} ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\n'));
    const [, status = '', form = 'plain', what = 'url'] = /([45123]\d\d)\/(\w+)\/(\w+)/.exec(url) ?? [];
    const sent = what === 'login' ? loginOf(incoming) : url;
    return { status: Number(status) || 407, said: (FORMS[form] ?? String)(sent), location: url };
  };
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    bodies.push(Buffer.concat(chunks).toString());
    const { status, said, location } = answerTo(incoming);
    response.writeHead(status, `${STATUS_CODES[status]} ${said.replace(/[^\x20-\x7e]/g, '?')}`, { location });
    response.end(said);
  });
  server.on('connect', (incoming, socket) => {
    const { said } = answerTo(incoming);
    socket.end(`HTTP/1.1 407 ${said} ${loginOf(incoming)}\r\ncontent-length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heads,
    bodies,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
