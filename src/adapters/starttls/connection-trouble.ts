import type { Reason } from '../../domain/problem.ts';

/** Why a conversation came to nothing. */
export interface Trouble {
  readonly reason: Reason;
  /** One line, raw. */
  readonly detail: string;
}

const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/^ECONNREFUSED$/, 'connection_refused'],
  [
    /^(?:ENETUNREACH|EHOSTUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL|EACCES|EPERM)$/,
    'network_unreachable',
  ],
  [/^ETIMEDOUT$/, 'timed_out'],
  // OpenSSL takes no more than 100 KB of certificates.
  [/^ERR_SSL_EXCESSIVE_MESSAGE_SIZE$/, 'too_large'],
  [/^(?:EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/, 'tls_failed'],
];

/** What an error of a socket, or of TLS over it, means. @param awaited what the server was to do, as in `the TLS handshake` */
export function connectionTrouble(error: NodeJS.ErrnoException, awaited: string): Trouble {
  const code = String(error.code ?? '');
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'connection_lost';
  return { reason, detail: `${awaited}: ${wordsOf(error)}` };
}

function wordsOf(error: NodeJS.ErrnoException): string {
  const code = String(error.code ?? '');
  // OpenSSL's own lines are for those who read its source: `…:error:0A000438:SSL routines::tlsv1 alert internal error:…`.
  const message = /:SSL routines:[^:]*:([^:]+)/.exec(error.message)?.[1] ?? error.message;
  const line = message.replace(/\s+/g, ' ').trim();
  return code === '' || code === 'EPROTO' || line.includes(code) ? line : `${line} (${code})`;
}
