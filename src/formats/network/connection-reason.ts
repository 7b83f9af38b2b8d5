import { causeOf } from '../../domain/failure/cause-of.ts';
import { CONNECTION_FAILURES } from '../../domain/failure/connection-failures.ts';
import { type Failure, isNestedFailure } from '../../domain/failure/failure.ts';
import { failureText } from '../../domain/failure/failure-text.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { errorCode, errorMessage } from '../system/file-reason.ts';

/** Error codes of OpenSSL for an untrusted chain, and of Node.js for a name mismatch. */
const UNTRUSTED_CODE =
  /^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;

/** The reasons by the code of an error. The first pattern that matches counts. */
const REASON_BY_CODE: readonly (readonly [RegExp, Reason])[] = [
  [/^(?:ENOTFOUND|EAI_)/, 'host_not_found'],
  [/^ECONNREFUSED$/, 'connection_refused'],
  // Includes errors of packet filters on the way.
  [/^(?:E(?:NET|HOST)(?:UNREACH|DOWN)|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL|EACCES|EPERM)$/, 'network_unreachable'],
  [/^ETIMEDOUT$/, 'timed_out'],
  [/^(?:ECONN|EPIPE$)/, 'connection_lost'],
  [UNTRUSTED_CODE, 'certificate_not_trusted'],
  [/^(?:EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/, 'tls_failed'],
];

/**
 * Returns the code of an error of Node.js, the system or OpenSSL, such as `ECONNREFUSED`; empty:
 * none.
 */
export function errorCodeOrEmpty(error: unknown): string {
  return errorCode(error) ?? '';
}

/** Returns the errors of all addresses of a host. */
function errorsOf(error: unknown): readonly unknown[] {
  return error instanceof AggregateError ? error.errors : [error];
}

/** Returns why a connection failed or was lost; undefined: the error has another cause. */
export function connectionReason(error: unknown): Reason | undefined {
  const reasons = errorsOf(error).map(
    (addressError) => REASON_BY_CODE.find(([pattern]) => pattern.test(errorCodeOrEmpty(addressError)))?.[1],
  );
  // If one address family has no network, the error of the other is more useful.
  return reasons.find((reason) => reason !== 'network_unreachable') ?? reasons[0];
}

/** Returns the English text of an error in one line; for a host with several addresses, all texts. */
export function describeError(error: unknown): string {
  return failureText(connectionCause(error), 'en');
}

/**
 * Returns an error as the cause of a failure. It is one line if it is a text of the system or of
 * OpenSSL. A host with several addresses can have several errors.
 */
export function connectionCause(error: unknown): Failure | string {
  const causes = errorsOf(error).map(singleCause);
  const texts = causes.map((cause) => failureText(cause, 'en'));
  const different = causes.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
  const [first = ''] = different;
  return different.length < 2 ? first : CONNECTION_FAILURES.addresses_failed({ causes: different });
}

function singleCause(error: unknown): Failure | string {
  const cause = causeOf(error);
  if (isNestedFailure(cause)) return cause;
  const message = errorMessage(error);
  // OpenSSL adds internals: `…:error:0A000438:SSL routines::tlsv1 alert internal error:…`.
  const opensslReason = /\berror:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/.exec(message)?.[1];
  const line = (opensslReason ?? message).replace(/\s+/g, ' ').trim();
  if (opensslReason !== undefined)
    return line === 'wrong version number' ? CONNECTION_FAILURES.response_not_tls({ error: line }) : line;
  const code = errorCodeOrEmpty(error);
  if (line === '') return code === '' ? CONNECTION_FAILURES.cause_unknown : code;
  // Messages of system errors already contain their code.
  return code === '' || /^E[A-Z]+$/.test(code) || line.includes(code) ? line : `${line} (${code})`;
}
