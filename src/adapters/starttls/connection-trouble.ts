import type { Reason } from '../../domain/problem.ts';

/** Why a server was not seen. */
export interface Trouble {
  readonly reason: Reason;
  /** One line, raw. */
  readonly detail: string;
}

const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/^ECONNREFUSED$/, 'connection_refused'],
  // What forbids to go there, a packet filter for one, is to be looked for on the way.
  [/^(?:E(?:NET|HOST)(?:UNREACH|DOWN)|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL|EACCES|EPERM)$/, 'network_unreachable'],
  [/^ETIMEDOUT$/, 'timed_out'],
  // OpenSSL takes no more than 100 KB of certificates.
  [/^ERR_SSL_EXCESSIVE_MESSAGE_SIZE$/, 'too_large'],
  [/^(?:EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/, 'tls_failed'],
];

/** What an error of a socket, or of TLS over it, means. @param doing as in `waiting for its greeting` */
export function connectionTrouble(error: NodeJS.ErrnoException, doing: string): Trouble {
  const code = String(error.code ?? '');
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'connection_lost';
  return { reason, detail: `${doing}: ${wordsOf(error)}` };
}

function wordsOf({ message }: NodeJS.ErrnoException): string {
  // OpenSSL's own lines are for those who read its source: `…:error:0A000438:SSL routines::tlsv1 alert internal error:…`.
  const words = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
  const line = words.replace(/\s+/g, ' ').trim();
  return line === 'wrong version number' ? `what came is not TLS (${line})` : line;
}
