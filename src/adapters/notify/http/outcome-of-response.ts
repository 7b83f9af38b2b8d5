import { ATTEMPT_FAILURES } from '../../../domain/failure/attempt-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';

/** A response, prepared for messages. */
export interface DescribedResponse {
  readonly status: number;
  /** The status line and the beginning of the body, in one line. */
  readonly responseText: string;
  /** The target of a redirect, redacted. */
  readonly location: string | undefined;
  /** The earliest time for a retry, from Retry-After. */
  readonly notBefore: Instant | undefined;
}

/**
 * Statuses about the client or the URL. The delivery is retried, because the configuration can be
 * fixed.
 */
const FIXED_BY_CONFIGURATION: ReadonlyMap<number, Reason> = new Map<number, Reason>([
  [401, 'authentication_failed'],
  [403, 'authentication_failed'],
  [404, 'refused'],
  [407, 'authentication_failed'],
  [421, 'refused'],
]);

/** Statuses that the server may not return again. */
const TEMPORARY: ReadonlyMap<number, Reason> = new Map<number, Reason>([
  [408, 'timed_out'],
  [409, 'refused'],
  [423, 'refused'],
  [425, 'refused'],
  [429, 'too_many_requests'],
]);

/**
 * Returns the outcome for a response. Redirects are not followed, because a signed request or one
 * with a token must reach only the configured server. A redirect is retried: it may lead to a
 * maintenance page, and the URL can be fixed.
 * @param requestText method and URL of the request, for messages
 * @see RFC 9110 section 15
 */
export function outcomeOfResponse(
  { status, responseText, location, notBefore }: DescribedResponse,
  requestText: Failure | string,
): Outcome {
  const resultOf = (result: Failure | string): Failure =>
    ATTEMPT_FAILURES.request_result({ request: requestText, result });
  if (status >= 200 && status < 300) return { kind: 'delivered', failure: resultOf(responseText) };
  const retry = (reason: Reason, result: Failure | string = responseText): Outcome => ({
    kind: 'retry',
    reason,
    failure: resultOf(result),
    notBefore,
  });
  if (status >= 300 && status < 400) {
    const response = responseText;
    return retry(
      'redirected',
      location === undefined
        ? ATTEMPT_FAILURES.request_redirected({ response })
        : ATTEMPT_FAILURES.request_redirected_to({ response, target: location }),
    );
  }
  // 410 Gone: the receiver asks to stop, so the notifier is disabled.
  if (status === 410) return { kind: 'rejected', reason: 'gone', failure: resultOf(responseText), disable: true };
  if (status >= 400 && status < 500) {
    const reason = FIXED_BY_CONFIGURATION.get(status) ?? TEMPORARY.get(status);
    return reason === undefined
      ? { kind: 'rejected', reason: 'refused', failure: resultOf(responseText), disable: false }
      : retry(reason);
  }
  return retry(status >= 500 && status < 600 ? 'server_error' : 'response_malformed');
}
