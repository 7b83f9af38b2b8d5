import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Failure } from '../../../domain/failure/failure.ts';
import { failureOfError } from '../../../domain/failure/failure-of-error.ts';
import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { readToken } from '../listen/read-token.ts';
import type { ApiResponse } from '../response/api-response.ts';
import { problemResponse } from '../response/problem-response.ts';

const SCHEME = 'Bearer ';

/** Compares in a time that does not depend on the content: both values are hashed first. */
function isEqual(left: string, right: string): boolean {
  const [leftHash, rightHash] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return leftHash !== undefined && rightHash !== undefined && timingSafeEqual(leftHash, rightHash);
}

/**
 * Refuses a request without the token in a file, which is read for each request, so that a new
 * token needs no reload.
 * @param onUnusable receives the failure of a file that cannot be used; the request is refused
 * @see RFC 6750 section 2.1
 */
export async function checkToken(
  { headers }: IncomingMessage,
  tokenFile: string,
  onUnusable: (failure: Failure) => void,
): Promise<ApiResponse | undefined> {
  const { authorization = '' } = headers;
  const failures = HTTP_SERVER_FAILURES;
  if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME.toLowerCase()) {
    return problemResponse(401, failures.request_token_missing, { 'www-authenticate': 'Bearer' });
  }
  try {
    const token = await readToken(tokenFile);
    return isEqual(authorization.slice(SCHEME.length).trim(), token)
      ? undefined
      : problemResponse(401, failures.request_token_wrong, { 'www-authenticate': 'Bearer error="invalid_token"' });
  } catch (error) {
    onUnusable(failureOfError(error));
    return problemResponse(503, failures.request_token_unavailable);
  }
}
