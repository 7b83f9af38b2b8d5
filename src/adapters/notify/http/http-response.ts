import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The maximum size of a body that is read, bytes. */
export const MAX_BODY_BYTES = 4096;

/** A response, with the first bytes of its body. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Creates a response.
 * @param chunks the beginning of its body, truncated here
 */
export function httpResponse(message: IncomingMessage, chunks: readonly Buffer[]): HttpResponse {
  return {
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? '',
    headers: message.headers,
    body: Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES),
  };
}
