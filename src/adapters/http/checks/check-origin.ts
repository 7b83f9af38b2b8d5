import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { problemResponse } from '../response/problem-response.ts';
import { hostOf } from './check-host.ts';
import type { RequestCheck } from './request-check.ts';

/** The values of Sec-Fetch-Site of requests of own pages, and of requests that a user typed. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Refuses requests that a browser makes for a page of another site. Programs send neither header.
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export const checkOrigin: RequestCheck = ({ headers }, { isEncrypted }) => {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const isForeignSite = site !== undefined && (typeof site !== 'string' || !OWN_SITES.has(site));
  const scheme = isEncrypted ? 'https' : 'http';
  const isForeignOrigin = origin !== undefined && (hostOf(host) === undefined || origin !== `${scheme}://${host}`);
  return isForeignSite || isForeignOrigin ? problemResponse(403, HTTP_SERVER_FAILURES.request_cross_site) : undefined;
};
