import type { IncomingMessage, ServerResponse } from 'node:http';
import { causeOf } from '../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { HTTP_SERVER_FAILURES } from '../../domain/failure/http-failures.ts';
import { visible } from '../../formats/terminal/visible.ts';
import type { Diagnostics } from '../../work/ports/system.ts';
import { checkBody } from './checks/check-body.ts';
import { checkHost } from './checks/check-host.ts';
import { checkMethod } from './checks/check-method.ts';
import { checkOrigin } from './checks/check-origin.ts';
import { checkTarget } from './checks/check-target.ts';
import { checkToken } from './checks/check-token.ts';
import type { RequestCheck, RequestContext } from './checks/request-check.ts';
import type { RequestListener } from './listen/open-listener.ts';
import { RequestError } from './request/request-error.ts';
import { type ApiResponse, writeResponse } from './response/api-response.ts';
import { problemResponse } from './response/problem-response.ts';
import type { Router } from './router.ts';

/** In this order. A request that names another host learns nothing else. */
const CHECKS: readonly RequestCheck[] = [checkTarget, checkHost, checkOrigin, checkMethod, checkBody];

/** The parameters of a request listener. */
export interface RequestListenerOptions {
  readonly context: RequestContext;
  readonly router: Router;
  /** The file with the token that clients need; undefined: they need none. */
  readonly tokenFile: string | undefined;
  readonly diagnostics: Diagnostics;
}

/** Returns the function that checks each request and sends the response of its route. */
export function requestListener(options: RequestListenerOptions): RequestListener {
  return (incoming, outgoing) => {
    // The client has closed the connection.
    outgoing.on('error', () => undefined);
    void respond(incoming, options).then((response) => send(incoming, outgoing, response));
  };
}

function send(incoming: IncomingMessage, outgoing: ServerResponse, response: ApiResponse): void {
  if (outgoing.destroyed) return;
  writeResponse(outgoing, response);
  // Discards a refused body; the connection is closed after the response.
  incoming.resume();
}

/** Never rejects. */
async function respond(incoming: IncomingMessage, options: RequestListenerOptions): Promise<ApiResponse> {
  const { context, router, tokenFile, diagnostics } = options;
  for (const check of CHECKS) {
    const refusal = check(incoming, context);
    if (refusal !== undefined) return refusal;
  }
  const { url = '/', headers } = incoming;
  const queryAt = url.indexOf('?');
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  const found = router.find(path);
  const needsToken = tokenFile !== undefined && context.address.kind === 'tcp' && found?.route.isPublic !== true;
  if (needsToken) {
    const refusal = await checkToken(incoming, tokenFile, (failure) => diagnostics.note('error', failure));
    if (refusal !== undefined) return refusal;
  }
  if (found === undefined) return problemResponse(404, HTTP_SERVER_FAILURES.request_path_unknown);
  try {
    const query = new URLSearchParams(queryAt === -1 ? '' : url.slice(queryAt + 1));
    return await found.route.respond({ path, parameter: found.parameter, query, headers });
  } catch (error) {
    if (error instanceof RequestError) return problemResponse(error.status, error.failure);
    const cause = causeOf(error);
    diagnostics.note('error', DIAGNOSTIC_FAILURES.http_request_failed({ path: visible(path), cause }));
    return problemResponse(500, HTTP_SERVER_FAILURES.request_failed({ cause }));
  }
}
