import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ApiResponse } from './api-response.ts';

/** Allows a client to keep a response, if it asks each time whether the response has changed. */
const REVALIDATE = 'no-cache';

/** Returns a response with JSON, and its hash as the ETag; 304 if the client has the same. */
export function jsonResponse(
  headers: IncomingHttpHeaders,
  body: string,
  more: Readonly<Record<string, string>> = {},
): ApiResponse {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return unchangedResponse(headers, tag) ?? taggedJson(body, tag, more);
}

/** Returns a response with JSON and a given ETag. */
export function taggedJson(body: string, tag: string, more: Readonly<Record<string, string>> = {}): ApiResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': REVALIDATE, etag: tag, ...more },
    body,
  };
}

/**
 * Returns the response 304 if the client has the version with this ETag; otherwise undefined.
 * @see RFC 9110 section 13.1.2
 */
export function unchangedResponse(headers: IncomingHttpHeaders, tag: string): ApiResponse | undefined {
  const known = headers['if-none-match']?.split(',').map((each) => each.trim().replace(/^W\//, '')) ?? [];
  if (!known.includes(tag) && !known.includes('*')) return undefined;
  return { status: 304, headers: { 'cache-control': REVALIDATE, etag: tag }, body: '' };
}
