import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Of an answer's body no more is read, octets. */
export const MOST_READ = 4096;

/** An answer as it came, and the first octets of its body. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** @param chunks the beginning of its body, cut here */
export function httpResponse(answer: IncomingMessage, chunks: readonly Buffer[]): HttpResponse {
  return {
    status: answer.statusCode ?? 0,
    statusText: answer.statusMessage ?? '',
    headers: answer.headers,
    body: Buffer.concat(chunks).subarray(0, MOST_READ),
  };
}
