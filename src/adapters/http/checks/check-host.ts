import { isIP } from 'node:net';
import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import type { ListenAddress } from '../../../domain/http/listen-address.ts';
import { problemResponse } from '../response/problem-response.ts';
import type { RequestCheck } from './request-check.ts';

/** The addresses that mean all addresses of the computer. */
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Returns the name or address in a Host header, in canonical form; undefined if the header is
 * invalid. The port is ignored: a forwarded port differs from the port of this server.
 */
export function hostOf(header: string | undefined): string | undefined {
  const url = `http://${header}/`;
  if (header === undefined || !URL.canParse(url)) return undefined;
  const { host, hostname, pathname, username, search, hash } = new URL(url);
  const isOnlyHost = pathname === '/' && username === '' && search === '' && hash === '' && host !== '';
  return isOnlyHost ? hostname.replace(/^\[(.*)\]$/, '$1') : undefined;
}

/**
 * Refuses a name that is not a name of this server. A hostile page can resolve its own name to this
 * server (DNS rebinding), and its browser then sends that name. Browsers cannot reach a Unix socket.
 */
export const checkHost: RequestCheck = ({ headers }, { address, fqdn }) => {
  if (address.kind === 'unix') return undefined;
  const host = hostOf(headers.host);
  const isAllowed = host === 'localhost' || host === fqdn || (host !== undefined && isOwnAddress(host, address));
  return isAllowed ? undefined : problemResponse(421, HTTP_SERVER_FAILURES.request_host_refused);
};

/** An address cannot be rebound, so each is allowed if the server listens on all of them. */
function isOwnAddress(host: string, { host: listening }: ListenAddress & { readonly kind: 'tcp' }): boolean {
  return isIP(host) !== 0 && (host === listening || WILDCARDS.has(listening));
}
