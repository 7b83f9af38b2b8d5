import { STATUS_CODES } from 'node:http';
import type { Failure } from '../../../domain/failure/failure.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { ApiResponse } from './api-response.ts';

/** The content type of a problem. @see RFC 9457 section 3 */
const PROBLEM_TYPE = 'application/problem+json';

/**
 * Returns the response for a failure: its English text and its code as JSON.
 * @see RFC 9457
 */
export function problemResponse(
  status: number,
  failure: Failure,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: failureText(failure, 'en'),
    code: failure.code,
  };
  return { status, headers: { 'content-type': PROBLEM_TYPE, ...headers }, body: `${JSON.stringify(problem)}\n` };
}
