import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { problemResponse } from '../response/problem-response.ts';
import type { RequestCheck } from './request-check.ts';

/** Refuses a body, which is then not read: the connection is closed after the response. */
export const checkBody: RequestCheck = ({ headers }) => {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
  return hasBody ? problemResponse(413, HTTP_SERVER_FAILURES.request_body_refused, { connection: 'close' }) : undefined;
};
