import type { IncomingHttpHeaders } from 'node:http';
import type { ApiResponse } from '../response/api-response.ts';

/** A request that passed all checks. */
export interface ApiRequest {
  /** The path as sent, without the query. */
  readonly path: string;
  /** The decoded part of the path in place of `:name`; empty if the route has none. */
  readonly parameter: string;
  /** The query, decoded once. */
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** A path of the API. */
export interface ApiRoute {
  /** For example `/api/v1/events`; the last part may be a parameter: `/api/v1/events/:record`. */
  readonly path: string;
  /** True: no token is required, because the response says nothing about certificates. */
  readonly isPublic?: boolean;
  readonly respond: (request: ApiRequest) => Promise<ApiResponse> | ApiResponse;
}
