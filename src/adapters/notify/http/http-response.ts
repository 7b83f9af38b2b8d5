import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The maximum size of a body that is read, bytes. */
export const MOST_READ = 4096;

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
export function httpResponse(answer: IncomingMessage, chunks: readonly Buffer[]): HttpResponse {
  return {
    status: answer.statusCode ?? 0,
    statusText: answer.statusMessage ?? '',
    headers: answer.headers,
    body: Buffer.concat(chunks).subarray(0, MOST_READ),
  };
}
