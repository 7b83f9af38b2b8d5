import type { ServerResponse } from 'node:http';

/** A response of a route. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body; a function writes a body that does not end, until the client or the server closes. */
  readonly body: string | ((outgoing: ServerResponse) => void);
}

/** The headers of every response. A page could load nothing from it and could not be framed. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** Writes a response. The response to HEAD has the headers of GET and no body. */
export function writeResponse(outgoing: ServerResponse, { status, headers, body }: ApiResponse): void {
  const isText = typeof body === 'string';
  const length = isText && status !== 304 ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  outgoing.writeHead(status, { ...SECURITY_HEADERS, ...length, ...headers });
  if (isText || outgoing.req.method === 'HEAD') outgoing.end(isText ? body : undefined);
  else body(outgoing);
}

/** Returns a response with plain text. */
export function textResponse(text: string): ApiResponse {
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}
