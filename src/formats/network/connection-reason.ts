import type { Reason } from '../../domain/problem.ts';
import { errorCode, errorMessage } from '../system/file-reason.ts';

/** OpenSSL's words for a chain that does not lead to what is trusted, and Node's for a name that is not in the certificate. */
const NOT_TRUSTED =
  /^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;

const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/^(?:ENOTFOUND|EAI_)/, 'host_not_found'],
  [/^ECONNREFUSED$/, 'connection_refused'],
  // What forbids to go there, a packet filter for one, is to be looked for on the way.
  [/^(?:E(?:NET|HOST)(?:UNREACH|DOWN)|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL|EACCES|EPERM)$/, 'network_unreachable'],
  [/^ETIMEDOUT$/, 'timed_out'],
  [/^(?:ECONN|EPIPE$)/, 'connection_lost'],
  [NOT_TRUSTED, 'certificate_not_trusted'],
  [/^(?:EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/, 'tls_failed'],
];

/** The code of an error of Node, of the system or of OpenSSL, such as `ECONNREFUSED`; empty: it has none. */
export function codeOf(error: unknown): string {
  return errorCode(error) ?? '';
}

/** Of a host with several addresses, each has failed in its own way. */
function each(error: unknown): readonly unknown[] {
  return error instanceof AggregateError ? error.errors : [error];
}

/** Why a connection did not come about, or was lost, by the error that Node gives; undefined: it is about something else. */
export function connectionReason(error: unknown): Reason | undefined {
  const reasons = each(error).map((one) => REASONS.find(([pattern]) => pattern.test(codeOf(one)))?.[1]);
  // Where one kind of address leads nowhere on a host, what became of the other says more.
  return reasons.find((reason) => reason !== 'network_unreachable') ?? reasons[0];
}

/** What an error says, in one line; of a host with several addresses, of each. */
export function describeError(error: unknown): string {
  return [...new Set(each(error).map(describe))].join('; ');
}

function describe(error: unknown): string {
  const message = error instanceof Error ? errorMessage(error) : String(error);
  // OpenSSL's own lines are for those who read its source: `…:error:0A000438:SSL routines::tlsv1 alert internal error:…`.
  const words = /\berror:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/.exec(message)?.[1];
  const line = (words ?? message).replace(/\s+/g, ' ').trim();
  if (words !== undefined) return line === 'wrong version number' ? `what came is not TLS (${line})` : line;
  const code = codeOf(error);
  if (line === '') return code === '' ? String(error) : code;
  // The system's stand in its own words.
  return code === '' || /^E[A-Z]+$/.test(code) || line.includes(code) ? line : `${line} (${code})`;
}
