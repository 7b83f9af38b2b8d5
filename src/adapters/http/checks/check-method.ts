import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { problemResponse } from '../response/problem-response.ts';
import type { RequestCheck } from './request-check.ts';

const ALLOWED = 'GET, HEAD';

/** Refuses all methods that do not read. */
export const checkMethod: RequestCheck = ({ method }) =>
  method === 'GET' || method === 'HEAD'
    ? undefined
    : problemResponse(405, HTTP_SERVER_FAILURES.request_method_refused({ allowed: ALLOWED }), { allow: ALLOWED });
