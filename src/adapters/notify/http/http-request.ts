import { STATUS_CODES } from 'node:http';
import type { HttpSettings } from '../../../domain/alert/notifier-settings.ts';
import type { Instant } from '../../../domain/time.ts';
import { confidentialParts } from '../../../formats/network/confidential-parts.ts';
import { redactUrl, secretsIn } from '../../../formats/network/redact-url.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import type { Clock } from '../../../work/ports/system.ts';
import { AttemptLimit } from '../attempt-limit.ts';
import type { CreateLookup } from '../create-lookup.ts';
import { type Login, NO_LOGIN } from '../login.ts';
import { redactedLine } from '../redacted-line.ts';
import { retryOutcome } from '../retry-outcome.ts';
import { transportProblem } from '../transport-problem.ts';
import type { TrustedRoots } from '../trusted-roots.ts';
import { exchange } from './http-exchange.ts';
import type { HttpResponse } from './http-response.ts';
import { outcomeOfResponse } from './outcome-of-response.ts';
import { ProxyRefusal } from './proxy-tunnel.ts';
import { retryAfter } from './retry-after.ts';

const decodeOrKeep = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * Returns `Authorization: Basic` for the user and password in a URL; no header if it has none.
 * Node's own header is lost with a proxy.
 * @see RFC 3986 section 3.2.1
 */
function urlLogin({ username, password }: URL): Login {
  if (username === '' && password === '') return NO_LOGIN;
  const encoded = Buffer.from(`${decodeOrKeep(username)}:${decodeOrKeep(password)}`).toString('base64');
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [encoded] };
}

/** Settings of the connection. */
export interface ConnectionSettings extends HttpSettings {
  /** The maximum duration of a request, ms. */
  readonly timeout: number;
}

/** A request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Secrets in the headers. They are removed from texts that the server returns. */
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
    return retryOutcome('refused', 'the URL must begin with https:// or http://');
  }
  const login = urlLogin(url);
  const sentSecrets = [...request.secrets, ...login.secrets];
  // A receiver can return a secret in a form that no redaction recognizes, so its text is not kept.
  const isSecretSent = sentSecrets.length > 0 || request.isUrlSecret || confidentialParts(request.url).length > 0;
  const secrets = [...sentSecrets, ...secretsIn(url)];
  // They are sent in a header instead.
  url.username = url.password = '';
  const requestText = `${request.method} ${redactUrl(url)}`;
  let context: Awaited<ReturnType<TrustedRoots['context']>>;
  try {
    context = url.protocol === 'https:' ? await trustedRoots.context(caFile) : undefined;
  } catch (error) {
    return retryOutcome('certificate_not_trusted', `${requestText}: ${(error as Error).message}`);
  }
  let phase = '';
  using limit = new AttemptLimit(timeout, signal);
  const onPhase = (newPhase: string): void => {
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
    return outcomeOf(response, requestText);
  } catch (error) {
    if (limit.isTimedOut)
      return retryOutcome('timed_out', `${requestText}: not finished in ${timeout / 1000} s, ${phase}`);
    if (limit.signal.aborted)
      return retryOutcome('connection_lost', `${requestText}: canceled, ${phase || 'before it began'}`);
    if (error instanceof ProxyRefusal)
      return outcomeOf(error.response, `${requestText}, through the proxy ${proxy}`, true);
    const { reason, detail } = transportProblem(error);
    return retryOutcome(reason, `${requestText}: ${redactedLine(detail, secrets)}`);
  }

  function outcomeOf(
    { status, statusText, headers, body }: HttpResponse,
    messagePrefix: string,
    isFromProxy = false,
  ): Outcome {
    // A proxy that refuses the tunnel received only the host name.
    const isTextKept = isFromProxy || !isSecretSent;
    const text = isTextKept
      ? `${status} ${statusText}: ${body.toString('utf8')}`
      : `${status} ${STATUS_CODES[status] ?? ''}`;
    const { location: locationHeader } = headers;
    const location =
      locationHeader === undefined || !isTextKept ? undefined : redirectTarget(locationHeader, request.url, secrets);
    const outcome = outcomeOfResponse(
      {
        status,
        responseText: redactedLine(text, secrets).replace(/:$/, ''),
        location,
        notBefore: retryAfter(headers['retry-after'], clock.now(), request.retryAfterLimit),
      },
      messagePrefix,
    );
    // A rejection by a proxy is not final, because it is not the answer of the server.
    if (!isFromProxy || outcome.kind === 'retry') return outcome;
    return retryOutcome(outcome.kind === 'rejected' ? outcome.reason : 'response_malformed', outcome.detail);
  }
}

/** Returns the target of a redirect, redacted, because its path may be a session or a token. */
function redirectTarget(location: string, requestUrl: string, secrets: readonly string[]): string | undefined {
  return URL.canParse(location, requestUrl)
    ? redactedLine(redactUrl(new URL(location, requestUrl)), secrets)
    : undefined;
}
