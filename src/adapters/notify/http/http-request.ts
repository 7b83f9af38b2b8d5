import { STATUS_CODES } from 'node:http';
import type { HttpSettings } from '../../../domain/alert/notifier-settings.ts';
import { ATTEMPT_FAILURES } from '../../../domain/failure/attempt-failures.ts';
import { causeOf } from '../../../domain/failure/cause-of.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { Instant } from '../../../domain/time.ts';
import { confidentialParts } from '../../../formats/network/confidential-parts.ts';
import { redactUrl, secretsIn } from '../../../formats/network/redact-url.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import type { Clock } from '../../../work/ports/system.ts';
import { AttemptLimit } from '../attempt-limit.ts';
import type { CreateLookup } from '../create-lookup.ts';
import { type Login, NO_LOGIN } from '../login.ts';
import { redactedCause, redactedLine } from '../redacted-line.ts';
import { retryOutcome } from '../retry-outcome.ts';
import { transportProblem } from '../transport-problem.ts';
import type { TrustedRoots } from '../trusted-roots.ts';
import { exchange } from './http-exchange.ts';
import type { HttpResponse } from './http-response.ts';
import { outcomeOfResponse } from './outcome-of-response.ts';
import { ProxyRefusal } from './proxy-tunnel.ts';
import { retryAfter } from './retry-after.ts';

/** The connection settings of a notifier. */
export interface ConnectionSettings extends HttpSettings {
  /** The maximum duration of a request, ms. */
  readonly timeout: number;
}

/** One HTTP request of a notifier. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** The secrets in `headers`. They are removed from texts that the server returns. */
  readonly secrets: readonly string[];
  /** True if the URL was read from a secret file. */
  readonly isUrlSecret: boolean;
  /** The latest accepted value of Retry-After. */
  readonly retryAfterLimit: Instant;
}

/** The clock, trusted roots and resolver of requests. */
export interface HttpDependencies {
  readonly clock: Clock;
  readonly trustedRoots: TrustedRoots;
  readonly createLookup: CreateLookup;
}

/**
 * Sends one request and returns its outcome. Always verifies TLS, does not follow redirects and
 * reads at most 4 KiB of the response. Never rejects, ends shortly after the signal aborts, and
 * leaves no connection open.
 */
export async function httpRequest(
  request: HttpRequest,
  { timeout, caFile, proxy }: ConnectionSettings,
  { clock, trustedRoots, createLookup }: HttpDependencies,
  signal: AbortSignal,
): Promise<Outcome> {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return retryOutcome('refused', ATTEMPT_FAILURES.request_url_wrong);
  }
  const login = urlLogin(url);
  const headerSecrets = [...request.secrets, ...login.secrets];
  const secretsToRedact = [...headerSecrets, ...secretsIn(url)];
  // A receiver can return a secret in a form that no redaction recognizes, so its text is not kept.
  const keepsText = headerSecrets.length === 0 && !request.isUrlSecret && confidentialParts(request.url).length === 0;
  // The user and password are sent in the header of `login` instead.
  url.username = '';
  url.password = '';
  const requestText = `${request.method} ${redactUrl(url)}`;
  const resultOf = (result: Failure | string): Failure =>
    ATTEMPT_FAILURES.request_result({ request: requestText, result });
  let context: Awaited<ReturnType<TrustedRoots['context']>>;
  try {
    context = url.protocol === 'https:' ? await trustedRoots.context(caFile) : undefined;
  } catch (error) {
    return retryOutcome('certificate_not_trusted', resultOf(causeOf(error)));
  }
  // The last step of the exchange, for the message if it is aborted.
  let phase: Failure | undefined;
  using limit = new AttemptLimit(timeout, signal);
  const onPhase = (newPhase: Failure): void => {
    phase = newPhase;
  };
  try {
    const response = await exchange(
      {
        method: request.method,
        url,
        headers: { 'user-agent': 'mailcertd', ...login.headers, ...request.headers },
        body: request.body === undefined ? undefined : Buffer.from(request.body),
        proxy: proxy === undefined ? undefined : new URL(proxy),
        trustedRoots: context,
        lookup: createLookup(limit.signal),
      },
      { signal: limit.signal, onPhase },
    );
    return outcomeOf(response, request, { requestText, keepsText, secretsToRedact, now: clock.now() });
  } catch (error) {
    const ended = { phase: phase ?? ATTEMPT_FAILURES.phase_none };
    if (limit.isTimedOut) {
      const failure = ATTEMPT_FAILURES.request_not_finished({ seconds: timeout / 1000, ...ended });
      return retryOutcome('timed_out', resultOf(failure));
    }
    if (limit.signal.aborted)
      return retryOutcome('connection_lost', resultOf(ATTEMPT_FAILURES.request_canceled(ended)));
    if (error instanceof ProxyRefusal) {
      const outcome = outcomeOf(error.response, request, {
        // The configuration does not accept a user or password in the URL of a proxy.
        requestText: ATTEMPT_FAILURES.request_through_proxy({ request: requestText, proxy: proxy ?? '' }),
        // The proxy received only the host name, so its text contains no secret.
        keepsText: true,
        secretsToRedact,
        now: clock.now(),
      });
      return retryProxyRefusal(outcome);
    }
    const { reason, cause } = transportProblem(error);
    return retryOutcome(reason, resultOf(redactedCause(cause, secretsToRedact)));
  }
}

/**
 * Returns `Authorization: Basic` for the user and password in a URL; no header if it has none. Node
 * would add this header itself, but not through a proxy.
 * @see RFC 3986 section 3.2.1
 */
function urlLogin({ username, password }: URL): Login {
  if (username === '' && password === '') return NO_LOGIN;
  const encoded = Buffer.from(`${decodeOrKeep(username)}:${decodeOrKeep(password)}`).toString('base64');
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [encoded] };
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The facts on which an outcome depends, apart from the request and its response. */
interface OutcomeText {
  /** The method and the redacted URL. */
  readonly requestText: Failure | string;
  /** False: only the status of the response is stored. */
  readonly keepsText: boolean;
  readonly secretsToRedact: readonly string[];
  readonly now: Instant;
}

function outcomeOf(
  { status, statusText, headers, body }: HttpResponse,
  request: HttpRequest,
  { requestText, keepsText, secretsToRedact, now }: OutcomeText,
): Outcome {
  const text = keepsText
    ? `${status} ${statusText}: ${body.toString('utf8')}`
    : `${status} ${STATUS_CODES[status] ?? ''}`;
  const responseText = redactedLine(text, secretsToRedact).replace(/:$/, '');
  const location = keepsText ? redirectTarget(headers.location, request.url, secretsToRedact) : undefined;
  const notBefore = retryAfter(headers['retry-after'], now, request.retryAfterLimit);
  return outcomeOfResponse({ status, responseText, location, notBefore }, requestText);
}

/**
 * Returns the target of a redirect; undefined if there is none, or if it is invalid. The target is
 * redacted, because its path may be a session or a token.
 */
function redirectTarget(
  location: string | undefined,
  requestUrl: string,
  secretsToRedact: readonly string[],
): string | undefined {
  if (location === undefined || !URL.canParse(location, requestUrl)) return undefined;
  return redactedLine(redactUrl(new URL(location, requestUrl)), secretsToRedact);
}

/** Makes the outcome of a proxy's response temporary: it is not the response of the server. */
function retryProxyRefusal(outcome: Outcome): Outcome {
  if (outcome.kind === 'retry') return outcome;
  const reason = outcome.kind === 'rejected' ? outcome.reason : 'response_malformed';
  return { kind: 'retry', reason, failure: outcome.failure, notBefore: undefined };
}
