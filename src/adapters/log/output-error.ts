import type { Reason } from '../../domain/problem.ts';
import { LogOutputError } from '../../work/errors.ts';
import { systemErrorCode } from './system-error.ts';

const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/^(?:ENOTFOUND|EAI_)/, 'host_not_found'],
  [/^(?:ECONNREFUSED|ENXIO)$/, 'connection_refused'],
  [/^(?:E(?:NET|HOST)(?:UNREACH|DOWN)|EADDRNOTAVAIL)$/, 'network_unreachable'],
  [/^ETIMEDOUT$/, 'timed_out'],
  [/^(?:ECONN|EPIPE$)/, 'connection_lost'],
  [
    /^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/,
    'certificate_not_trusted',
  ],
  [/^(?:EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/, 'tls_failed'],
  [/^(?:ENOENT|ENOTDIR)$/, 'not_found'],
  [/^(?:EACCES|EPERM|EROFS)$/, 'permission_denied'],
  [/^EISDIR$/, 'not_a_regular_file'],
  [/^ELOOP$/, 'symlink_loop'],
];

/** That a log output took nothing. @param doing as in `sending to tcp://loghost:514`; @param error what the system said */
export function outputError(output: string, doing: string, error: unknown): LogOutputError {
  const detail = error instanceof Error ? error.message : String(error);
  const code = systemErrorCode(error) ?? '';
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'io_error';
  return new LogOutputError(output, `${doing}: ${detail}`, { reason, detail }, error);
}
