import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { problemResponse } from '../response/problem-response.ts';
import type { RequestCheck } from './request-check.ts';

/** Refuses a request for anything but a path, for example of a client that expects a proxy. */
export const checkTarget: RequestCheck = ({ url = '' }) =>
  url.startsWith('/') ? undefined : problemResponse(400, HTTP_SERVER_FAILURES.request_target_invalid);
